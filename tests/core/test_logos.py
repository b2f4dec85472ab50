"""Logos as companies have them, and what else arrives as one."""

import io

import pytest
from PIL import Image

from auditapp.core.images import LOGO_BYTES, PhotoRefused, read_logo

RED, CLEAR = (200, 0, 30, 255), (0, 0, 0, 0)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    assert image.format == "PNG"
    return image


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "palette"])
def test_what_is_transparent_stays_so(kind: str) -> None:
    image = Image.new("RGBA", (1280, 320), CLEAR)
    image.paste(RED, (0, 0, 640, 320))
    drawn = saved(image.quantize(), "PNG") if kind == "palette" else saved(image, kind, lossless=True)
    logo = opened(read_logo(drawn))
    assert (logo.size, logo.mode) == ((640, 160), "RGBA")
    assert logo.getpixel((10, 10)) == RED
    assert logo.getpixel((630, 150))[3] == 0  # type: ignore[index]  # of four channels


@pytest.mark.parametrize("mode,kind", [("L", "PNG"), ("CMYK", "JPEG"), ("1", "PNG")])
def test_every_kind_of_pixel_becomes_rgb_without_notes(mode: str, kind: str) -> None:
    exif = Image.Exif()
    exif[0x010E] = "made at home"
    data = saved(Image.new(mode, (40, 30)), kind, exif=exif, dpi=(72, 72))
    logo = opened(read_logo(data))
    assert (logo.size, logo.mode, logo.info) == ((40, 30), "RGB", {})
    assert read_logo(data) == read_logo(data)


@pytest.mark.parametrize(
    "data,code",
    [
        (SVG, "not_an_image"),
        (b"", "not_an_image"),
        (saved(Image.new("L", (9, 9)), "GIF"), "not_an_image"),
        (saved(Image.effect_noise((99, 99), 60), "PNG")[:400], "truncated"),
        (saved(Image.new("1", (4001, 4000)), "PNG"), "too_many_pixels"),
        (bytes(LOGO_BYTES + 1), "too_large"),
    ],
    ids=["svg", "nothing", "gif", "cut off", "16 megapixels", "2 MB"],
)
def test_what_is_no_logo_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(PhotoRefused) as refused:
        read_logo(data)
    assert refused.value.code == code
