"""Many files as one, written while they are read: ZIP and merged PDF."""

import subprocess
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from PIL import Image
from pypdf import PdfReader

from auditapp.core.archives import zipped
from auditapp.core.pdf import AttachedFile, render
from auditapp.core.pdf_merge import merged

NOON = datetime(2026, 3, 11, 12, tzinfo=UTC)
PIECE = b"x" * 100_000


@cache
def small_pdf(word: str) -> bytes:
    html = (
        f'<html lang="hr"><head><title>{word}</title></head><body><h1>{word}</h1>'
        '<p>To the <a href="#end">end</a> or <a href="https://audits.example/verify">elsewhere</a>.</p>'
        '<h2 id="end" style="break-before: page">Kraj</h2></body></html>'
    )
    data = AttachedFile(name="report.json", data=b"{}")
    return render(html, [], lambda _name: None, identifier=word, made_at=NOON, attachments=[data]).data


def noise() -> bytes:
    """A photo that nothing makes smaller."""
    file = BytesIO()
    Image.effect_noise((640, 480), 90).save(file, "JPEG", quality=90)
    return file.getvalue()


def large_files(count: int) -> Iterator[tuple[str, datetime, Iterator[bytes]]]:
    for number in range(count):
        yield f"{number}.pdf", NOON, (PIECE for _ in range(20))


def peak_of(pieces: Iterator[bytes]) -> int:
    """The most memory that was in use at a time while all of it was read."""
    tracemalloc.start()
    for _piece in pieces:
        pass
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


def test_an_archive_is_never_in_memory_as_a_whole() -> None:
    archive = ZipFile(BytesIO(b"".join(zipped(large_files(3)))))
    assert archive.testzip() is None
    assert [(info.filename, info.file_size, info.date_time) for info in archive.infolist()] == [
        (f"{number}.pdf", 20 * len(PIECE), (2026, 3, 11, 12, 0, 0)) for number in range(3)
    ]
    assert peak_of(zipped(large_files(40))) < 1_000_000


def test_a_merged_file_has_a_bookmark_for_each_part_and_leads_to_the_right_pages(tmp_path: Path) -> None:
    words = ("Győr", "Ниш", "Žilina")
    file = tmp_path / "one.pdf"
    file.write_bytes(b"".join(merged("Proljeće", "hr", ((word, small_pdf(word)) for word in words))))
    reader = PdfReader(file, strict=True)
    assert reader.metadata is not None
    assert reader.metadata.title == "Proljeće"
    assert [page.extract_text().split()[0] for page in reader.pages] == [
        "Győr",
        "Kraj",
        "Ниш",
        "Kraj",
        "Žilina",
        "Kraj",
    ]
    marks = [(str(mark["/Title"]), reader.get_destination_page_number(mark)) for mark in reader.outline]  # type: ignore[arg-type, call-overload]
    assert marks == [("Győr", 0), ("Ниш", 2), ("Žilina", 4)]
    for first in (0, 2, 4):
        inside, outside = (link.get_object() for link in reader.pages[first]["/Annots"])  # type: ignore[attr-defined]
        assert inside["/Dest"][0] == reader.pages[first + 1].indirect_reference
        assert outside["/A"]["/URI"] == "https://audits.example/verify"
    assert reader.attachments == {}
    checked = subprocess.run(["pdftotext", file, "-"], capture_output=True, text=True, check=True)
    assert checked.stderr == ""
    assert checked.stdout.split().count("Kraj") == 3


def test_a_merged_file_is_never_in_memory_as_a_whole() -> None:
    page = (
        '<html lang="hr"><head><title>Photo</title></head><body><img src="photo:1" alt="Photo"></body></html>'
    )
    data = render(page, [], lambda _name: noise(), identifier="photo", made_at=NOON).data

    def parts(count: int) -> Iterator[tuple[str, bytes]]:
        for number in range(count):
            yield f"Store {number}", data

    few, many = (peak_of(merged("All", "en", parts(count))) for count in (3, 23))
    assert len(data) > 200_000
    assert many - few < len(data)


def test_nothing_cannot_be_merged() -> None:
    with pytest.raises(ValueError, match="nothing"):
        list(merged("All", "en", ()))
