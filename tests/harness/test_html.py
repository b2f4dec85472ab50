"""The page check finds what it is there to find: each broken page below is good but for one thing."""

import pytest

from tests.support.html import problems_of

POLICY = {"Content-Security-Policy": "default-src 'self'; script-src 'self'"}
GOOD_HEAD = '<meta charset="utf-8"><title>Visits</title><script type="module" src="/static/a.js"></script>'
GOOD_BODY = """<h1>Visits</h1>
<script type="application/json" id="texts">{}</script>
<form method="post"><input type="hidden" name="csrf_token" value="x">
<label for="name">Name</label><input id="name" name="name" aria-describedby="hint"><p id="hint">As on the door</p>
<label>City <select name="city"><option>Niš</option></select></label>
<button>Save</button><button aria-label="Close"><svg viewBox="0 0 1 1"><path d="M0 0h1"/></svg></button></form>
<a href="#hint">Hint</a><a href="/home"><img src="/static/a.png" alt="Home"></a>"""


def document(head: str = GOOD_HEAD, body: str = GOOD_BODY, lang: str = "hu") -> str:
    return f'<!doctype html><html lang="{lang}"><head>{head}</head><body>{body}</body></html>'


def test_a_good_page_has_no_problem() -> None:
    assert problems_of(document(), POLICY) == []


@pytest.mark.parametrize(
    "markup,problem",
    [
        ("<p><div>a block in a paragraph</div></p>", "Unexpected end tag (p)"),
        ("<b>not closed", "Missing end tag (b)"),
        ('<p id="a" id="a">twice</p>', "duplicate attribute"),
        ("<p>Fish &chips</p>", "Named entity"),
        ("<h1>A second heading</h1>", "one h1"),
        ('<p id="hint">again</p>', "the id 'hint' stands 2 times"),
        ('<p id="two words">x</p>', "holds a blank"),
        ('<p aria-labelledby="nothing">x</p>', "names 'nothing'"),
        ('<input name="bare">', '<input name="bare"> has no label'),
        ('<label for="empty"></label><textarea id="empty"></textarea>', '<textarea id="empty"> has no label'),
        ('<img src="/static/a.png">', "has no alt"),
        ("<button></button>", "<button> has no name"),
        ('<a href="/x"><svg viewBox="0 0 1 1"></svg></a>', "has no name"),
        ("<style>p {}</style>", "a style element"),
        ("<script>alert(1)</script>", "a script stands"),
        ('<script type="module">alert(1)</script>', "a script stands"),
        ('<p style="color: red">x</p>', "in its attribute style"),
        ('<p onclick="x()">x</p>', "in its attribute onclick"),
        ('<a href="javascript:x()">x</a>', "in its attribute href"),
        ('<a href="">x</a>', "leads nowhere"),
        ("<a>x</a>", "leads nowhere"),
        ('<a href="None">x</a>', "leads nowhere"),
        ('<a href="#nowhere">x</a>', "leads to #nowhere"),
        ('<form method="post"><button>Delete</button></form>', "without a CSRF token"),
    ],
)
def test_one_broken_thing_is_found(markup: str, problem: str) -> None:
    problems = problems_of(document(body=GOOD_BODY + markup), POLICY)
    assert any(problem in found for found in problems), problems


@pytest.mark.parametrize(
    "page,problem",
    [
        (document()[len("<!doctype html>") :], "DOCTYPE"),
        (document(head='<meta charset="utf-8">'), "no title"),
        (document(head="<title> </title>"), "no title"),
        (document(lang="de"), "lang is 'de'"),
        (document(body="<p>no heading</p>"), "one h1"),
        (document(body="<h1> </h1>"), "one h1"),
    ],
)
def test_a_broken_frame_is_found(page: str, problem: str) -> None:
    problems = problems_of(page, POLICY)
    assert any(problem in found for found in problems), problems


@pytest.mark.parametrize(
    "policy,problem",
    [
        ("", "no Content-Security-Policy"),
        ("img-src 'self'", "no Content-Security-Policy"),
        ("default-src 'self' 'unsafe-inline'", "allows unsafe-inline"),
        ("script-src 'unsafe-eval'", "allows unsafe-eval"),
    ],
)
def test_a_weak_policy_is_found(policy: str, problem: str) -> None:
    problems = problems_of(document(), {"Content-Security-Policy": policy})
    assert any(problem in found for found in problems), problems
