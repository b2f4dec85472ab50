"""Many PDFs as one with a bookmark for each, written while it is read.

In memory are one of them, and eight bytes for each object that was written. What proves a file and holds its parts
together stays behind: signature, attached data and tags belong to the single file.
"""

from array import array
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from typing import cast

from pypdf import PdfReader
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    EncodedStreamObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    PdfObject,
    StreamObject,
    TextStringObject,
)

_HEAD = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
_CATALOG, _PAGES, _OUTLINES, _INFO = range(1, 5)
_LEFT_BEHIND = frozenset({"/Parent", "/StructParents", "/StructParent", "/AF", "/Metadata", "/PieceInfo"})


def merged(title: str, language: str, files: Iterable[tuple[str, bytes]]) -> Iterator[bytes]:
    """One PDF of several, each with the words of its bookmark, in pieces. Raises ValueError where there is none."""
    writer = _Writer()
    yield _HEAD
    for words, data in files:
        with PdfReader(
            BytesIO(data)
        ) as reader:  # whose objects hold each other, and would not go by themselves
            yield from writer.part(words, reader)
    yield from writer.end(title, language)


class _Writer:
    """Knows what was written and where."""

    def __init__(self) -> None:
        self._offsets = array("Q", [0] * (_INFO + 1))
        self._position = len(_HEAD)
        self._nodes = array("Q")
        self._pages = 0
        self._bookmarks = array("Q")
        self._waiting: DictionaryObject | None = None

    def part(self, words: str, reader: PdfReader) -> Iterator[bytes]:
        """Write a whole file: its pages under a node of their own, then its bookmark."""
        part, node = _Part(self, reader), self.number()
        kids = [part.page_number(page) for page in range(len(reader.pages))]
        yield from part.written(node)
        yield self.written(node, _pages(kids, len(kids), _PAGES))
        self._nodes.append(node)
        self._pages += len(kids)
        yield from self._bookmark(words, kids[0])

    def end(self, title: str, language: str) -> Iterator[bytes]:
        """Write what holds the parts together."""
        if not self._nodes:
            raise ValueError("nothing to merge")
        yield from self._last_bookmark()
        yield self.written(_PAGES, _pages(self._nodes, self._pages))
        outlines: dict[str, PdfObject] = {
            "/Type": NameObject("/Outlines"),
            "/Count": NumberObject(len(self._bookmarks)),
        }
        outlines |= {"/First": _reference(self._bookmarks[0]), "/Last": _reference(self._bookmarks[-1])}
        yield self.written(_OUTLINES, _dictionary(outlines))
        yield self.written(_INFO, _dictionary({"/Title": TextStringObject(title)}))
        yield self.written(_CATALOG, _catalog(language))
        yield from self._table()

    def number(self) -> int:
        """A number for an object that will be written."""
        self._offsets.append(0)
        return len(self._offsets) - 1

    def written(self, number: int, value: PdfObject) -> bytes:
        """An object as it stands in the file."""
        self._offsets[number] = self._position
        stream = BytesIO()
        stream.write(b"%d 0 obj\n" % number)
        value.write_to_stream(stream)
        stream.write(b"\nendobj\n")
        self._position += stream.tell()
        return stream.getvalue()

    def _bookmark(self, words: str, page: int) -> Iterator[bytes]:
        """A bookmark names the next one, so it is written when that is known."""
        number = self.number()
        if self._waiting is not None:
            self._waiting[NameObject("/Next")] = _reference(number)
            yield from self._last_bookmark()
        place = ArrayObject([_reference(page), NameObject("/Fit")])
        item = {"/Title": TextStringObject(words), "/Parent": _reference(_OUTLINES), "/Dest": place}
        if self._bookmarks:
            item["/Prev"] = _reference(self._bookmarks[-1])
        self._bookmarks.append(number)
        self._waiting = _dictionary(item)

    def _last_bookmark(self) -> Iterator[bytes]:
        if self._waiting is not None:
            # Called before the next one gets its number into the list, and at the end: the last of the list.
            yield self.written(self._bookmarks[-1], self._waiting)

    def _table(self) -> Iterator[bytes]:
        start, size = self._position, len(self._offsets)
        yield b"xref\n0 %d\n0000000000 65535 f \n" % size
        for first in range(1, size, 1000):
            yield b"".join(b"%010d 00000 n \n" % offset for offset in self._offsets[first : first + 1000])
        yield b"trailer\n<</Size %d/Root %d 0 R/Info %d 0 R>>\n" % (size, _CATALOG, _INFO)
        yield b"startxref\n%d\n%%%%EOF\n" % start


class _Part:
    """One file on its way into the other: which numbers its objects get there."""

    def __init__(self, writer: _Writer, reader: PdfReader) -> None:
        self._writer, self._reader = writer, reader
        self._numbers: dict[int, int] = {}
        self._to_write: list[int] = []
        self._names = reader.named_destinations

    def page_number(self, index: int) -> int:
        """The number that a page gets."""
        reference = self._reader.pages[index].indirect_reference
        assert reference is not None  # noqa: S101 - every page of a file that was read has one
        return self._number_of(reference)

    def written(self, node: int) -> Iterator[bytes]:
        """Everything that the pages need, the pages themselves first."""
        done = 0
        while done < len(self._to_write):
            old = self._to_write[done]
            done += 1
            value = self._reader.get_object(IndirectObject(old, 0, self._reader))
            yield self._writer.written(self._numbers[old], self._whole(value, node))

    def _whole(self, value: PdfObject | None, node: int) -> PdfObject:
        """A page gets another parent, and keeps of its annotations the links."""
        if not isinstance(value, DictionaryObject) or value.get("/Type") != "/Page":
            return self._copied(value)
        links = [
            self._link(found)
            for found in (each.get_object() for each in cast("ArrayObject", value.get("/Annots", ())))
            if found["/Subtype"] == "/Link"
        ]
        rest = {key: part for key, part in value.items() if key not in {"/Annots", "/Tabs"}}
        page = cast("DictionaryObject", self._copied(_dictionary(rest)))
        page[NameObject("/Parent")] = _reference(node)
        page[NameObject("/Annots")] = ArrayObject(links)
        return page

    def _link(self, link: DictionaryObject) -> PdfObject:
        """Names of places may be the same in another file, so a link gets its place itself."""
        place = self._names.get(str(link.get("/Dest")))
        if place is not None:
            link = DictionaryObject(link)
            link[NameObject("/Dest")] = place.dest_array
        return self._copied(link)

    def _copied(self, value: PdfObject | None) -> PdfObject:
        """The same with the new numbers."""
        if isinstance(value, IndirectObject):
            return _reference(self._number_of(value))
        if isinstance(value, ArrayObject):
            return ArrayObject([self._copied(item) for item in list.__iter__(value)])
        if not isinstance(value, DictionaryObject):
            return NullObject() if value is None else value  # nought is a value, too
        copy = EncodedStreamObject() if isinstance(value, StreamObject) else DictionaryObject()
        copy.update({key: self._copied(part) for key, part in value.items() if key not in _LEFT_BEHIND})
        if isinstance(value, StreamObject) and isinstance(copy, StreamObject):
            copy._data = value._data  # noqa: SLF001 - packed as it is; there is no public way without unpacking
        return copy

    def _number_of(self, reference: IndirectObject) -> int:
        if reference.idnum not in self._numbers:
            self._numbers[reference.idnum] = self._writer.number()
            self._to_write.append(reference.idnum)
        return self._numbers[reference.idnum]


def _reference(number: int) -> IndirectObject:
    return IndirectObject(number, 0, None)


def _dictionary(parts: Mapping[str, PdfObject]) -> DictionaryObject:
    return DictionaryObject({NameObject(key): value for key, value in parts.items()})


def _pages(kids: Iterable[int], count: int, parent: int | None = None) -> DictionaryObject:
    node: dict[str, PdfObject] = {
        "/Type": NameObject("/Pages"),
        "/Kids": ArrayObject([_reference(kid) for kid in kids]),
        "/Count": NumberObject(count),
    }
    if parent is not None:
        node["/Parent"] = _reference(parent)
    return _dictionary(node)


def _catalog(language: str) -> DictionaryObject:
    return _dictionary(
        {
            "/Type": NameObject("/Catalog"),
            "/Pages": _reference(_PAGES),
            "/Outlines": _reference(_OUTLINES),
            "/PageMode": NameObject("/UseOutlines"),
            "/Lang": TextStringObject(language),
            "/ViewerPreferences": _dictionary({"/DisplayDocTitle": BooleanObject(value=True)}),
        }
    )
