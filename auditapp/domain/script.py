"""Which way a text runs."""

import unicodedata

_RIGHT_TO_LEFT = {"R", "AL"}


def direction_of(text: str) -> str:
    """`ltr` or `rtl`, by the first letter that has a direction: what `dir="auto"` means in HTML (rules P2 and P3 of

    the Unicode Bidirectional Algorithm). PDFs do not know `auto`.
    """
    directions = (unicodedata.bidirectional(letter) for letter in text)
    first = next((found for found in directions if found in {"L", *_RIGHT_TO_LEFT}), "L")
    return "rtl" if first in _RIGHT_TO_LEFT else "ltr"
