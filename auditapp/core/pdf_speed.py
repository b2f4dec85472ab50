"""Short ways through WeasyPrint for what fills our documents: plain text, and boxes whose lengths are all fixed.

WeasyPrint lays out any CSS and takes the longest way for every line of text, which was half of a report's time. The short
ways give the same lines in the same places; what is not plain goes WeasyPrint's own way. What was found out about a text
is kept for the documents that come after, because the reports of a wave repeat the words of their checklist. How a text
is drawn is kept with it (`pdf_strokes.py`).

It knows the insides of the version in the lock file. Tests hold both ways against each other. Documents that are drawn
with it may not use flex or grid, which change the styles of boxes while they lay them out, nor lengths in parts of the page.
"""

from collections.abc import Sequence
from typing import Any, TypeAlias
from xml.etree.ElementTree import Element

from weasyprint import css, draw
from weasyprint.formatting_structure import boxes
from weasyprint.layout import background, block, inline, page, percent, preferred, table
from weasyprint.text import line_break

from auditapp.core.pdf_strokes import draw_text

# What WeasyPrint has no types for.
Box: TypeAlias = Any
Context: TypeAlias = Any
Style: TypeAlias = Any

KEPT_STYLES = 2_000
"""How many styles are kept, some 6 KB each: those of a report in five languages."""
KEPT_TEXTS = 2_000
"""How many set texts are kept, some 4 KB each: those of a long checklist and its actions in several widths."""

_SIDES = ("top", "right", "bottom", "left")
_LENGTHS = (
    *(f"{kind}_{side}" for kind in ("margin", "padding") for side in _SIDES),
    *(f"{bound}{axis}" for bound in ("", "min_", "max_") for axis in ("width", "height")),
)
_BORDERS = tuple(f"border_{side}_width" for side in _SIDES)
_RADII = tuple(f"border_{side}_{end}_radius" for side in ("top", "bottom") for end in ("left", "right"))
_SQUARE = ((0, "px"), (0, "px"))
_BARE = {"background": None, **dict.fromkeys(_RADII, (0, 0))}
_OF_A_TEXT = (
    "direction", "font_family", "font_feature_settings", "font_kerning", "font_language_override", "font_size",
    "font_stretch", "font_style", "font_variant_alternates", "font_variant_caps", "font_variant_east_asian",
    "font_variant_ligatures", "font_variant_numeric", "font_variant_position", "font_variation_settings", "font_weight",
    "hyphenate_character", "hyphenate_limit_chars", "hyphenate_limit_zone", "hyphens", "lang", "letter_spacing",
    "overflow_wrap", "tab_size", "text_decoration_line", "white_space", "word_spacing",
)  # fmt: skip
"""The properties that decide how a text is set."""

_resolve_percentages = percent.resolve_percentages
_set_computed_styles = css.StyleFor.set_computed_styles
_is_in_normal_flow = boxes.Box.is_in_normal_flow
_layout_box_backgrounds = background.layout_box_backgrounds
_get_next_linebox = inline.get_next_linebox
_split_first_line = line_break.split_first_line
_strut = line_break.strut

_styles: dict[tuple[Any, ...], Style] = {}
_texts: dict[tuple[Any, ...], Any] = {}
_styles_of_texts: dict[str, int] = {}


def take_short_ways() -> None:
    """Have WeasyPrint come here first, for all documents of this process."""
    for module in (block, inline, page, table):
        module.resolve_percentages = resolve_percentages
    css.StyleFor.set_computed_styles = set_computed_styles
    boxes.Box.is_in_normal_flow = is_in_normal_flow
    background.layout_box_backgrounds = layout_box_backgrounds
    inline.get_next_linebox = get_next_linebox
    inline.split_first_line = preferred.split_first_line = split_first_line
    inline.strut = strut
    draw.draw_text = draw_text


def set_computed_styles(
    styles: Any,  # noqa: ANN401
    element: Any,  # noqa: ANN401
    parent: Any,  # noqa: ANN401
    root: Any = None,  # noqa: ANN401
    pseudo_type: str | None = None,
    base_url: str | None = None,
    target_collector: Any = None,  # noqa: ANN401
) -> None:
    """Give an element its style: that of the document before, where the same rules apply below the same style.

    A style works its properties out when they are first asked for, and then has them for the next document, too.
    """
    if not isinstance(element, Element):  # a page
        _set_computed_styles(styles, element, parent, root, pseudo_type, base_url, target_collector)
        return
    computed = styles.get_computed_styles()
    is_root = element is root and pseudo_type is None
    if is_root and len(_styles) >= KEPT_STYLES:
        _styles.clear()
    above = id(styles.font_config if is_root else computed[parent, None])
    rules = styles.get_cascaded_styles().get((element, pseudo_type), {})
    key = (above, pseudo_type, base_url, repr(rules))
    if key in _styles:
        style = computed[element, pseudo_type] = _styles[key]
        if target_collector and style["anchor"]:
            target_collector.collect_anchor(style["anchor"])
        return
    _set_computed_styles(styles, element, parent, root, pseudo_type, base_url, target_collector)
    _styles[key] = computed[element, pseudo_type]


def resolve_percentages(box: Box, containing_block: Box) -> None:
    """Set a box's lengths in CSS pixels. Where none is relative, they are worked out once for all boxes of a style."""
    style = box.style
    lengths = style.__dict__.get("fixed_lengths")
    if lengths is None:
        lengths = style.fixed_lengths = _fixed_lengths(style)
    if not lengths:
        _resolve_percentages(box, containing_block)
        return
    own = box.__dict__
    own.update(lengths)
    if "border_top_width" not in own or style["border_collapse"] != "collapse":
        for name in _BORDERS:
            own[name] = style[name]


def _fixed_lengths(style: Style) -> dict[str, Any]:
    """All lengths of a style, or nothing where one of them is relative."""
    lengths = {name: _pixels(style[name]) for name in _LENGTHS}
    if None in lengths.values() or style["box_sizing"] != "content-box":
        return {}
    for name in ("min_width", "min_height"):
        if lengths[name] == "auto":
            lengths[name] = 0
    return lengths


def _pixels(length: Any) -> Any:  # noqa: ANN401 - a dimension, a word or a formula
    if length == "auto":
        return length
    return length.value if getattr(length, "unit", None) == "px" else None


def is_in_normal_flow(box: Box) -> bool:
    """Whether a box stands among its siblings, as nearly all do: asked for twenty times each, decided by its style."""
    flows: bool | None = box.style.__dict__.get("flows")
    if flows is None:
        flows = box.style.flows = _is_in_normal_flow(box)
    return flows


def layout_box_backgrounds(
    page_box: Box,
    box: Box,
    fetch_image: Any,  # noqa: ANN401
    *how: Any,  # noqa: ANN401
    **more: Any,  # noqa: ANN401
) -> None:
    """Find out what is painted behind a box and all that is in it: mostly nothing."""
    if how or more or box is page_box or not isinstance(box, boxes.Box) or not _is_bare(box.style):
        _layout_box_backgrounds(page_box, box, fetch_image, *how, **more)
        return
    box.__dict__.update(_BARE)
    for child in box.all_children():
        layout_box_backgrounds(page_box, child, fetch_image)


def _is_bare(style: Style) -> bool:
    bare: bool | None = style.__dict__.get("bare")
    if bare is None:
        bare = style.bare = (
            style["visibility"] == "visible"
            and style["background_color"] != "currentcolor"
            and style["background_color"].alpha == 0
            and not style["box_shadow"]
            and all(kind == "none" for kind, _image in style["background_image"])
            and style["border_image_source"][0] == style["mask_border_source"][0] == "none"
            and all(style[name] == _SQUARE for name in _RADII)
        )
    return bare


def get_next_linebox(
    context: Context,
    linebox: Box,
    position_y: float,
    bottom_space: float,
    skip_stack: Any,  # noqa: ANN401
    containing_block: Box,
    *rest: Any,  # noqa: ANN401
) -> tuple[Box, Any]:
    """The line that starts at `skip_stack`, and where the next one does."""
    if _is_plain(context, linebox, containing_block, rest):
        found = _plain_line(context, linebox, position_y, skip_stack, containing_block)
        if found is not None:
            return found
    line: tuple[Box, Any] = _get_next_linebox(
        context, linebox, position_y, bottom_space, skip_stack, containing_block, *rest
    )
    return line


def _is_plain(context: Context, linebox: Box, containing_block: Box, rest: Sequence[Any]) -> bool:
    """Nothing but a text, written from the left to the right, with nothing beside it and no first line of its own."""
    style = linebox.style
    return (
        len(linebox.children) == 1
        and type(linebox.children[0]) is boxes.TextBox
        and not context.excluded_shapes
        and rest[-2:] == (None, None)
        and style["direction"] == "ltr" == containing_block.style["direction"]
        and style["text_align_all"] in ("start", "left", "end", "right")
        and style["text_align_last"] in ("auto", style["text_align_all"])
    )


def _plain_line(
    context: Context,
    linebox: Box,
    position_y: float,
    skip_stack: Any,  # noqa: ANN401
    containing_block: Box,
) -> tuple[Box, Any] | None:
    """A line as `get_next_linebox` makes it, or None where the text does not simply fit.

    The arithmetic is WeasyPrint's, in its order, so that the same numbers come out.
    """
    skip_stack = inline.skip_first_whitespace(linebox, skip_stack)
    if skip_stack == "continue":
        return None
    skip = 0 if skip_stack is None else next(iter(skip_stack[0] or (0,)))
    left = containing_block.content_box_x()
    available = left + containing_block.width - left
    end = (left + available) * (1 + 1e-9)
    start = left + linebox.text_indent
    (text,) = linebox.children
    resolve_percentages(text, containing_block)
    piece, resume, _ = inline.split_text_box(context, text, end - start, skip, is_line_start=True)
    if piece is None or piece.text[-1] == " " or start + piece.width > end:
        return None
    line = linebox.copy_with_children([piece])
    line.position_x = left
    line.width = start + piece.width - left
    inline._adjust_line_height(line)  # noqa: SLF001 - we stand in its module's place
    linebox.width, linebox.height = line.width, line.height
    linebox.position_x, linebox.position_y = left, position_y
    offset = 0.0
    if line.width < available and linebox.style["text_align_all"] in ("end", "right"):
        offset = available - line.width
    _place(line, piece, start + offset, position_y)
    line.position_x += offset
    return line, None if resume is None else {0: {resume: None}}


def _place(line: Box, piece: Box, x: float, y: float) -> None:
    """Put the text upon the line's base, and the line where it belongs."""
    top = min(-piece.baseline, -line.baseline)
    bottom = max(piece.margin_height() - piece.baseline, line.margin_height() - line.baseline)
    piece.position_x, piece.position_y = x, y - top - piece.baseline
    line.position_y, line.height, line.baseline = y, bottom - top, -top
    line.margin_top = line.margin_bottom = 0


def split_first_line(
    text: str,
    style: Style,
    context: Context,
    max_width: float | None,
    justification_spacing: float,
    is_line_start: bool = True,  # noqa: FBT001, FBT002 - as WeasyPrint calls it
    minimum: bool = False,  # noqa: FBT001, FBT002 - as WeasyPrint calls it
) -> tuple[Any, ...]:
    """How much of a text goes into a width, and how it is set: found out once for each text, style and width."""
    key = (text, _number_of(style), max_width, justification_spacing, is_line_start, minimum)
    found = _texts.get(key)
    if found is None:
        if len(_texts) >= KEPT_TEXTS:
            _texts.clear()
        found = _texts[key] = _split_first_line(
            text, style, context, max_width, justification_spacing, is_line_start, minimum
        )
    set_text: tuple[Any, ...] = found
    return set_text


def _number_of(style: Style) -> int:
    """The same for all styles that set a text alike."""
    number: int | None = style.__dict__.get("number_for_texts")
    if number is None:
        looks = repr((id(style.font_config), *(style[name] for name in _OF_A_TEXT)))
        number = style.number_for_texts = _styles_of_texts.setdefault(looks, len(_styles_of_texts))
    return number


def strut(style: Style) -> tuple[float, float]:
    """Height and baseline of a line."""
    found: tuple[float, float] | None = style.__dict__.get("strut")
    if found is None:
        found = style.strut = _strut(style)
    return found
