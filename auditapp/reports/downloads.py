"""Files of reports as answers, read from the storage while they are sent."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from urllib.parse import quote

from flask import Response, current_app

from auditapp.core.archives import zipped
from auditapp.core.filenames import in_plain_letters
from auditapp.core.pdf_merge import merged
from auditapp.core.storage import Storage, StorageMissing
from auditapp.domain.language import Language
from auditapp.reports.models import ReportFile
from auditapp.reports.naming import FiledReport

MISSING = "MISSING.txt"


def storage() -> Storage:
    """The storage of the running app."""
    found: Storage = current_app.extensions["auditapp.storage"]
    return found


def report_download(file: ReportFile, name: str) -> Response:
    """One report. Raises StorageMissing."""
    response = attachment(storage().stream(file.storage_key), name, "application/pdf")
    response.content_length = file.size
    return response


def zip_download(reports: Sequence[FiledReport], name: str) -> Response:
    """Several reports as ZIP; those whose file was lost are named in it."""
    return attachment(zipped(_files(storage(), reports)), name, "application/zip")


def merged_download(reports: Sequence[FiledReport], title: str, language: Language, name: str) -> Response:
    """Several reports as one PDF."""
    parts = _parts(storage(), reports)
    return attachment(merged(title, language.value, parts), name, "application/pdf")


def _files(store: Storage, reports: Iterable[FiledReport]) -> Iterator[tuple[str, datetime, Iterator[bytes]]]:
    missing: list[FiledReport] = []
    for report in reports:
        try:
            pieces = store.stream(report.storage_key)
        except StorageMissing:
            missing.append(report)
        else:
            yield report.name, report.published_at, pieces
    if missing:
        names = (f"{report.name}\r\n".encode() for report in missing)
        yield MISSING, missing[0].published_at, names


def _parts(store: Storage, reports: Iterable[FiledReport]) -> Iterator[tuple[str, bytes]]:
    for report in reports:
        try:
            yield report.words, store.get(report.storage_key)
        except StorageMissing:
            continue


def attachment(pieces: Iterator[bytes], name: str, kind: str) -> Response:
    """A file to be kept, by its name in its own letters and, for programs that know no others, in plain ones."""
    response = Response(pieces, mimetype=kind)
    plain = in_plain_letters(name)
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    )
    return response
