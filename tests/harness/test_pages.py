"""The visitor of the page tests behaves like a browser, and refuses pages that are not in order."""

from functools import partial
from io import BytesIO

import pytest
from flask import Flask, Response, current_app, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from tests.support.pages import PageClient

FORM = """<h1>Form</h1><p class="note">One</p><p class="note">Two  words</p>
<form id="visit" method="post" action="/echo" enctype="multipart/form-data">
<input type="hidden" name="csrf_token" value="token">
<label>Shop <input name="shop" value="Subotica"></label>
<label>Remark <textarea name="remark">Clean</textarea></label>
<label>City <select name="city"><option value="n">Niš</option><option value="s" selected>Szeged</option></select></label>
<label>Bad <input type="radio" name="step" value="bad"></label>
<label>Good <input type="radio" name="step" value="good" checked></label>
<label>Wi-Fi <input type="checkbox" name="has" value="wifi"></label>
<label>Ramp <input type="checkbox" name="has" value="ramp" checked></label>
<label>Off <input name="off" value="x" disabled></label>
<label>Photo <input type="file" name="photo"></label>
<button name="do" value="save">Save</button><button name="do" value="drop" formaction="/gone">Drop</button>
<button disabled>Locked</button></form>
<form action="/search"><label>Search <input name="q"></label><button>Find</button></form>
<label>Outside <input name="outside" value="1" form="visit"></label>
<a href="/form">Again</a>"""


def document(body: str) -> str:
    return f'<!doctype html><html lang="en"><head><title>T</title></head><body>{body}</body></html>'


PAGES = {
    "/form": FORM,
    "/done": "<h1>Done</h1>",
    "/dead": '<h1>Dead</h1><a href="/nowhere">x</a>',
    "/wrong-method": '<h1>Dead</h1><form action="/echo"><button>Go</button></form>',
    "/broken": "<h1>Not closed",
}


@pytest.fixture
def visitor() -> PageClient:
    """On a small site of its own."""
    site = Flask(__name__)
    site.config.update(SECRET_KEY="test")
    site.extensions["seen"] = MultiDict()
    for address, body in PAGES.items():
        site.add_url_rule(address, address, partial(document, body))
    site.add_url_rule("/echo", "echo", _echo, methods=["POST"])
    site.add_url_rule("/gone", "gone", lambda: (document("<h1>Gone</h1>"), 410), methods=["POST"])
    site.add_url_rule("/search", "search", lambda: document(f"<h1>Found {request.args['q']}</h1>"))
    site.after_request(_with_policy)
    return PageClient(site)


def _echo() -> ResponseReturnValue:
    seen = current_app.extensions["seen"]
    seen.update(request.form)
    seen.update({name: file.read() for name, file in request.files.items()})
    return redirect("/done")


def _with_policy(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = "default-src 'self'"
    return response


def sent(visitor: PageClient) -> dict[str, list[object]]:
    return dict(visitor.app.extensions["seen"].lists())


def test_what_stands_in_the_form_is_sent(visitor: PageClient) -> None:
    visitor.get("/form")
    assert visitor.submit("Save").h1 == "Done"
    assert sent(visitor) == {
        "csrf_token": ["token"],
        "shop": ["Subotica"],
        "remark": ["Clean"],
        "city": ["s"],
        "step": ["good"],
        "has": ["ramp"],
        "outside": ["1"],
        "do": ["save"],
        "photo": [b""],
    }


def test_what_is_typed_replaces_it(visitor: PageClient) -> None:
    visitor.get("/form")
    visitor.submit(
        "visit",
        {"shop": "Őry"},
        remark="",
        city="n",
        step=None,
        has=["wifi", "ramp"],
        photo=(BytesIO(b"jpeg"), "a.jpg"),
    )
    seen = sent(visitor)
    assert seen["shop"] == ["Őry"]
    assert seen["remark"] == [""]
    assert seen["city"] == ["n"]
    assert "step" not in seen
    assert seen["has"] == ["wifi", "ramp"]
    assert seen["photo"] == [b"jpeg"]
    assert "do" not in seen


def test_a_form_that_reads_goes_into_the_address(visitor: PageClient) -> None:
    visitor.get("/form")
    page = visitor.submit("Find", q="š")
    assert page.h1 == "Found š"
    assert page.path == "/search?q=%C5%A1"


def test_a_button_may_lead_elsewhere(visitor: PageClient) -> None:
    visitor.get("/form")
    assert visitor.submit("Drop", status=410).h1 == "Gone"


@pytest.mark.parametrize(
    "button,typed,complaint",
    [
        ("Save", {"nothing": "1"}, "has no"),
        ("Save", {"off": "1"}, "has no"),
        ("Save", {"city": "London"}, "does not offer"),
        ("Save", {"step": "great"}, "does not offer"),
        ("Save", {"shop": True}, "cannot be ticked"),
        ("Locked", {}, "is disabled"),
        ("Nobody", {}, "0 buttons"),
    ],
)
def test_what_the_page_does_not_offer_cannot_be_sent(
    visitor: PageClient, button: str, typed: dict[str, str], complaint: str
) -> None:
    visitor.get("/form")
    with pytest.raises(AssertionError, match=complaint):
        visitor.submit(button, typed)


def test_parts_of_a_page_are_found(visitor: PageClient) -> None:
    page = visitor.get("/form")
    assert page.texts(".note") == ["One", "Two words"]
    assert page.one("form#visit input[name=shop]").get("value") == "Subotica"
    assert visitor.follow("Again").h1 == "Form"
    with pytest.raises(AssertionError, match="found 2 times"):
        page.one(".note")


@pytest.mark.parametrize(
    "address,status,complaint",
    [
        ("/done", 404, "200, not 404"),
        ("/dead", 200, "GET /nowhere: nothing answers"),
        ("/wrong-method", 200, "GET /echo: nothing answers"),
        ("/broken", 200, "not in order"),
    ],
)
def test_a_page_that_is_not_in_order_is_refused(
    visitor: PageClient, address: str, status: int, complaint: str
) -> None:
    with pytest.raises(AssertionError, match=complaint):
        visitor.get(address, status)


def test_an_answer_to_something_sent_is_checked_too(visitor: PageClient) -> None:
    assert visitor.post("/gone", 410).status_code == 410
    with pytest.raises(AssertionError, match="410, not 200"):
        visitor.post("/gone", 200)
