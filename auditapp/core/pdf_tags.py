"""What a tagged PDF needs besides what WeasyPrint writes (PDF/UA-1, ISO 14289-1), done on the drawn document.

Header cells say what they head; running headers and footers, and drawings without a text of their own, are artifacts;
links are printed.
"""

from collections.abc import Iterator

import pydyf

_PRINTED = 4
_FREE = "f"


def complete_tags(pdf: pydyf.PDF) -> None:
    """Mend the tags of a document that is drawn and not yet written."""
    tree = _Tree(pdf)
    tree.let_decoration_go()
    tree.name_what_headers_head()
    tree.make_artifacts()
    for found in pdf.objects:
        if isinstance(found, pydyf.Dictionary) and found.get("Subtype") == "/Link":
            found["F"] = _PRINTED


class _Tree:
    """The tag tree, and the content of the pages that it refers to."""

    def __init__(self, pdf: pydyf.PDF) -> None:
        self.pdf = pdf
        root = self._at(pdf.catalog["StructTreeRoot"])
        self.document = self._at(root["K"][0])
        self.owners = self._at(root["ParentTree"])["Nums"]
        self.elements = list(self._elements(self.document))

    def let_decoration_go(self) -> None:
        """A figure that has no alternative text says nothing that the words beside it do not say."""
        mute = [pair for pair in self.elements if pair[0]["S"] == "/Figure" and "Alt" not in pair[0]]
        for element, parent in mute:
            parent["K"].remove(element.reference)
        if mute:
            self.elements = list(self._elements(self.document))

    def name_what_headers_head(self) -> None:
        """/Scope: cells of a table's head are headers of columns, those in its body of rows."""
        for element, row in self.elements:
            if element["S"] == "/TH":
                head = self._at(row["P"])["S"] == "/THead"
                element["A"]["Scope"] = "/Column" if head else "/Row"

    def make_artifacts(self) -> None:
        """What is marked on a page and stands in no tag of the tree: running headers, footers, decoration."""
        reached = {element.number for element, _parent in self.elements}
        pages = [self._at(reference) for reference in self.pdf.page_references]
        for page, owners in zip(pages, self.owners[1 : 2 * len(pages) : 2], strict=True):
            lost = {place for place, owner in enumerate(owners) if _number(owner) not in reached}
            _unmark(self._at(page["Contents"]), lost)
            owners[:] = ["null" if place in lost else owner for place, owner in enumerate(owners)]
        for found in self.pdf.objects:
            if _is_element(found) and found is not self.document and found.number not in reached:
                found.free = _FREE

    def _elements(self, parent: pydyf.Dictionary) -> Iterator[tuple[pydyf.Dictionary, pydyf.Dictionary]]:
        """Each element with its parent."""
        for kid in parent["K"]:
            element = self._at(kid) if isinstance(kid, bytes) else None
            if _is_element(element):
                yield element, parent
                yield from self._elements(element)

    def _at(self, reference: bytes) -> pydyf.Dictionary:
        return self.pdf.objects[_number(reference)]


def _unmark(stream: pydyf.Stream, lost: set[int]) -> None:
    parts = stream.stream
    for place, part in enumerate(parts):
        if isinstance(part, pydyf.Dictionary) and part.get("MCID") in lost:
            parts[place - 1 : place + 2] = ["/Artifact", b"", b"BMC"]


def _is_element(found: object) -> bool:
    return isinstance(found, pydyf.Dictionary) and found.get("Type") == "/StructElem"


def _number(reference: bytes) -> int:
    return int(reference.split()[0])
