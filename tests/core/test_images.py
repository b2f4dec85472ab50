"""V3: what a phone sends becomes an upright, clean, small picture, or is refused with a reason."""

import hashlib
import io
import struct
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from zlib import crc32
from zoneinfo import ZoneInfo

import pytest
from PIL import Image, ImageCms, ImageDraw, ImageFile
from PIL.ExifTags import GPS, IFD, Base
from PIL.Image import Transpose

from auditapp.core.images import PhotoRefused, hamming, read_photo

RED, GREEN, BLUE, WHITE = (220, 30, 30), (30, 160, 60), (40, 60, 200), (255, 255, 255)
BELGRADE = ZoneInfo("Europe/Belgrade")


def scene(width: int = 800, height: int = 600) -> Image.Image:
    """A shop front of sorts: each corner has its own colour, so that every turn shows."""
    picture = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, width // 3, height // 3), fill=RED)
    draw.rectangle((width * 2 // 3, 0, width, height // 3), fill=GREEN)
    draw.rectangle((0, height * 2 // 3, width // 3, height), fill=BLUE)
    return picture


def encoded(picture: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:  # noqa: ANN401 - any of the encoders'
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def decoded(data: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return picture


def corners(data: bytes) -> list[tuple[int, int, int]]:
    """The colours a tenth inwards from the corners: top left, top right, bottom left."""
    picture = decoded(data)
    x, y = picture.width // 10, picture.height // 10
    places = [(x, y), (picture.width - x, y), (x, picture.height - y)]
    pixels = [picture.getpixel(place) for place in places]
    return [pixel for pixel in pixels if isinstance(pixel, tuple) and len(pixel) == 3]


def assert_like(colours: list[tuple[int, int, int]], expected: list[tuple[int, int, int]]) -> None:
    assert len(colours) == len(expected)
    for colour, wanted in zip(colours, expected, strict=True):
        assert all(abs(a - b) <= 12 for a, b in zip(colour, wanted, strict=True)), (colour, wanted)


def exif_with(
    notes: Mapping[Any, object] | None = None, place: Mapping[Any, object] | None = None, orientation: int = 1
) -> bytes:
    exif = Image.Exif()
    exif[Base.Orientation] = orientation
    exif[Base.Make] = "Fruit"
    exif.get_ifd(IFD.Exif).update(notes or {})
    exif.get_ifd(IFD.GPSInfo).update(place or {})
    return exif.tobytes()


ZAGREB = {
    GPS.GPSLatitudeRef: "N",
    GPS.GPSLatitude: (45.0, 48.0, 47.16),
    GPS.GPSLongitudeRef: "E",
    GPS.GPSLongitude: (15.0, 58.0, 38.64),
}


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF", "AVIF"])
def test_every_format_of_a_phone_is_read(kind: str) -> None:
    upload = encoded(scene(), kind)
    photo = read_photo(upload)
    assert (photo.width, photo.height) == (800, 600) == decoded(photo.display).size
    assert decoded(photo.thumbnail).size == (512, 384)
    assert_like(corners(photo.display), [RED, GREEN, BLUE])
    assert photo.sha256 == hashlib.sha256(upload).hexdigest()


@pytest.mark.parametrize(
    "size, expected",
    [
        ((4032, 3024), (2016, 1512)),
        ((3024, 4032), (1512, 2016)),
        ((2600, 1300), (2048, 1024)),
        ((9, 3000), (6, 2048)),
    ],
)
def test_a_large_photo_is_shrunk_in_proportion(size: tuple[int, int], expected: tuple[int, int]) -> None:
    photo = read_photo(encoded(scene(*size)))
    assert (photo.width, photo.height) == expected
    assert max(decoded(photo.thumbnail).size) == 512


def test_a_small_photo_keeps_its_size() -> None:
    photo = read_photo(encoded(scene(40, 30)))
    assert decoded(photo.display).size == decoded(photo.thumbnail).size == (40, 30)


# EXIF 2.32, orientation: how the stored rows and columns have to be laid so that they need the turn.
STORED: dict[int, Transpose | None] = {
    1: None,
    2: Transpose.FLIP_LEFT_RIGHT,
    3: Transpose.ROTATE_180,
    4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE,
    6: Transpose.ROTATE_90,
    7: Transpose.TRANSVERSE,
    8: Transpose.ROTATE_270,
}


@pytest.mark.parametrize("orientation", STORED)
@pytest.mark.parametrize("size", [(800, 600), (4032, 3024)])
def test_a_photo_is_turned_upright(orientation: int, size: tuple[int, int]) -> None:
    turn = STORED[orientation]
    stored = scene(*size) if turn is None else scene(*size).transpose(turn)
    photo = read_photo(encoded(stored, exif=exif_with(orientation=orientation)))
    assert photo.width > photo.height
    assert_like(corners(photo.display), [RED, GREEN, BLUE])
    assert_like(corners(photo.thumbnail), [RED, GREEN, BLUE])


@pytest.mark.parametrize("orientation", [1, 3, 6])
def test_a_heic_is_turned_upright_once(orientation: int) -> None:
    turn = STORED[orientation]
    stored = scene() if turn is None else scene().transpose(turn)
    photo = read_photo(encoded(stored, "HEIF", exif=exif_with(orientation=orientation)))
    assert_like(corners(photo.display), [RED, GREEN, BLUE])


def test_an_unknown_orientation_counts_as_upright() -> None:
    assert_like(
        corners(read_photo(encoded(scene(), exif=exif_with(orientation=99))).display), [RED, GREEN, BLUE]
    )


@pytest.mark.parametrize("kind", ["JPEG", "HEIF", "PNG", "WEBP"])
def test_time_and_place_are_read_before_they_are_stripped(kind: str) -> None:
    notes = {Base.DateTimeOriginal: "2026:03:14 17:05:09", Base.OffsetTimeOriginal: "+01:00"}
    photo = read_photo(encoded(scene(), kind, exif=exif_with(notes, ZAGREB)))
    assert photo.taken_at == datetime(2026, 3, 14, 17, 5, 9, tzinfo=timezone(timedelta(hours=1)))
    assert photo.lat == pytest.approx(45.813100)
    assert photo.lon == pytest.approx(15.977400)


def test_a_camera_without_offset_lives_in_the_given_zone() -> None:
    upload = encoded(scene(), exif=exif_with({Base.DateTimeOriginal: "2026:07:01 12:00:00"}))
    assert read_photo(upload, zone=BELGRADE).taken_at == datetime(2026, 7, 1, 10, tzinfo=UTC)
    assert read_photo(upload).taken_at == datetime(2026, 7, 1, 12, tzinfo=UTC)


def test_south_and_west_are_negative() -> None:
    place = ZAGREB | {GPS.GPSLatitudeRef: "S", GPS.GPSLongitudeRef: "W"}
    photo = read_photo(encoded(scene(), exif=exif_with(place=place)))
    assert photo.lat == pytest.approx(-45.8131)
    assert photo.lon == pytest.approx(-15.9774)


@pytest.mark.parametrize(
    "place",
    [
        {},
        {GPS.GPSLatitude: (45.0, 48.0, 47.0)},
        ZAGREB | {GPS.GPSLatitude: (0.0, 0.0, 0.0), GPS.GPSLongitude: (0.0, 0.0, 0.0)},
        ZAGREB | {GPS.GPSLatitude: (95.0, 0.0, 0.0)},
        ZAGREB | {GPS.GPSLongitude: (15.0, 58.0)},
    ],
)
def test_half_a_place_is_no_place(place: dict[int, Any]) -> None:
    photo = read_photo(encoded(scene(), exif=exif_with(place=place)))
    assert (photo.lat, photo.lon) == (None, None)


@pytest.mark.parametrize(
    "clock", ["", "0000:00:00 00:00:00", "    :  :     :  :  ", "yesterday", "2026:13:40 25:00:00"]
)
def test_a_nonsense_clock_is_no_time(clock: str) -> None:
    assert read_photo(encoded(scene(), exif=exif_with({Base.DateTimeOriginal: clock}))).taken_at is None


@pytest.mark.filterwarnings("ignore:Corrupt EXIF", "ignore:Truncated File", "ignore:Tag data larger")
def test_damaged_notes_do_not_cost_the_photo() -> None:
    whole = exif_with({Base.DateTimeOriginal: "2026:03:14 17:05:09"}, ZAGREB)
    for cut in range(6, len(whole), 7):
        scrambled = whole[:cut] + b"\xff" * (len(whole) - cut)
        assert_like(
            corners(read_photo(encoded(scene(64, 48), exif=scrambled, quality=95)).thumbnail),
            [RED, GREEN, BLUE],
        )


@pytest.mark.parametrize("kind", ["JPEG", "HEIF", "PNG", "WEBP", "AVIF"])
def test_nothing_but_pixels_is_stored(kind: str) -> None:
    notes = exif_with({Base.DateTimeOriginal: "2026:03:14 17:05:09"}, ZAGREB)
    extras: dict[str, Any] = {"comment": b"taken by Ana", "xmp": b"<x:xmpmeta/>"} if kind == "JPEG" else {}
    photo = read_photo(encoded(scene(), kind, exif=notes, icc_profile=display_p3(), **extras))
    for stored in (photo.display, photo.thumbnail):
        picture = decoded(stored)
        assert not dict(picture.getexif())
        assert not {"exif", "comment", "xmp", "icc_profile"} & set(picture.info)
        assert b"Fruit" not in stored
        assert b"Ana" not in stored
        assert picture.info["progressive"]


def test_the_same_upload_gives_the_same_bytes() -> None:
    upload = encoded(scene(4032, 3024), exif=exif_with(orientation=6))
    assert read_photo(upload) == read_photo(upload)


def display_p3() -> bytes:
    """An ICC profile with the primaries of Display P3 (SMPTE EG 432-1, adapted to D50), made from Pillow's sRGB."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    primaries = {
        b"rXYZ": (0.51512, 0.2412, -0.00105),
        b"gXYZ": (0.29198, 0.69225, 0.04189),
        b"bXYZ": (0.1571, 0.06657, 0.78407),
    }
    for entry in range(132, 132 + 12 * int.from_bytes(profile[128:132]), 12):
        name, offset = bytes(profile[entry : entry + 4]), int.from_bytes(profile[entry + 4 : entry + 8])
        if name in primaries:
            struct.pack_into(">3i", profile, offset + 8, *(round(value * 65536) for value in primaries[name]))
    return bytes(profile).replace("sRGB".encode("utf-16-be"), "P3 D".encode("utf-16-be"))


def test_display_p3_becomes_srgb() -> None:
    """Display P3 (0.9, 0.2, 0.2) is a redder red in sRGB: about (243, 31, 42) by the matrices of CSS Color 4, § 10."""
    p3_red = Image.new("RGB", (64, 64), (230, 51, 51))
    plain = read_photo(encoded(p3_red, quality=95))
    moved = read_photo(encoded(p3_red, quality=95, icc_profile=display_p3()))
    assert_like([decoded(plain.display).getpixel((32, 32))], [(230, 51, 51)])  # type: ignore[list-item]
    red, green, blue = decoded(moved.display).getpixel((32, 32))  # type: ignore[misc]
    assert red > 240
    assert green < 40
    assert blue < 50


def test_an_unfitting_colour_profile_is_ignored() -> None:
    for profile in (b"no profile at all", display_p3()[:200]):
        photo = read_photo(encoded(scene(), icc_profile=profile))
        assert_like(corners(photo.display), [RED, GREEN, BLUE])


def sixteen_bit_grey() -> Image.Image:
    return Image.linear_gradient("L").convert("I").point(lambda value: value * 257).convert("I;16")


@pytest.mark.parametrize(
    "make, kind, expected",
    [
        (lambda: scene().convert("CMYK"), "JPEG", [RED, GREEN, BLUE]),
        (lambda: scene().quantize(64), "PNG", [RED, GREEN, BLUE]),
        (lambda: scene().convert("RGBA"), "WEBP", [RED, GREEN, BLUE]),
        (lambda: Image.new("RGBA", (300, 200), (0, 0, 0, 0)), "PNG", [WHITE] * 3),
        (lambda: Image.new("LA", (300, 200), (0, 0)), "PNG", [WHITE] * 3),
        (lambda: Image.new("1", (300, 200), 1), "PNG", [WHITE] * 3),
        (lambda: Image.new("L", (300, 200), 77), "JPEG", [(77, 77, 77)] * 3),
        (sixteen_bit_grey, "PNG", [(25, 25, 25), (25, 25, 25), (230, 230, 230)]),
    ],
    ids=["cmyk", "palette", "opaque alpha", "transparent", "grey alpha", "bits", "grey", "16 bit"],
)
def test_every_kind_of_pixel_becomes_rgb_on_white(
    make: Callable[[], Image.Image], kind: str, expected: list[tuple[int, int, int]]
) -> None:
    photo = read_photo(encoded(make(), kind))
    assert decoded(photo.display).mode == decoded(photo.thumbnail).mode == "RGB"
    assert_like(corners(photo.display), expected)


def test_a_transparent_palette_lies_on_white() -> None:
    picture = scene().quantize(8)
    picture.info["transparency"] = picture.getpixel((5, 5))
    photo = read_photo(encoded(picture, "PNG", transparency=picture.getpixel((5, 5))))
    assert_like(corners(photo.display)[:1], [WHITE])


def test_the_first_frame_of_an_iphones_mpo_counts() -> None:
    upload = encoded(scene(), "MPO", save_all=True, append_images=[Image.new("RGB", (800, 600))])
    assert_like(corners(read_photo(upload).display), [RED, GREEN, BLUE])


def test_what_hangs_on_behind_a_picture_is_dropped() -> None:
    photo = read_photo(encoded(scene()) + b"PK\x03\x04<script>alert(1)</script>")
    assert b"script" not in photo.display + photo.thumbnail
    assert_like(corners(photo.display), [RED, GREEN, BLUE])


def refusal(upload: bytes) -> str:
    with pytest.raises(PhotoRefused) as refused:
        read_photo(upload)
    return refused.value.code


def test_thirty_megabytes_are_too_large() -> None:
    assert refusal(encoded(scene()) + bytes(30_000_000)) == "too_large"


@pytest.mark.parametrize("side", [9_100, 12_000, 60_000])
def test_a_decompression_bomb_is_refused_unopened(side: int) -> None:
    """A PNG's header may claim any size; the bomb itself (a few kilobytes of zeros per gigapixel) is never unpacked."""
    bomb = bytearray(encoded(Image.new("1", (8, 8)), "PNG"))
    struct.pack_into(">II", bomb, 16, side, side)
    struct.pack_into(">I", bomb, 29, crc32(bomb[12:29]))
    assert refusal(bytes(bomb)) == "too_many_pixels"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
@pytest.mark.parametrize("kept", [0.3, 0.5, 0.99])
def test_a_truncated_photo_is_refused(kind: str, kept: float) -> None:
    upload = encoded(scene(), kind)
    assert refusal(upload[: int(len(upload) * kept)]) == "truncated"


def test_a_truncated_photo_is_refused_beside_weasyprint() -> None:
    """WeasyPrint, in the same process, tells Pillow to paint the missing part grey."""
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    upload = encoded(scene())
    assert refusal(upload[: len(upload) // 2]) == "truncated"


@pytest.mark.parametrize(
    "upload",
    [
        b"",
        b"plain text",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<!doctype html><img src=x onerror=alert(1)>",
        b"\xff\xd8\xff<html><script>alert(1)</script>",
        b"\x89PNG\r\n\x1a\n<svg onload='alert(1)'/>",
        b"GIF89a/*" + b"\0" * 20 + b"*/=1;alert(1)",
        b"RIFF\x24\x00\x00\x00WAVEfmt ",
        b"%PDF-1.7\n1 0 obj",
        b"\0\0\0\x18ftypmp42" + b"\0" * 64,
    ],
)
def test_what_is_no_photo_is_refused(upload: bytes) -> None:
    assert refusal(upload) == "not_an_image"


@pytest.mark.parametrize("kind", ["GIF", "TIFF", "BMP", "ICO", "PPM", "EPS", "PDF"])
def test_pictures_of_other_formats_are_refused(kind: str) -> None:
    assert refusal(encoded(scene(), kind)) == "not_an_image"


def test_the_same_picture_has_nearly_the_same_hash() -> None:
    original = read_photo(encoded(scene(1600, 1200), quality=95)).phash
    again = read_photo(encoded(scene(1600, 1200).resize((800, 600)), "WEBP", quality=50)).phash
    other = read_photo(encoded(scene().transpose(Transpose.ROTATE_180))).phash
    assert len(original) == 16
    assert hamming(original, again) <= 6
    assert hamming(original, other) > 16
    assert hamming("0000000000000000", "ffffffffffffffff") == 64
