"""The printed report as a thing to read: its tags, its paper, and what the oddest of texts do to it."""

import io
import re
import socket
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from pypdf import PdfReader
from pypdf.generic import NullObject

from auditapp.app import create_app
from auditapp.core.config import Settings
from auditapp.domain.language import Language
from auditapp.domain.paper import PageSize
from auditapp.reports.composing import content_of
from auditapp.reports.evidence import evidence_of
from auditapp.reports.gallery import Case, gallery_facts, photograph
from auditapp.reports.rendering import SignedReport, report_pdf
from tests.support.signing import signing_file

PARTS = (
    "Section by section",
    "What lost points",
    "Action plan",
    "All answers",
    "How to read the figures",
)
SMALL = Case(name="small", questions=14, lost=4, photos=3, earlier=2, branded=True)
Element = dict[str, Any]


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The product without a database: the gallery needs none."""
    folder = tmp_path_factory.mktemp("installation")
    settings = Settings.from_environment(
        {"AUDITAPP_INSTANCE": str(folder), "AUDITAPP_SIGNING_FILE": str(signing_file())}
    )
    app = create_app(settings)
    yield app
    app.extensions["auditapp.database"].engine.dispose()


def printed(app: Flask, case: Case = SMALL, language: Language = Language.ENGLISH) -> SignedReport:
    with app.app_context():
        facts = gallery_facts(case, language)
        content = content_of(facts, language)
        return report_pdf(content, evidence_of(facts, content), photograph)


def elements_of(reader: PdfReader) -> list[tuple[Element, Element]]:
    """The elements of the tag tree, each with its parent, in reading order."""

    def below(parent: Element) -> Iterator[tuple[Element, Element]]:
        kids = parent.get("/K", [])
        for kid in kids if isinstance(kids, list) else [kids]:
            element = kid.get_object()
            if isinstance(element, dict) and "/S" in element:
                yield element, parent
                yield from below(element)

    return list(below(reader.trailer["/Root"]["/StructTreeRoot"]))  # type: ignore[index]  # a dictionary


def heads_of(elements: list[tuple[Element, Element]]) -> set[tuple[str, str]]:
    """Where the headers of tables stand and what they head, in a tree with one title, whole lists and words for pictures."""
    assert [element["/S"] for element, _parent in elements].count("/H1") == 1
    assert {parent["/S"] for element, parent in elements if element["/S"] == "/LI"} == {"/L"}
    assert {element["/S"] for element, parent in elements if parent.get("/S") == "/L"} == {"/LI"}
    assert all(element.get("/Alt") for element, _parent in elements if element["/S"] == "/Figure")
    return {
        (self_of(row["/P"])["/S"], element["/A"]["/Scope"])
        for element, row in elements
        if element["/S"] == "/TH"
    }


def test_the_tag_tree_says_what_is_what(app: Flask) -> None:
    reader = PdfReader(io.BytesIO(printed(app).data))
    elements = elements_of(reader)
    assert [element["/S"] for element, _parent in elements].count("/H2") == 8
    assert heads_of(elements) == {("/THead", "/Column"), ("/TBody", "/Row")}
    links = [
        note.get_object()
        for page in reader.pages
        for note in page.get("/Annots", [])
        if note.get_object()["/Subtype"] == "/Link"
    ]
    assert links
    assert all(link["/F"] == 4 and link["/Contents"] for link in links)


def self_of(reference: Any) -> Any:  # noqa: ANN401 - pypdf's own
    return reference.get_object()


def test_all_that_is_marked_is_tagged_and_the_rest_is_an_artifact(app: Flask) -> None:
    """Running headers and footers are read by nobody who has the page read out."""
    reader = PdfReader(io.BytesIO(printed(app).data))
    reached = {id(element) for element, _parent in elements_of(reader)}
    numbers = reader.trailer["/Root"]["/StructTreeRoot"]["/ParentTree"]["/Nums"]  # type: ignore[index]  # a dictionary
    for position, page in enumerate(reader.pages):
        content = page.get_contents()
        assert content is not None
        owners = self_of(numbers[2 * position + 1])
        marked = {
            int(operands[1]["/MCID"]) for operands, operator in content.operations if operator == b"BDC"
        }
        assert marked == {
            place for place, owner in enumerate(owners) if not isinstance(owner.get_object(), NullObject)
        }
        assert all(id(owners[place].get_object()) in reached for place in marked)


@pytest.mark.parametrize("size,points", [(PageSize.A4, (595, 842)), (PageSize.LETTER, (612, 792))])
def test_it_is_printed_on_the_paper_of_the_reader(
    app: Flask, size: PageSize, points: tuple[int, int]
) -> None:
    reader = PdfReader(io.BytesIO(printed(app, replace(SMALL, page_size=size)).data))
    assert {(round(page.mediabox.width), round(page.mediabox.height)) for page in reader.pages} == {points}


def test_page_one_is_one_page_whatever_it_has_to_say(app: Flask) -> None:
    """Even where everything went wrong, and the store has the longest of names."""
    case = replace(SMALL, questions=40, lost=40, photos=0, knocked_out=True, store="Ђорђе & синови, " * 7)
    for language in (Language.HUNGARIAN, Language.SERBIAN_CYRILLIC):
        pages = PdfReader(
            io.BytesIO(printed(app, replace(case, page_size=PageSize.LETTER), language).data)
        ).pages
        assert len(pages[1].extract_text()) > 1000, language


def test_each_part_stands_on_the_page_that_the_contents_name(app: Flask) -> None:
    reader = PdfReader(io.BytesIO(printed(app, replace(SMALL, questions=40, lost=12)).data))
    texts = [page.extract_text() for page in reader.pages]
    for title in PARTS:
        named = re.search(rf"{title}\s(\d)", texts[1])
        assert named, title
        assert re.search(rf"^{title}$", texts[int(named[1]) - 1], re.MULTILINE), title


def hostile(value: Any, text: str) -> Any:  # noqa: ANN401 - any part of a report's content
    """The same with every text replaced."""
    if isinstance(value, tuple):
        return tuple(hostile(part, text) for part in value)
    if is_dataclass(value) and not isinstance(value, type):
        kept = {"language", "published_at", "id", "direction"}
        return replace(
            value,
            **{f.name: hostile(getattr(value, f.name), text) for f in fields(value) if f.name not in kept},
        )
    return text if isinstance(value, str) else value


def test_no_text_of_a_report_can_inject_or_fetch_anything(app: Flask) -> None:
    """Names, labels, wordings and remarks alike: they are shown as they are, control characters left out."""
    with socket.create_server(("127.0.0.1", 0)) as server, app.app_context():
        server.setblocking(False)  # noqa: FBT003 - the socket's own signature
        url = f"http://127.0.0.1:{server.getsockname()[1]}/"
        text = f'"\'></title></svg><img src="{url}"/><style>*{{background:url({url})}}</style>&x;]]><!--\x00\x0b\ufffe'
        facts = gallery_facts(SMALL, Language.ENGLISH)
        content = content_of(facts, Language.ENGLISH)
        pdf = report_pdf(hostile(content, text), evidence_of(facts, content), photograph)
        with pytest.raises(BlockingIOError):
            server.accept()
    assert pdf.missing == ()
    shown = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf.data)).pages)
    assert f'<img src="{url}"/>' in shown.replace("\n", "")


def test_the_gallery_writes_what_it_was_asked_for(app: Flask, tmp_path: Path) -> None:
    folder = tmp_path / "gallery"
    result = app.test_cli_runner().invoke(
        args=["reports", "gallery", str(folder), "--language", "sk", "--case", "first-visit"]
    )
    assert result.exit_code == 0, result.output
    assert result.output.startswith("first-visit_sk.pdf: 4 pages, ")
    assert [file.name for file in folder.iterdir()] == ["first-visit_sk.pdf"]
