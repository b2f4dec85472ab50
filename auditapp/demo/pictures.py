"""Photos for the demo, drawn: a shop front, a plate of opening hours, steps, an aisle, a shelf, a receipt.

Nobody is in them but, where it is asked for, a passer-by before a shop front.

The same `Shot` gives the same bytes.
"""

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from math import cos, radians, sin
from random import Random

from PIL import Image, ImageDraw, ImageFont
from PIL.ExifTags import GPS, IFD, Base
from PIL.Image import Exif, Resampling, Transform

from auditapp.core.config import PROJECT_ROOT
from auditapp.demo.answers import Level

WIDTH = 800
_SCENE = (1400, 1080)
"""What is drawn is larger than what the camera shows, so that it can be held differently each time."""
FACE = (0.4, 0.5, 0.22, 0.24)
"""Left, top, width and height of where the face of a passer-by is in the photo, as shares; with room for the hand that shakes."""
_NEAREST, _FARTHEST = 1160, 1320
"""How much of the scene's width the camera shows."""
_FONTS = PROJECT_ROOT / "static" / "fonts"
_SKIES = ("#b9d3e8", "#cfd8dc", "#e3d5c3", "#9fb3c8")
_WALLS = ("#d9cbb4", "#c7cdd1", "#dcd5c9", "#c9b79f")
_GOODS = ("#8aa17b", "#c98f5d", "#6c8ea3", "#b5656b", "#d7b765", "#7d7391", "#a3a79c")
_INK, _PAPER, _GLASS, _FRAME = "#2b2b2b", "#f7f5ef", "#5f7480", "#3c4043"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """What is photographed, where and when. `level` is that of the answer which the photo stands at."""

    subject: str
    level: Level
    brand: str
    colour: str
    address: tuple[str, str]
    hours: tuple[str, ...]
    till: tuple[str, str, str]
    """Names of an item and of the total on a receipt, and the currency."""
    price: int
    taken_at: datetime
    latitude: float
    longitude: float
    seed: str
    width: int = WIDTH
    passer_by: bool = False


def photograph(shot: Shot) -> bytes:
    """The photo as a phone would send it: JPEG with time and place in its EXIF."""
    rng = Random(shot.seed)  # noqa: S311 - a picture is no secret
    scene = Image.new("RGB", _SCENE, rng.choice(_SKIES))
    _SUBJECTS.get(shot.subject, _shelf)(_Sketch(scene), shot, rng)
    file = io.BytesIO()
    _held(scene, shot.width, rng).save(file, "JPEG", quality=78, exif=_notes(shot))
    return file.getvalue()


def _held(scene: Image.Image, width: int, rng: Random) -> Image.Image:
    """The scene as a hand holds the camera: a little tilted and shifted, in the light of the hour."""
    height = width * 3 // 4
    angle, zoom = radians(rng.uniform(-2.5, 2.5)), rng.uniform(_NEAREST, _FARTHEST) / width
    across, down = zoom * cos(angle), zoom * sin(angle)
    left = scene.width / 2 - across * width / 2 + down * height / 2 + rng.uniform(-50, 50)
    top = scene.height / 2 - down * width / 2 - across * height / 2 + rng.uniform(-50, 50)
    frame = (across, -down, left, down, across, top)
    light = rng.uniform(0.8, 1.06)
    shown = scene.transform((width, height), Transform.AFFINE, frame, Resampling.BILINEAR)
    return shown.point([min(255, round(value * light)) for value in range(256)] * 3)


def _notes(shot: Shot) -> Exif:
    exif = Exif()
    exif[Base.Orientation] = 1
    offset = shot.taken_at.strftime("%z")
    exif.get_ifd(IFD.Exif).update(
        {
            Base.DateTimeOriginal: shot.taken_at.strftime("%Y:%m:%d %H:%M:%S"),
            Base.OffsetTimeOriginal: f"{offset[:3]}:{offset[3:]}",
        }
    )
    exif.get_ifd(IFD.GPSInfo).update(
        {
            GPS.GPSLatitudeRef: "N",
            GPS.GPSLatitude: _degrees(shot.latitude),
            GPS.GPSLongitudeRef: "E",
            GPS.GPSLongitude: _degrees(shot.longitude),
        }
    )
    return exif


def _degrees(value: float) -> tuple[float, float, float]:
    minutes = (value - int(value)) * 60
    return float(int(value)), float(int(minutes)), round((minutes - int(minutes)) * 60, 2)


@cache
def font(size: int, weight: str = "regular") -> ImageFont.FreeTypeFont:
    """The font of reports, in this size."""
    return ImageFont.truetype(_FONTS / f"audit-sans-{weight}.ttf", size)


class _Sketch:
    """A drawing that can write."""

    def __init__(self, scene: Image.Image) -> None:
        self._draw = ImageDraw.Draw(scene)
        self.width, self.height = scene.size

    def box(
        self, left: float, top: float, right: float, bottom: float, fill: str, line: str | None = None
    ) -> None:
        """A rectangle."""
        self._draw.rectangle((left, top, right, bottom), fill=fill, outline=line, width=3)

    def disc(self, x: float, y: float, radius: float, fill: str) -> None:
        """A circle around a point."""
        self._draw.circle((x, y), radius, fill=fill)

    def shape(self, *points: tuple[float, float], fill: str) -> None:
        """Any other flat shape."""
        self._draw.polygon(points, fill=fill)

    def line(self, *points: tuple[float, float], fill: str = _FRAME, width: int = 4) -> None:
        """A line from point to point."""
        self._draw.line(points, fill=fill, width=width)

    def words(
        self, x: float, y: float, text: str, size: int, *, fill: str = _INK, anchor: str = "la"
    ) -> None:
        """A line of text; `anchor` as in Pillow, two letters for across and down."""
        self._draw.text(
            (x, y), text, fill=fill, font=font(size, "semibold" if size > 40 else "regular"), anchor=anchor
        )


def _front(sketch: _Sketch, shot: Shot, rng: Random) -> None:
    """A shop front under its sign."""
    sketch.box(0, 140, sketch.width, sketch.height, Random(shot.brand + shot.address[0]).choice(_WALLS))  # noqa: S311
    for left in range(80, sketch.width - 160, 300):
        sketch.box(left, 170, left + 170, 320, _GLASS, _PAPER)
    sketch.box(0, 860, sketch.width, sketch.height, "#9a978f")
    sketch.line((0, 905), (sketch.width, 905), fill="#86837b")
    sketch.box(90, 370, sketch.width - 90, 470, shot.colour)
    sketch.words(sketch.width / 2, 420, shot.brand, 76, fill=_PAPER, anchor="mm")
    for left in (110, 830):
        _window(sketch, rng, left)
    _door(sketch, shot, 590)
    if shot.passer_by:
        _passer_by(sketch)


def _passer_by(sketch: _Sketch) -> None:
    """Somebody who came into the picture; the face lies in FACE."""
    sketch.shape((640, 960), (650, 740), (700, 705), (740, 705), (790, 740), (800, 960), fill="#5b4a6f")
    sketch.box(660, 960, 710, 1080, "#2f3a4a")
    sketch.box(730, 960, 780, 1080, "#2f3a4a")
    sketch.disc(720, 650, 52, "#d9a47a")
    sketch.shape((668, 648), (676, 604), (720, 588), (764, 604), (772, 648), (720, 622), fill="#4a2f1d")
    for eye in (702, 738):
        sketch.disc(eye, 650, 5, _INK)
    sketch.line((704, 676), (736, 676), fill="#8c3b30", width=5)


def _window(sketch: _Sketch, rng: Random, left: int) -> None:
    sketch.box(left, 490, left + 460, 850, "#dfe6e8", _FRAME)
    for shelf in (640, 760, 840):
        _goods(sketch, rng, left + 20, left + 440, shelf, 90)


def _goods(sketch: _Sketch, rng: Random, left: int, right: int, floor: int, height: int) -> None:
    """Things in a row on a shelf."""
    sketch.line((left, floor), (right, floor), width=8)
    while left < right - 40:
        width = rng.randint(34, 74)
        sketch.box(
            left,
            floor - rng.randint(height // 2, height),
            min(left + width, right),
            floor,
            rng.choice(_GOODS),
        )
        left += width + rng.randint(4, 26)


def _door(sketch: _Sketch, shot: Shot, left: int) -> None:
    sketch.box(left, 490, left + 220, 860, _FRAME)
    sketch.box(left + 14, 504, left + 206, 846, "#8fa3ac")
    sketch.box(left + 176, 650, left + 186, 730, "#d8d8d8")
    if shot.level is not Level.NONE or shot.subject != "hours":
        sketch.box(left + 40, 560, left + 130, 640, _PAPER)


def _hours(sketch: _Sketch, shot: Shot, rng: Random) -> None:
    """The plate of opening hours on the door; none, or half hidden, where the answer says so."""
    sketch.box(0, 0, sketch.width, sketch.height, "#7c929c")
    sketch.shape((0, 300), (700, 0), (1000, 0), (0, 430), fill="#8fa4ad")
    sketch.box(sketch.width - 130, 0, sketch.width, sketch.height, _FRAME)
    sketch.box(sketch.width - 210, 420, sketch.width - 180, 760, "#cfd4d6")
    if shot.level is Level.NONE:
        return
    left, top = 300 + rng.randint(-40, 40), 180
    sketch.box(left, top, left + 640, top + 660, _PAPER, _FRAME)
    sketch.box(left, top, left + 640, top + 110, shot.colour)
    sketch.words(left + 320, top + 55, shot.brand, 60, fill=_PAPER, anchor="mm")
    for row, text in enumerate(shot.hours):
        sketch.words(left + 50, top + 160 + row * 90, text, 54)
    sketch.words(left + 50, top + 600, ", ".join(shot.address), 30)
    if shot.level is Level.PART:
        sketch.box(left + 220, top + 300, left + 720, top + 720, "#e0b94c")
        sketch.words(left + 470, top + 500, "-20 %", 120, fill=_PAPER, anchor="mm")


def _steps(sketch: _Sketch, shot: Shot, rng: Random) -> None:
    """The way in, over steps."""
    sketch.box(0, 0, sketch.width, 700, rng.choice(_WALLS))
    sketch.box(430, 60, 970, 640, _FRAME)
    sketch.box(450, 80, 950, 640, "#8fa3ac")
    sketch.box(560, 130, 840, 220, shot.colour)
    sketch.words(700, 175, shot.brand, 60, fill=_PAPER, anchor="mm")
    sketch.box(0, 640, sketch.width, sketch.height, "#8d8a83")
    for step in range(2 if shot.level is Level.PART else 3):
        rise = 640 + step * 95
        sketch.box(330 - step * 60, rise, 1070 + step * 60, rise + 60, "#c9c5bb")
        sketch.box(330 - step * 60, rise + 60, 1070 + step * 60, rise + 95, "#a5a197")


def _aisle(sketch: _Sketch, shot: Shot, rng: Random) -> None:
    """An aisle with things standing where people walk."""
    sketch.box(0, 0, sketch.width, sketch.height, "#e4e0d6")
    sketch.shape((0, 1080), (520, 430), (880, 430), (sketch.width, 1080), fill="#b9b2a4")
    for row in range(4):
        edge = 490 - row * 125
        _goods(sketch, rng, -20, edge, 430 + row * 170, 120)
        _goods(sketch, rng, sketch.width - edge, sketch.width + 20, 430 + row * 170, 120)
    for place in range({Level.FULL: 0, Level.PART: 1, Level.NONE: 4}[shot.level]):
        left, floor = 480 + place * 120 + rng.randint(-30, 30), 960 - place * 110
        sketch.box(left, floor - 190, left + 210, floor, "#c39b6a", "#8f6d43")
        sketch.line((left, floor - 120), (left + 210, floor - 120), fill="#a57f52", width=12)


def _shelf(sketch: _Sketch, shot: Shot, rng: Random) -> None:
    """A shelf with price tags; some are missing where the answer says so."""
    missing = {Level.FULL: 0.0, Level.PART: 0.15, Level.NONE: 0.5}[shot.level]
    sketch.box(0, 0, sketch.width, sketch.height, "#d8d2c6")
    for floor in (330, 620, 910):
        _goods(sketch, rng, 30, sketch.width - 30, floor, 210)
        sketch.box(0, floor, sketch.width, floor + 62, "#a9a294")
        for left in range(60, sketch.width - 150, 170):
            if rng.random() >= missing:
                sketch.box(left, floor + 6, left + 120, floor + 56, _PAPER)
                sketch.words(left + 60, floor + 31, f"{rng.randint(3, 89) * 10 + 9}", 34, anchor="mm")


def _receipt(sketch: _Sketch, shot: Shot, rng: Random) -> None:
    """A receipt on a table; beside it the tag with another price where the till was wrong."""
    sketch.box(0, 0, sketch.width, sketch.height, rng.choice(("#8a6f52", "#6f7b80", "#a98f6d")))
    left, right = 380, 900
    sketch.box(left, 60, right, 1020, _PAPER)
    name, total, currency = shot.till
    sketch.words(640, 120, shot.brand, 56, anchor="mm")
    for row, text in enumerate((*shot.address, shot.taken_at.strftime("%d.%m.%Y. %H:%M"))):
        sketch.words(640, 190 + row * 46, text, 34, anchor="mm")
    sketch.line((left + 30, 340), (right - 30, 340))
    rows = ((name, 400), (total, 520))
    for text, top in rows:
        sketch.words(left + 40, top, text, 40)
        sketch.words(right - 40, top, f"{shot.price} {currency}", 40, anchor="ra")
    for bar in range(60):
        sketch.box(left + 70 + bar * 6.4, 760, left + 70 + bar * 6.4 + rng.randint(1, 4), 900, _INK)
    if shot.level is Level.NONE:
        sketch.box(930, 420, 1270, 620, "#f2d64b", _INK)
        sketch.words(1100, 520, f"{shot.price * 8 // 10} {currency}", 64, anchor="mm")


_SUBJECTS: Mapping[str, Callable[[_Sketch, Shot, Random], None]] = {
    "front": _front,
    "hours": _hours,
    "steps": _steps,
    "aisle": _aisle,
    "shelf": _shelf,
    "receipt": _receipt,
}
