"""Pictographs in what people type: drawn by our own font or shown as a box, never left to what a machine happens to have.

So the same report looks the same, and has the same bytes, on every machine (R5).
"""

import re
from functools import cache

from auditapp.core.config import PROJECT_ROOT

FONTS = ("audit-sans-regular.ttf", "noto-emoji-subset.ttf")
UNKNOWN = "\N{WHITE MEDIUM SQUARE}"
_STARS = str.maketrans("\N{BLACK STAR}\N{WHITE STAR}", "\N{WHITE MEDIUM STAR}" * 2)
_PICTOGRAPHS = "\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff"
_ATTACHED = re.compile(
    f"(?<=[{_PICTOGRAPHS}\ufe0f])\u200d[\u2640\u2642]?|[\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]"
)
"""What turns a pictograph into a variant of itself: joiners, skin tones, selectors."""
_UNWRITABLE = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_FLAG_LETTER = re.compile("[\U0001f1e6-\U0001f1ff]")
_PICTOGRAPH = re.compile(f"[{_PICTOGRAPHS}]")
_TO_LETTER = 0x1F1E6 - ord("A")


def drawable(text: str) -> str:
    """The text without control characters, with each pictograph in its plain form, flags as their two letters, and a box for what we cannot draw."""
    plain = _ATTACHED.sub("", _UNWRITABLE.sub("", text)).translate(_STARS)
    lettered = _FLAG_LETTER.sub(lambda found: chr(ord(found[0]) - _TO_LETTER), plain)
    return _PICTOGRAPH.sub(lambda found: found[0] if ord(found[0]) in _drawn() else UNKNOWN, lettered)


@cache
def _drawn() -> frozenset[int]:
    # Only where somebody typed a pictograph: most processes never need to read the fonts.
    from fontTools.ttLib import TTFont  # noqa: PLC0415

    codes: set[int] = set()
    for name in FONTS:
        with TTFont(PROJECT_ROOT / "static" / "fonts" / name) as font:
            codes.update(font.getBestCmap())
    return frozenset(codes)
