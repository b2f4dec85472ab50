"""Colours that can be read: what has to be dark enough on white, and what stands on a colour (WCAG 2.2, 1.4.3)."""

import re

BLACK, WHITE = "#000000", "#ffffff"
READABLE = 4.5
"""The contrast that text has to reach."""
_HEX = re.compile(r"#[0-9a-f]{6}")
_SHADES = 255


def is_colour(text: str) -> bool:
    """Whether it is a colour as we keep it: `#rrggbb` in small letters."""
    return _HEX.fullmatch(text) is not None


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 to 21 (WCAG 2.2, "contrast ratio")."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def ink_of(colour: str) -> str:
    """What may be written on white in this colour: the colour itself, or as little darker as makes it readable."""
    shades = (_darker(colour, shade) for shade in range(_SHADES, -1, -1))
    return next(shade for shade in shades if contrast(shade, WHITE) >= READABLE)


def text_on(colour: str) -> str:
    """White or black, whichever is read better on the colour: one of them always can be."""
    return max(WHITE, BLACK, key=lambda text: contrast(text, colour))


def _darker(colour: str, shade: int) -> str:
    """The colour mixed with black: all of it at the highest shade, none at 0."""
    return "#" + "".join(f"{channel * shade // _SHADES:02x}" for channel in bytes.fromhex(colour[1:]))


def _luminance(colour: str) -> float:
    """Relative luminance of an sRGB colour (WCAG 2.2)."""
    red, green, blue = (_linear(channel / 255) for channel in bytes.fromhex(colour[1:]))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
