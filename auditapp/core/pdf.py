"""HTML and CSS to tagged PDF with WeasyPrint, which here can reach our own assets and the caller's photos, nothing else."""

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, lru_cache, partial
from pathlib import Path
from threading import Lock
from typing import TypeAlias, TypeVar
from xml.etree import ElementTree as ET

import pydyf
from cssselect2 import ElementWrapper
from weasyprint import CSS, HTML, Attachment
from weasyprint.document import Document
from weasyprint.formatting_structure.boxes import TextBox
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse, URLFetchingError

from auditapp.core.config import PROJECT_ROOT
from auditapp.core.pdf_signature import SignaturePlace, Signs
from auditapp.core.pdf_signs import drawable
from auditapp.core.pdf_speed import take_short_ways
from auditapp.core.pdf_strokes import rewrite
from auditapp.core.pdf_tags import complete_tags
from auditapp.core.pdf_writing import write_pdf
from auditapp.domain.paper import PageSize

ASSET_FOLDERS = ("fonts", "icons")

_T = TypeVar("_T")

FetchPhoto: TypeAlias = Callable[[str], bytes | None]
"""From what follows `photo:` to a picture; None where there is none. What it raises ends the rendering."""

_NO_PICTURE = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="640" height="480" viewBox="0 0 640 480">'
    b'<rect x="4" y="4" width="632" height="472" fill="#eee" stroke="#888" stroke-width="8"/>'
    b'<path d="M4 4 636 476M636 4 4 476" stroke="#888" stroke-width="8"/></svg>'
)

take_short_ways()

_one_at_a_time = Lock()  # Pango's font map, which all renderings share, is not made for threads


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachedFile:
    """A file carried inside the PDF. `relationship` is one of ISO 32000-2, 7.11.3."""

    name: str
    data: bytes
    description: str = ""
    relationship: str = "Data"


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedPdf:
    """A PDF, and the addresses in it that could not be had: photos are missing, anything else was refused."""

    data: bytes
    pages: int
    missing: tuple[str, ...]


class BrokenStylesheet(Exception):  # noqa: N818 - it is the stylesheet that is broken
    """A stylesheet of ours asks for something that is no asset."""


def render(  # noqa: PLR0913 - all about one file, and by name
    html: str,
    stylesheets: Sequence[Path],
    photo: FetchPhoto,
    *,
    identifier: str,
    made_at: datetime,
    attachments: Sequence[AttachedFile] = (),
    page_size: PageSize = PageSize.A4,
    variant: str = "pdf/ua-1",
    signer: Signs | None = None,
) -> RenderedPdf:
    """Draw a whole HTML document as PDF. The same arguments give the same bytes (R5).

    Pictures and fonts have addresses of two kinds: `asset:fonts/NAME` or `asset:icons/NAME` (files of the static
    folder) and `photo:ID`. Title, language and authors are those of the document; `identifier` names the file for
    ever, `made_at` stands for all times in it. With `signer` the whole file is signed. Raises what `photo` raises, and BrokenStylesheet.
    """
    fetcher = _Fetcher(photo)
    write = partial(
        _written,
        identifier=identifier,
        made_at=made_at,
        attachments=attachments,
        variant=variant,
        signer=signer,
    )
    with _one_at_a_time, _without_collection():
        styles = [
            _paper(page_size),
            *(_stylesheet(path, path.stat().st_mtime_ns) for path in stylesheets),
        ]
        return _drawn(_Page(drawable(html), fetcher), styles, fetcher, write, variant)


def _drawn(
    page: "_Page",
    styles: Sequence[CSS],
    fetcher: "_Fetcher",
    write: Callable[[Document], bytes],
    variant: str,
) -> RenderedPdf:
    """All that is made on the way ends with this frame, so that it can be collected at once."""
    document = _complete(
        fetcher, lambda: page.render(font_config=_fonts(), stylesheets=styles, pdf_variant=variant)
    )
    _write_page_numbers(document)
    data = _complete(fetcher, lambda: write(document))
    return RenderedPdf(data=data, pages=len(document.pages), missing=tuple(dict.fromkeys(fetcher.missing)))


def _write_page_numbers(document: Document) -> None:
    """In links of the class `page-of`, the page that they lead to. CSS could, but would lay a whole page out again."""
    pages = {name: number for number, page in enumerate(document.pages, start=1) for name in page.anchors}
    for page in document.pages:
        for _kind, target, _rectangle, link in page.links:
            for box in link.descendants():
                if isinstance(box, TextBox) and box.element.get("class") == "page-of":
                    rewrite(box, str(pages[target]))


def _written(
    document: Document,
    *,
    identifier: str,
    made_at: datetime,
    attachments: Sequence[AttachedFile],
    variant: str,
    signer: Signs | None,
) -> bytes:
    moment = made_at.astimezone(UTC)
    document.metadata.created = document.metadata.modified = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    places: list[SignaturePlace] = []

    def finish(_document: Document, pdf: pydyf.PDF) -> None:
        complete_tags(pdf)
        _associate(pdf, attachments)
        if signer is not None:
            places.append(SignaturePlace(pdf, signer, made_at))
        pdf.write = lambda output, version, _identifier, _compress: write_pdf(
            pdf, output, version, identifier.encode()
        )

    data: bytes = document.write_pdf(
        finisher=finish,
        pdf_variant=variant,
        attachments=[_attachment(file, moment) for file in attachments],
    )
    return places[0].filled(data) if places else data


def _attachment(file: AttachedFile, moment: datetime) -> Attachment:
    return Attachment(
        string=file.data,
        name=file.name,
        description=file.description,
        relationship=file.relationship,
        created=moment,
        modified=moment,
    )


def _associate(pdf: pydyf.PDF, attachments: Sequence[AttachedFile]) -> None:
    """Say what the attached files are to the document; WeasyPrint does it by itself for PDF/A-3 only."""
    if not attachments or "AF" in pdf.catalog:
        return
    named = [
        part for part in pdf.objects if isinstance(part, pydyf.Dictionary) and part.get("Type") == "/Filespec"
    ]
    for specification, file in zip(named, attachments, strict=True):
        specification["AFRelationship"] = f"/{file.relationship}"
    pdf.catalog["AF"] = pydyf.Array([specification.reference for specification in named])


class _Page(HTML):  # type: ignore[misc]  # WeasyPrint has no types
    """A document. What is well-formed XML, as our templates are, is read as that, and by elements.css: several times

    as fast as what might be any HTML.
    """

    def __init__(self, text: str, fetcher: "_Fetcher") -> None:
        try:
            root = ET.fromstring(text)  # noqa: S314 - our templates escape what they show, and declare no entities
        except ET.ParseError:
            super().__init__(string=text, url_fetcher=fetcher)
            return
        self.base_url, self.url_fetcher, self.media_type = None, fetcher, "print"
        self.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element
        self._ua_stylesheets = lambda _forms=False: [_elements()]


class _Fetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """All that a document can reach. It never opens an address, it only looks names up."""

    def __init__(self, photo: FetchPhoto, *, strict: bool = False) -> None:
        super().__init__(allowed_protocols=(), fail_on_errors=strict)
        self.missing: list[str] = []
        self.failure: Exception | None = None
        self._photo = photo

    def fetch(self, url: str, _headers: object = None) -> URLFetcherResponse:
        scheme, _, name = url.partition(":")
        if scheme == "photo":
            return self._picture(url, name)
        path = _assets().get(name) if scheme == "asset" else None
        if path is None:
            self.missing.append(url)
            raise ValueError("not one of our addresses")
        return URLFetcherResponse(url, path.read_bytes())

    def _picture(self, url: str, name: str) -> URLFetcherResponse:
        try:
            picture = self._photo(name)
        except Exception as failure:
            self.failure = failure
            raise FatalURLFetchingError(url) from failure
        if picture is None:
            self.missing.append(url)
        return URLFetcherResponse(url, _NO_PICTURE if picture is None else picture)


def _complete(fetcher: _Fetcher, draw: Callable[[], _T]) -> _T:
    """Draw; but what went wrong while fetching a photo is raised as itself, and not drawn around."""
    try:
        drawn = _deep(draw)
    except FatalURLFetchingError as fatal:
        raise fetcher.failure or fatal from None
    except URLFetchingError as refused:  # by a rule that WeasyPrint cannot do without, such as @color-profile
        raise BrokenStylesheet(str(refused)) from refused
    if fetcher.failure is not None:
        raise fetcher.failure
    return drawn


@cache
def _assets() -> dict[str, Path]:
    """Every file that may be asked for, by its name: no path is ever made of what a document says."""
    folders = [PROJECT_ROOT / "static" / folder for folder in ASSET_FOLDERS]
    return {
        f"{folder.name}/{path.name}": path
        for folder in folders
        for path in folder.iterdir()
        if path.is_file()
    }


@cache
def _fonts() -> FontConfiguration:
    """One for all renderings: each new one would leak its fonts."""
    return FontConfiguration()


@cache
def _elements() -> CSS:
    return CSS(filename=PROJECT_ROOT / "templates" / "reports" / "elements.css")


@cache
def _paper(size: PageSize) -> CSS:
    return CSS(string=f"@page {{ size: {size} }}")


@lru_cache(maxsize=16)
def _stylesheet(path: Path, _changed_at: int) -> CSS:
    """Parsed once, and again when the file changed. Its fonts are loaded for good."""

    def no_photo(_name: str) -> bytes | None:
        raise BrokenStylesheet(path.name)

    try:
        return CSS(
            string=path.read_text(encoding="utf-8"),
            font_config=_fonts(),
            url_fetcher=_Fetcher(no_photo, strict=True),
        )
    except FatalURLFetchingError as error:
        raise BrokenStylesheet(f"{path.name}: {error}") from error


@contextmanager
def _without_collection() -> Iterator[None]:
    """No search for garbage in the middle of a rendering, whose boxes all live until its end anyway.

    Afterwards all of it is young, and the cheapest collection finds it. Left to itself it would come while some of
    it is still in use, and the rest would grow old with that.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.collect(0)
        if was_enabled:
            gc.enable()


def _deep(draw: Callable[[], _T]) -> _T:
    return draw()


# CPython keeps frames in chunks of memory, and a rendering that goes up and down across the end of a chunk asks for
# and gives back that memory each time: a third more work, depending on how deep the caller happens to stand. A frame
# that claims to be large starts a chunk in which the whole rendering fits.
_deep.__code__ = _deep.__code__.replace(co_stacksize=70_000)
