"""Many files as one ZIP, written while it is read: never more of it in memory than a piece of one file."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from io import RawIOBase
from zipfile import ZIP_STORED, ZipFile, ZipInfo


def zipped(files: Iterable[tuple[str, datetime, Iterator[bytes]]]) -> Iterator[bytes]:
    """The archive of files, each with its name, time and content in pieces. PDFs are packed already, so nothing is packed.

    Raises what reading a file raises: whoever loads it sees it end before its end.
    """
    sink = _Sink()
    with ZipFile(sink, "w", ZIP_STORED) as archive:
        for name, moment, content in files:
            with archive.open(ZipInfo(name, moment.timetuple()[:6]), "w") as entry:
                for piece in content:
                    entry.write(piece)
                    yield sink.taken()
            yield sink.taken()
    yield sink.taken()


class _Sink(RawIOBase):
    """Where the archive is written to, and taken from at once."""

    def __init__(self) -> None:
        self._written = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]  # bytes are all that comes
        self._written += data
        return len(data)

    def taken(self) -> bytes:
        """What was written since the last time."""
        data, self._written = bytes(self._written), bytearray()
        return data
