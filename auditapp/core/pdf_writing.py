"""Writing a drawn PDF down: what pydyf does, but each object is put into bytes once, and compressed no harder than it pays.

pydyf does it twice where a file has an identifier, at the highest level: a fifth of a report's whole time for one per
cent of its size.
"""

import hashlib
import zlib
from collections.abc import Iterable, Iterator
from typing import BinaryIO

import pydyf

LEVEL = 6
_FREE = "f"


def write_pdf(pdf: pydyf.PDF, output: BinaryIO, version: str, identifier: bytes) -> None:
    """Write the whole file: objects, object stream, cross-reference stream (ISO 32000-1, 7.5.7 and 7.5.8).

    `identifier` stays with the document for ever; the second half of /ID is drawn from the content.
    """
    pdf.add_object(pdf.info)
    places: dict[int, tuple[int, int, int]] = {0: (0, 0, 65535)}
    written = hashlib.sha256()

    def put(content: bytes) -> int:
        place = output.tell()
        output.write(content)
        written.update(content)
        return place

    put(f"%PDF-{version}\n".encode() + b"%\xe2\xe3\xcf\xd3\n")
    used = [found for found in pdf.objects if found.free != _FREE]
    for found in used:
        if not found.compressible:
            found.offset = put(_compressed(found).indirect + b"\n")
            places[found.number] = (1, found.offset, 0)
    container = _container(pdf, [found for found in used if found.compressible], places)
    places[container.number] = (1, put(_compressed(container).indirect + b"\n"), 0)
    start = output.tell()
    put(_cross_references(pdf, places, start, (identifier, written.hexdigest()[:32].encode())))
    output.write(f"\nstartxref\n{start}\n%%EOF\n".encode())


def _compressed(found: pydyf.Object) -> pydyf.Object:
    """A stream that is to be compressed, compressed; anything else as it is."""
    if isinstance(found, pydyf.Stream) and found.compress:
        content = b"\n".join(pydyf._to_bytes(part) for part in found.stream)  # noqa: SLF001 - it knows how a number is written
        found.stream, found.compress = [zlib.compress(content, LEVEL)], False
        found.extra["Filter"] = "/FlateDecode"
    return found


def _container(
    pdf: pydyf.PDF, inside: list[pydyf.Object], places: dict[int, tuple[int, int, int]]
) -> pydyf.Stream:
    """The object stream that holds what need not lie open in the file."""
    written = [found.data for found in inside]
    starts = _starts(written)
    head = " ".join(f"{found.number} {start}" for found, start in zip(inside, starts, strict=True)).encode()
    extra = {"Type": "/ObjStm", "N": len(inside), "First": len(head) + 1}
    container = pydyf.Stream([head, *written], extra, compress=True)
    pdf.add_object(container)
    places.update({found.number: (2, container.number, place) for place, found in enumerate(inside)})
    return container


def _starts(written: Iterable[bytes]) -> Iterator[int]:
    position = 0
    for content in written:
        yield position
        position += len(content) + 1


def _cross_references(
    pdf: pydyf.PDF, places: dict[int, tuple[int, int, int]], start: int, identifiers: tuple[bytes, bytes]
) -> bytes:
    """Where each object stands: its kind, its offset or container, its generation or place in there."""
    last = len(pdf.objects)
    places[last] = (1, start, 0)
    rows = (places.get(number, (0, 0, 65535)) for number in range(last + 1))
    content = b"".join(
        kind.to_bytes(1, "big") + where.to_bytes(4, "big") + rank.to_bytes(2, "big")
        for kind, where, rank in rows
    )
    extra = {
        "Type": "/XRef",
        "W": pydyf.Array([1, 4, 2]),
        "Size": last + 1,
        "Root": pdf.catalog.reference,
        "Info": pdf.info.reference,
        "ID": pydyf.Array([pydyf.String(part).data for part in identifiers]),
    }
    table = pydyf.Stream([content], extra, compress=True)
    pdf.add_object(table)
    content_of_table: bytes = _compressed(table).indirect
    return content_of_table
