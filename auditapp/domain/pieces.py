"""What changed between two wordings, word by word."""

import difflib
import re
from dataclasses import dataclass

_WORD_OR_LINE_END = re.compile(r"\n|\S+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text before and after: kept, `removed` or `added`."""

    text: str
    change: str


def difference(before: str, after: str) -> list[Piece]:
    """The words and line ends of both texts, in order, with what was taken out and put in."""
    old, new = _WORD_OR_LINE_END.findall(before), _WORD_OR_LINE_END.findall(after)
    pieces = []
    for tag, start, end, new_start, new_end in difflib.SequenceMatcher(
        a=old, b=new, autojunk=False
    ).get_opcodes():
        if tag == "equal":
            pieces.append(Piece(" ".join(old[start:end]), "kept"))
            continue
        if end > start:
            pieces.append(Piece(" ".join(old[start:end]), "removed"))
        if new_end > new_start:
            pieces.append(Piece(" ".join(new[new_start:new_end]), "added"))
    return pieces
