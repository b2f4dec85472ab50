"""Pictures as people send them, photos and logos: checked, decoded, turned upright, stripped of their notes and shrunk (V3, X3)."""

import hashlib
import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from functools import cache
from math import cos, pi
from operator import mul
from statistics import median
from typing import Literal, TypeAlias

import pillow_heif
from PIL import Image, ImageCms, ImageFile, UnidentifiedImageError
from PIL.Image import Exif, Resampling

from auditapp.core.exif import Origin, origin_of
from auditapp.domain.areas import Area

MAX_BYTES = 25_000_000
MAX_PIXELS = 80_000_000
DISPLAY_SIDE = 2048
THUMBNAIL_SIDE = 512
LOGO_BYTES = 2_000_000
LOGO_PIXELS = 16_000_000
LOGO_SIDE = 640
"""Sharp at 5 cm on paper, and still a small part of a report."""

# A JPEG can be decoded at half size in a third of the time. Half of a 12 megapixel phone's 4032 or 4000 is a
# little less than 2048, and good enough not to decode the whole and shrink it.
_DRAFT_SIDE = 1960
_TILES = 4
_SAMPLES = 32
_WAVES = [
    [cos(pi * frequency * (2 * sample + 1) / (2 * _SAMPLES)) for sample in range(_SAMPLES)]
    for frequency in range(8)
]

_FORMATS = ("JPEG", "PNG", "WEBP", "HEIF", "AVIF")
_LOGO_FORMATS = ("JPEG", "PNG", "WEBP")
_WHITE = (255, 255, 255)

RefusalCode: TypeAlias = Literal["too_large", "too_many_pixels", "not_an_image", "truncated"]

pillow_heif.register_heif_opener(thumbnails=False)


class PhotoRefused(Exception):  # noqa: N818 - named like the answer that the user gets
    """A photo we cannot take; `code` says why and is put into words by the caller."""

    def __init__(self, code: RefusalCode) -> None:
        super().__init__(code)
        self.code: RefusalCode = code


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPhoto:
    """A photo ready to be stored and shown; width and height are those of `display`."""

    display: bytes
    thumbnail: bytes
    width: int
    height: int
    taken_at: datetime | None
    lat: float | None
    lon: float | None
    phash: str
    sha256: str


def read_photo(data: bytes, *, zone: tzinfo = UTC) -> ReadPhoto:
    """Turn an upload (JPEG, PNG, WebP, HEIC, AVIF) into upright sRGB JPEGs without any notes in them.

    `zone` is the camera's where it states no offset from UTC. `sha256` is that of the upload. The same upload
    gives the same bytes. Raises PhotoRefused.
    """
    if len(data) > MAX_BYTES:
        raise PhotoRefused("too_large")
    image = _opened(data)
    with _reading():
        image.draft(image.mode, _fitting(image.size, _DRAFT_SIDE))
        image.load()
    origin = _origin(image, zone)
    display = _upright(_srgb(_shrunk(_plain(image), DISPLAY_SIDE)), origin)
    thumbnail = _shrunk(display, THUMBNAIL_SIDE)
    return ReadPhoto(
        display=_jpeg(display, quality=82),
        thumbnail=_jpeg(thumbnail, quality=80),
        width=display.width,
        height=display.height,
        taken_at=origin.taken_at,
        lat=origin.lat,
        lon=origin.lon,
        phash=perceptual_hash(thumbnail),
        sha256=hashlib.sha256(data).hexdigest(),
    )


def read_logo(data: bytes) -> bytes:
    """Turn an upload (JPEG, PNG, WebP) into a small sRGB PNG without any notes; what is transparent stays so.

    The same upload gives the same bytes. Raises PhotoRefused.
    """
    if len(data) > LOGO_BYTES:
        raise PhotoRefused("too_large")
    image = _opened(data, _LOGO_FORMATS, LOGO_PIXELS)
    with _reading():
        image.load()
    plain = _plain(image)
    logo = _srgb(plain.convert("RGB") if plain.mode == "RGBA" else plain)
    if plain.mode == "RGBA":
        logo.putalpha(plain.getchannel("A"))
    upright = _upright(_shrunk(logo, LOGO_SIDE), _origin(image, UTC))
    upright.info = {}
    file = io.BytesIO()
    upright.save(file, "PNG", optimize=True)
    return file.getvalue()


def covered(display: bytes, areas: Sequence[Area]) -> tuple[bytes, bytes]:
    """A stored photo and its thumbnail with these areas made unrecognizable.

    Of an area nothing is left but the mean colours of 4 by 4 tiles, so nothing can be brought back.
    """
    with Image.open(io.BytesIO(display), formats=("JPEG",)) as image:
        picture = image.convert("RGB")
    for area in areas:
        tiles = (min(_TILES, area.width), min(_TILES, area.height))
        cut = picture.crop(area.box).resize(tiles, Resampling.BOX)
        picture.paste(cut.resize((area.width, area.height), Resampling.BICUBIC), area.box)
    return _jpeg(picture, quality=82), _jpeg(_shrunk(picture, THUMBNAIL_SIDE), quality=80)


def perceptual_hash(image: Image.Image) -> str:
    """64 bits as 16 hex digits that barely change when a picture is scaled or compressed again.

    pHash (C. Zauner, "Implementation and Benchmarking of Perceptual Image Hash Functions", 2010, § 3.2.1): of a
    32 by 32 grey copy the 8 by 8 lowest frequencies of the cosine transform, each above or below their median.
    """
    pixels = image.convert("L").resize((_SAMPLES, _SAMPLES), Resampling.LANCZOS).tobytes()
    rows = [pixels[start : start + _SAMPLES] for start in range(0, len(pixels), _SAMPLES)]
    across = [_low_frequencies(row) for row in rows]
    strengths = [strength for column in zip(*across, strict=True) for strength in _low_frequencies(column)]
    middle = median(strengths)
    return f"{sum((strength > middle) << bit for bit, strength in enumerate(strengths)):016x}"


def _low_frequencies(values: Iterable[float]) -> list[float]:
    known = list(values)
    return [sum(map(mul, wave, known)) for wave in _WAVES]


def hamming(one: str, other: str) -> int:
    """In how many of the 64 bits two perceptual hashes differ: 8 and less is in all likelihood the same picture."""
    return (int(one, 16) ^ int(other, 16)).bit_count()


def _opened(
    data: bytes, formats: tuple[str, ...] = _FORMATS, most_pixels: int = MAX_PIXELS
) -> ImageFile.ImageFile:
    """The header read and the size judged; nothing is decoded yet."""
    with _reading():
        image = Image.open(io.BytesIO(data), formats=formats)
    if image.width * image.height > most_pixels:
        raise PhotoRefused("too_many_pixels")
    return image


@contextmanager
def _reading() -> Iterator[None]:
    """Turn whatever a decoder says about a hostile or damaged file into a refusal."""
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint turns it on for the whole process
    try:
        yield
    except UnidentifiedImageError as error:
        raise PhotoRefused("not_an_image") from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PhotoRefused("too_many_pixels") from error
    except Exception as error:  # each decoder has its own errors
        raise PhotoRefused("truncated") from error


def _origin(image: Image.Image, zone: tzinfo) -> Origin:
    try:
        return origin_of(image.getexif(), zone)
    except Exception:  # noqa: BLE001 - Pillow's reader raises many kinds on damaged notes; the picture is fine
        return origin_of(Exif(), zone)


def _fitting(size: tuple[int, int], side: int) -> tuple[int, int]:
    """The size with its longer side at most `side`, in proportion."""
    scale = min(1.0, side / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _shrunk(image: Image.Image, side: int) -> Image.Image:
    size = _fitting(image.size, side)
    return image if size == image.size else image.resize(size, Resampling.LANCZOS, reducing_gap=2.0)


def _plain(image: Image.Image) -> Image.Image:
    """In a mode whose pixels can be averaged: no palette, no single bits, no 16-bit grey."""
    if image.mode.startswith("I;16"):
        return image.point(lambda value: value / 256).convert(
            "L"
        )  # convert() alone would clip instead of scale
    if image.has_transparency_data:
        return image.convert("RGBA")
    return image.convert({"CMYK": "CMYK", "L": "L", "1": "L"}.get(image.mode, "RGB"))


def _srgb(image: Image.Image) -> Image.Image:
    """The picture in sRGB, on white where it was transparent."""
    flat = image
    if image.mode == "RGBA":
        flat = Image.new("RGB", image.size, _WHITE)
        flat.paste(image, mask=image.getchannel("A"))
    profile = image.info.get("icc_profile")
    return _converted(flat, profile) if profile else flat.convert("RGB")


def _converted(image: Image.Image, profile: bytes) -> Image.Image:
    """Colours moved from the camera's profile (an iPhone's Display P3) to sRGB; one that does not fit is ignored."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if "sRGB" not in ImageCms.getProfileDescription(source):
            moved = ImageCms.profileToProfile(image, source, _srgb_profile(), outputMode="RGB")
            return moved or image.convert("RGB")
    except (ImageCms.PyCMSError, OSError):
        pass
    return image.convert("RGB")


@cache
def _srgb_profile() -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))


def _upright(image: Image.Image, origin: Origin) -> Image.Image:
    return image.transpose(origin.turn) if origin.turn is not None else image


def _jpeg(image: Image.Image, *, quality: int) -> bytes:
    clean = image.copy()
    clean.info = {}  # Pillow would write the original's comment
    file = io.BytesIO()
    clean.save(file, "JPEG", quality=quality, progressive=True)
    return file.getvalue()
