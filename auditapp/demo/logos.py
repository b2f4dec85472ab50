"""Logos for the demo's companies, drawn: the first letter in a disc, and the name beside it."""

import io

from PIL import Image, ImageDraw

from auditapp.demo.pictures import font

_HEIGHT = 160
_CLEAR, _WHITE = (0, 0, 0, 0), "#ffffff"


def draw_logo(name: str, colour: str) -> bytes:
    """A PNG on transparent ground."""
    letters = font(104, "semibold")
    width = _HEIGHT + 40 + round(letters.getlength(name))
    image = Image.new("RGBA", (width, _HEIGHT), _CLEAR)
    draw = ImageDraw.Draw(image)
    draw.ellipse((0, 0, _HEIGHT - 1, _HEIGHT - 1), fill=colour)
    middle = _HEIGHT / 2
    draw.text((middle, middle), name[0], font=letters, fill=_WHITE, anchor="mm")
    draw.text((_HEIGHT + 36, middle), name, font=letters, fill=colour, anchor="lm")
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()
