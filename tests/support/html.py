"""What every page has to keep, whatever it shows (house rule 8). `problems_of` says where one does not."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from xml.etree.ElementTree import Element

import html5lib
from html5lib.constants import E as PARSER_MESSAGES
from werkzeug.datastructures import Headers

from auditapp.domain.language import Language

LABELLED = {"input", "select", "textarea"}
UNLABELLED_INPUTS = {"hidden", "submit", "button", "reset", "image"}
REFERENCES = (
    "aria-labelledby",
    "aria-describedby",
    "aria-controls",
    "aria-owns",
    "aria-errormessage",
    "for",
    "form",
    "list",
)
DATA_SCRIPTS = {"application/json"}


def parse(html: str) -> tuple[Element, list[str]]:
    """The document's root, and what a strict HTML parser objects to, with its line."""
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
    root: Element = parser.parse(html)
    return root, [
        f"line {position[0]}: {PARSER_MESSAGES[code] % variables}"
        for position, code, variables in parser.errors
    ]


def text_of(element: Element) -> str:
    """The element's text on one line."""
    return " ".join("".join(element.itertext()).split())


def problems_of(html: str, headers: Headers | Mapping[str, str]) -> list[str]:
    """Everything that is wrong with a page and its headers; empty for a good page."""
    return problems_in(*parse(html), headers)


def problems_in(root: Element, problems: list[str], headers: Headers | Mapping[str, str]) -> list[str]:
    """The same for a page that was parsed, with what the parser objected to."""
    checks = (_outline, _ids, _labels, _names, _inline_code, _links, _forms)
    return problems + [problem for check in checks for problem in check(root)] + list(_policy(headers))


def _outline(root: Element) -> Iterator[str]:
    if root.get("lang") not in set(Language):
        yield f"the page's lang is {root.get('lang')!r}, not one of our languages"
    if not any(text_of(title) for title in root.findall("head/title")):
        yield "the page has no title"
    headings = list(root.iter("h1"))
    if len(headings) != 1 or not text_of(headings[0]):
        yield f"one h1 with a text is expected, not {[text_of(heading) for heading in headings]}"


def _ids(root: Element) -> Iterator[str]:
    counts = Counter(element.get("id") for element in root.iter() if "id" in element.attrib)
    yield from (f"the id {name!r} stands {count} times" for name, count in counts.items() if count > 1)
    yield from (
        f"an id is empty or holds a blank: {name!r}" for name in counts if not name or name.split() != [name]
    )
    for element in root.iter():
        for attribute in REFERENCES:
            for name in (element.get(attribute) or "").split():
                if name not in counts:
                    yield f"{_shown(element)}: {attribute} names {name!r}, which is not on the page"


def _labels(root: Element) -> Iterator[str]:
    labels = list(root.iter("label"))
    named = {label.get("for") for label in labels if text_of(label)} - {None}
    wrapped = {control for label in labels if text_of(label) for control in label.iter()}
    for element in root.iter():
        if element.tag not in LABELLED or element.get("type") in UNLABELLED_INPUTS:
            continue
        if element.get("id") not in named and element not in wrapped and not _aria_name(element):
            yield f"{_shown(element)} has no label"


def _names(root: Element) -> Iterator[str]:
    for element in root.iter():
        if element.tag == "img" and element.get("alt") is None:
            yield f"{_shown(element)} has no alt"
        if element.tag in {"a", "button"} and not _aria_name(element) and not _visible_name(element):
            yield f"{_shown(element)} has no name to read out"


def _inline_code(root: Element) -> Iterator[str]:
    for element in root.iter():
        if element.tag == "style":
            yield "a style element stands in the page"
        if element.tag == "script" and not element.get("src") and element.get("type") not in DATA_SCRIPTS:
            yield "a script stands in the page"
        for name, value in element.attrib.items():
            if name == "style" or name.startswith("on"):
                yield f"{_shown(element)} carries code in its attribute {name}"
            if value.strip().lower().startswith("javascript:"):
                yield f"{_shown(element)} carries code in its attribute {name}"


def _links(root: Element) -> Iterator[str]:
    ids = {element.get("id") for element in root.iter()}
    for link in root.iter("a"):
        address = link.get("href")
        if address is None or address.strip() in {"", "#", "None"}:
            yield f"{_shown(link)} leads nowhere"
        elif address.startswith("#") and address[1:] not in ids:
            yield f"{_shown(link)} leads to {address}, which is not on the page"


def _forms(root: Element) -> Iterator[str]:
    for form in root.iter("form"):
        if form.get("method", "get").lower() == "post" and not any(
            element.get("name") == "csrf_token" and element.get("value") for element in form.iter("input")
        ):
            yield f"{_shown(form)} changes something without a CSRF token"


def _policy(headers: Headers | Mapping[str, str]) -> Iterator[str]:
    policy = headers.get("Content-Security-Policy", "")
    if "default-src" not in policy and "script-src" not in policy:
        yield "the answer has no Content-Security-Policy for scripts"
    yield from (
        f"the Content-Security-Policy allows {word}"
        for word in ("unsafe-inline", "unsafe-eval")
        if word in policy
    )


def _aria_name(element: Element) -> bool:
    return bool((element.get("aria-label") or element.get("aria-labelledby") or "").strip())


def _visible_name(element: Element) -> bool:
    return bool(text_of(element)) or any(image.get("alt") for image in element.iter("img"))


def _shown(element: Element) -> str:
    attributes = _joined(f' {name}="{value}"' for name, value in list(element.attrib.items())[:4])
    return f"<{element.tag}{attributes}>"


def _joined(parts: Iterable[str]) -> str:
    return "".join(parts)
