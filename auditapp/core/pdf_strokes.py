"""How a text is drawn, found out once: its fonts, glyphs and the spaces between them, taken down and drawn again.

WeasyPrint sets each text a second time to draw it, glyph by glyph. Texts that were set once (`pdf_speed.py`) keep their
strokes; those with an ellipsis, a line under them or pictures among their letters are drawn WeasyPrint's own way.
"""

from copy import copy
from typing import Any, TypeAlias

from weasyprint.draw import text as drawing
from weasyprint.matrix import Matrix
from weasyprint.pdf import stream as streams

# What WeasyPrint has no types for.
Box: TypeAlias = Any
Layout: TypeAlias = Any
Stream: TypeAlias = Any

_draw_text = drawing.draw_text

_fonts: dict[tuple[int, float], tuple[Layout, Any, Any]] = {}
"""Pango's fonts, by key and size: they live as long as a layout that uses them."""


def draw_text(
    stream: Stream,
    textbox: Box,
    offset_x: float,
    text_overflow: str = "clip",
    block_ellipsis: Any = "none",  # noqa: ANN401
) -> None:
    """Draw a text where it was placed; with which glyphs is found out once."""
    style, layout = textbox.style, textbox.pango_layout
    plain = (
        block_ellipsis == "none"
        and text_overflow == "clip"
        and style["visibility"] == "visible"
        and style["text_decoration_line"] == "none"
        and textbox.text.strip()
    )
    strokes = _strokes(stream, textbox) if plain else None
    if not strokes:
        textbox.pango_layout = copy(layout)  # an ellipsis would stay in the text, which others have too
        _draw_text(stream, textbox, offset_x, text_overflow, block_ellipsis)
        return
    stream.set_color(style["color"])
    stream.begin_text()
    stream.set_text_matrix(1, 0, 0, -1, textbox.position_x, textbox.position_y + textbox.baseline)
    for stroke, *details in strokes:
        stroke(stream, *details)
    stream.end_text()


def rewrite(textbox: Box, text: str) -> None:
    """Have another text drawn in the place of one that was laid out."""
    layout = copy(textbox.pango_layout)
    layout.__dict__.pop("strokes", None)
    textbox.text = layout.text = text
    textbox.pango_layout = layout


def _strokes(stream: Stream, textbox: Box) -> list[tuple[Any, ...]]:
    """What draws a text: functions with what they take besides the stream. Empty where pictures are drawn with it."""
    layout = textbox.pango_layout
    strokes: list[tuple[Any, ...]] | None = layout.__dict__.get("strokes")
    if strokes is None:
        recorder = _Recorder(stream, copy(layout))
        recorder.layout.reactivate(textbox.style)
        drawn = copy(textbox)
        drawn.pango_layout = recorder.layout
        pictures = drawing.draw_first_line(recorder, drawn, "clip", "none", Matrix())
        strokes = layout.strokes = recorder.strokes if recorder.plain and not pictures else []
    return strokes


class _Recorder:
    """Stands in for the page while a text is drawn, and takes down how.

    Each text is recorded as if it were the first: what is drawn may not depend on what was drawn before it (R5).
    """

    def __init__(self, stream: Stream, layout: Layout) -> None:
        self.layout = layout
        self.strokes: list[tuple[Any, ...]] = []
        self.plain = True
        self.ink_rect, self.logical_rect = stream.ink_rect, stream.logical_rect
        self._stream = stream
        self._font: tuple[int, float] = (0, 0.0)

    def set_text_matrix(self, *matrix: float) -> None:
        """Nothing: the place is the page's business."""

    def add_font(self, pango_font: Any) -> tuple[Any, float]:  # noqa: ANN401
        """The font, without the glyphs that others drew with it, and its size."""
        key, description, size = streams.get_pango_font_key(pango_font)
        _fonts.setdefault((key, size), (self.layout.layout, pango_font, description))
        font = copy(self._stream.add_font(pango_font)[0])
        font.widths, font.to_unicode = {}, {}
        font.get_unused_glyph_id = self._give_up
        self._font = (key, size)
        self.plain = self.plain and not (font.svg or font.png or font.colr or font.bitmap)
        self.strokes.append((_use_font, self._font, font.widths, font.to_unicode))
        return font, size

    def set_font_size(self, _name: str, size: float) -> None:
        """From here on."""
        self.strokes.append((_set_font_size, self._font, size))

    def set_text_rise(self, rise: float) -> None:
        """From here on."""
        self.strokes.append((streams.Stream.set_text_rise, rise))

    def show_text(self, glyphs: str) -> None:
        """Glyphs and the spaces between them."""
        self.strokes.append((streams.Stream.show_text, glyphs))

    def _give_up(self, _codepoint: int) -> int:
        self.plain = False  # no font has the sign, and what stands for it differs from document to document
        return 0


def _use_font(
    stream: Stream, place: tuple[int, float], widths: dict[int, int], texts: dict[int, str]
) -> None:
    """Have the document carry these glyphs; where it has them already, they stay as they were."""
    key, size = place
    font = stream._fonts.get(key)  # noqa: SLF001 - we stand in its module's place
    if font is None:
        _layout, pango_font, description = _fonts[place]
        font = stream._fonts[key] = streams.Font(pango_font, description, size)  # noqa: SLF001
    font.widths = {**widths, **font.widths}
    font.to_unicode = {**texts, **font.to_unicode}


def _set_font_size(stream: Stream, place: tuple[int, float], size: float) -> None:
    stream.set_font_size(stream._fonts[place[0]].hash, size)  # noqa: SLF001
