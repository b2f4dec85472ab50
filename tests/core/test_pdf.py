"""R3, R5 and house rule 11: a tagged PDF, the same bytes each time, made of nothing but our assets and given photos."""

import gc
import io
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader

from auditapp.core.config import PROJECT_ROOT
from auditapp.core.pdf import AttachedFile, BrokenStylesheet, RenderedPdf, render
from auditapp.core.storage import StorageDown

PUBLISHED = datetime(2026, 3, 14, 18, 30, tzinfo=timezone(timedelta(hours=1)))

LETTERS = {
    "en": "The quick brown fox jumps over the lazy dog, “81.4 %” – fine…",
    "sr-Cyrl": "Љубазни фењерџија чађавог лица хоће да ми покаже штос. Ђ Ж Њ Ћ Џ",
    "sr-Latn": "Fin džip, gluh jež i čvrst konjić dođoše bez moljca, šut. Đ Ž Č Ć Š",
    "hr": "Gojazni đačić s biciklom drži hmelj i finu vatu u džepu nošnje.",
    "hu": "Árvíztűrő tükörfúrógép, ÁRVÍZTŰRŐ TÜKÖRFÚRÓGÉP",
    "sk": "Kŕdeľ šťastných ďatľov učí pri ústí Váhu mĺkveho koňa obhrýzať kôru. Ĺ Ŕ Ľ Ô",
}

STYLE = """
@font-face { font-family: "Audit Sans"; src: url(asset:fonts/audit-sans-regular.ttf) }
@font-face { font-family: "Audit Sans"; font-weight: 600; src: url(asset:fonts/audit-sans-semibold.ttf) }
@font-face { font-family: "Audit Sans"; font-style: italic; src: url(asset:fonts/audit-sans-italic.ttf) }
@page { size: A4; margin: 2cm }
body { font-family: "Audit Sans" }
h1 { font-weight: 600 }
"""


def picture(colour: str = "teal") -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (80, 60), colour).save(file, "JPEG")
    return file.getvalue()


@pytest.fixture
def style(tmp_path: Path) -> Path:
    file = tmp_path / "report.css"
    file.write_text(STYLE, encoding="utf-8")
    return file


def page(body: str, *, head: str = "", lang: str = "hu") -> str:
    return f'<!doctype html><html lang="{lang}"><head><title>Jelentés</title>{head}</head><body>{body}</body></html>'


def made(style: Path, body: str = "<h1>Üdv</h1><p>Jó napot!", **changes: Any) -> RenderedPdf:  # noqa: ANN401 - any of render's
    arguments: dict[str, Any] = {
        "photo": {"1": picture()}.get,
        "identifier": "visit-7-hu-1",
        "made_at": PUBLISHED,
    }
    return render(page(body), [style], **arguments | changes)


def text_of(pdf: RenderedPdf, tmp_path: Path) -> str:
    file = tmp_path / "report.pdf"
    file.write_bytes(pdf.data)
    return subprocess.run(["pdftotext", "-raw", file, "-"], check=True, capture_output=True, text=True).stdout


def read(pdf: RenderedPdf) -> PdfReader:
    return PdfReader(io.BytesIO(pdf.data))


def catalog(pdf: RenderedPdf) -> Any:  # noqa: ANN401 - pypdf's own
    return read(pdf).trailer["/Root"]


@pytest.mark.parametrize("language", LETTERS)
def test_every_letter_can_be_copied_and_searched(style: Path, tmp_path: Path, language: str) -> None:
    sentence = LETTERS[language]
    body = "".join(f'<p lang="{language}">{tag}{sentence}</p>' for tag in ("", "<b>", "<i>"))
    text = " ".join(text_of(made(style, body), tmp_path).split())
    assert text.count(" ".join(sentence.split())) == 3


def test_only_our_fonts_are_embedded(style: Path) -> None:
    pdf = made(
        style, "".join(f"<p>{sentence}<b>{sentence}</b><i>{sentence}</i>" for sentence in LETTERS.values())
    )
    fonts = read(pdf).pages[0]["/Resources"]["/Font"].values()  # type: ignore[index]
    names = {re.sub(r"^/[A-Z]{6}\+", "", font.get_object()["/BaseFont"]) for font in fonts}
    assert {name.split("-")[0] for name in names} == {"Audit"}, names


def tags_of(pdf: RenderedPdf) -> Iterator[tuple[str, str | None]]:
    """The tag tree's elements with their alternative texts, in reading order."""
    waiting = [catalog(pdf)["/StructTreeRoot"]]
    while waiting:
        element = waiting.pop(0).get_object()
        if isinstance(element, dict):
            if "/S" in element:
                yield element["/S"], element.get("/Alt")
            kids = element.get("/K", [])
            waiting = [*(kids if isinstance(kids, list) else [kids]), *waiting]
            waiting = [kid for kid in waiting if not isinstance(kid, int)]


def test_the_document_is_tagged_named_and_in_a_language(style: Path) -> None:
    pdf = made(style, "<h1>Üdv</h1><img src='photo:1' alt='A bejárat'><h2>Tennivalók</h2>")
    root = catalog(pdf)
    assert root["/Lang"] == "hu"
    assert root["/MarkInfo"]["/Marked"]
    assert b'pdfuaid:part="1"' in root["/Metadata"].get_data()
    tags = list(tags_of(pdf))
    assert [tag for tag, _ in tags if tag in {"/H1", "/Figure", "/H2"}] == ["/H1", "/Figure", "/H2"]
    assert ("/Figure", "A bejárat") in tags
    assert [str(bookmark["/Title"]) for bookmark in read(pdf).outline if isinstance(bookmark, dict)] == [
        "Üdv"
    ]
    information = read(pdf).metadata
    assert information is not None
    assert information.title == "Jelentés"
    assert information.creation_date == information.modification_date == PUBLISHED


def test_files_are_carried_inside(style: Path) -> None:
    file = AttachedFile(name="visit.json", data='{"üzlet": 7}'.encode(), description="The visit")
    pdf = made(style, attachments=[file])
    assert read(pdf).attachments == {"visit.json": ['{"üzlet": 7}'.encode()]}


def test_the_same_report_has_the_same_bytes(style: Path) -> None:
    body = "<h1>Üdv</h1><img src='photo:1' alt=''><svg viewBox='0 0 9 9'><circle r='4' fill='url(#g)'/></svg>"
    files = [AttachedFile(name="visit.json", data=b"{}")]
    first = made(style, body, attachments=files)
    assert made(style, body, attachments=files).data == first.data
    assert made(style, body, attachments=files, identifier="visit-8-hu-1").data != first.data
    assert made(style, body, attachments=files, made_at=PUBLISHED + timedelta(seconds=1)).data != first.data


RENDER = """
import hashlib, sys
from datetime import datetime, UTC
from pathlib import Path
from auditapp.core.pdf import AttachedFile, render
html = "<!doctype html><html lang=sr><title>t</title><body>" + "".join(
    f"<h2 id=a{n}>ђ {n}</h2><p>č <b>ő</b> <i>ž</i> <a href=#a{n}>→</a>" for n in range(40))
pdf = render(html, [Path(sys.argv[1])], lambda name: None, identifier="a", made_at=datetime(2026, 3, 1, tzinfo=UTC),
             attachments=[AttachedFile(name="a.json", data=b"{}")])
print(hashlib.sha256(pdf.data).hexdigest())
"""


def test_any_worker_makes_the_same_bytes(style: Path) -> None:
    """Another process, another order of sets, another time zone, another language of the machine."""
    machines = (
        {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C.UTF-8"},
        {"PYTHONHASHSEED": "2", "TZ": "Europe/Belgrade", "LC_ALL": "C"},
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", RENDER, style],
            check=True,
            capture_output=True,
            cwd=PROJECT_ROOT,
            env=os.environ | machine,
        ).stdout
        for machine in machines
    }
    assert len(digests) == 1


def test_threads_do_not_disturb_each_other(style: Path) -> None:
    with ThreadPoolExecutor(4) as threads:
        pdfs = list(threads.map(lambda _: made(style).data, range(8)))
    assert set(pdfs) == {made(style).data}


def test_garbage_is_collected_again_afterwards(style: Path) -> None:
    made(style)
    assert gc.isenabled()


def test_a_missing_photo_leaves_a_visible_gap_and_is_told(style: Path) -> None:
    body = "<img src='photo:1' alt=''><img src='photo:2' alt='Receipt'><img src='photo:2' alt='Receipt'>"
    pdf = made(style, body)
    assert pdf.missing == ("photo:2",)
    gap, whole = made(style, "<img src='photo:2' alt=''>"), made(style, "")
    assert drawn(gap) != drawn(whole)


def drawn(pdf: RenderedPdf) -> bytes:
    """The first page as pixels."""
    command = ["pdftoppm", "-r", "30", "-f", "1", "-singlefile", "-"]
    return subprocess.run(command, check=True, capture_output=True, input=pdf.data).stdout


def test_a_photo_that_cannot_be_read_now_ends_the_rendering(style: Path) -> None:
    def down(_name: str) -> bytes | None:
        raise StorageDown

    for body in ("<img src='photo:1'>", "<svg><image href='photo:1' width='9' height='9'/></svg>"):
        with pytest.raises(StorageDown):
            made(style, body, photo=down)


def test_icons_are_assets(style: Path) -> None:
    assert made(style, "<img src='asset:icons/mark.svg' alt=''>").missing == ()


def test_a_changed_stylesheet_is_read_again(style: Path, tmp_path: Path) -> None:
    assert made(style, "<p>seen").pages == 1
    style.write_text(STYLE + "p { break-before: page }", encoding="utf-8")
    os.utime(style, (1, 1))
    assert made(style, "<h1>Üdv</h1><p>seen").pages == 2
    assert "seen" in text_of(made(style, "<h1>Üdv</h1><p>seen"), tmp_path)


@pytest.mark.parametrize(
    "rule",
    [
        "@font-face { font-family: X; src: url(asset:fonts/missing.ttf) }",
        "@font-face { font-family: X; src: url(http://127.0.0.1:9/x.ttf) }",
        "@font-face { font-family: X; src: url(photo:1) }",
        "@import url(file:///etc/hostname);",
    ],
)
def test_our_own_stylesheets_ask_for_assets_only(style: Path, rule: str) -> None:
    style.write_text(rule + STYLE, encoding="utf-8")
    with pytest.raises(BrokenStylesheet, match=r"report\.css"):
        made(style)


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """A server on loopback that nobody may call."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)  # noqa: FBT003 - the socket's own signature
        yield server


ATTEMPTS = {
    "image": "<img src='{url}'>",
    "style attribute": "<p style='background: url({url})'>x",
    "list": "<ul style='list-style-image: url({url})'><li>x",
    "content": "<style>p::before {{ content: url({url}) }}</style><p>x",
    "import": "<style>@import url({url});</style>",
    "import string": "<style>@import '{url}';</style>",
    "font": "<style>@font-face {{ font-family: Z; src: url({url}) }} p {{ font-family: Z }}</style><p>x",
    "border": "<p style='border: 9px solid; border-image: url({url}) 9'>x",
    "page": "<style>@page {{ background: url({url}) }}</style>",
    "link": "<link rel='stylesheet' href='{url}'>",
    "attachment": "<link rel='attachment' href='{url}'>",
    "attached anchor": "<a rel='attachment' href='{url}'>x</a>",
    "object": "<object data='{url}'></object>",
    "embed": "<embed src='{url}'>",
    "svg image": "<svg viewBox='0 0 9 9'><image href='{url}' width='9' height='9'/></svg>",
    "svg use": "<svg viewBox='0 0 9 9'><use href='{url}#a'/></svg>",
    "svg style": "<svg viewBox='0 0 9 9'><style>@import url({url});</style><rect width='9' height='9'/></svg>",
    "svg fill": "<svg viewBox='0 0 9 9'><rect width='9' height='9' fill='url({url}#a)'/></svg>",
    "svg photo": "<img src='photo:evil'>",
    "base": "<base href='{url}'><img src='other.png'>",
    "input": "<input type='image' src='{url}'>",
    "script": "<script src='{url}'></script>",
    "frame": "<iframe src='{url}'></iframe>",
    "entity": "<img src='photo:entity'>",
}
EVIL = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><image href='{url}' width='9' height='9'/></svg>"
ENTITY = "<!DOCTYPE svg [<!ENTITY x SYSTEM '{url}'>]><svg xmlns='http://www.w3.org/2000/svg'><text>&x;</text></svg>"


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("attempt", ATTEMPTS)
@pytest.mark.parametrize("scheme", ["http", "file", "data", "asset", "ftp"])
def test_nothing_else_can_be_reached(
    style: Path, tmp_path: Path, listener: socket.socket, attempt: str, scheme: str
) -> None:
    secret = tmp_path / "secret.svg"
    secret.write_text(
        "<svg xmlns='http://www.w3.org/2000/svg'><text y='9'>TOP-SECRET</text></svg>", encoding="utf-8"
    )
    port = listener.getsockname()[1]
    url = {
        "http": f"http://127.0.0.1:{port}/x.svg",
        "ftp": f"ftp://127.0.0.1:{port}/x.svg",
        "file": secret.as_uri(),
        "data": "data:image/svg+xml,TOP-SECRET",
        "asset": f"asset:fonts/../../../../../../../..{secret}",
    }[scheme]
    photos = {"evil": EVIL.format(url=url).encode(), "entity": ENTITY.format(url=url).encode()}
    pdf = made(style, ATTEMPTS[attempt].format(url=url), photo=photos.get)
    with pytest.raises(BlockingIOError):
        listener.accept()
    assert read(pdf).attachments == {}
    assert "TOP-SECRET" not in text_of(pdf, tmp_path)


@pytest.mark.parametrize(
    "attempt", ["image", "content", "import", "font", "link", "attachment", "object", "svg image"]
)
def test_what_was_refused_is_told(style: Path, attempt: str) -> None:
    url = "http://127.0.0.1:9/x.svg"
    assert made(style, ATTEMPTS[attempt].format(url=url)).missing == (url,)


@pytest.mark.parametrize(
    "name",
    [
        "../js/app.js",
        "fonts/../../pyproject.toml",
        "/etc/hostname",
        "fonts/",
        "fonts",
        "js/app.js",
        "FONTS/OFL.txt",
    ],
)
def test_an_asset_is_one_of_a_list(style: Path, name: str) -> None:
    assert made(style, f"<img src='asset:{name}' alt=''>").missing == (f"asset:{name}",)
