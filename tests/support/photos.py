"""Photos for tests: good ones, and what people send instead."""

import io
import struct
from datetime import datetime
from zlib import crc32

from PIL import Image, ImageDraw
from PIL.ExifTags import GPS, IFD, Base


def jpeg(number: int = 1, width: int = 800, height: int = 600) -> bytes:
    """A photo; each number gives another one."""
    picture = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    ImageDraw.Draw(picture).rectangle(
        (20 * number, 50, 20 * number + 150, 250), fill=(200, 40, 20 * number % 255)
    )
    file = io.BytesIO()
    picture.save(file, "JPEG")
    return file.getvalue()


def from_camera(width: int, height: int, taken: datetime, *, lat: float, lon: float) -> bytes:
    """A photo held upright, with what a camera notes: how it was held, when and where it was taken."""
    exif = Image.Exif()
    exif[Base.Orientation] = 6
    exif.get_ifd(IFD.Exif).update(
        {
            Base.DateTimeOriginal: taken.strftime("%Y:%m:%d %H:%M:%S"),
            Base.OffsetTimeOriginal: taken.strftime("%z")[:3] + ":" + taken.strftime("%z")[3:],
        }
    )
    exif.get_ifd(IFD.GPSInfo).update(
        {
            GPS.GPSLatitudeRef: "N",
            GPS.GPSLatitude: (lat, 0.0, 0.0),
            GPS.GPSLongitudeRef: "E",
            GPS.GPSLongitude: (lon, 0.0, 0.0),
        }
    )
    file = io.BytesIO()
    noise = Image.effect_noise((width, height), 60).convert("RGB")
    noise.save(file, "JPEG", quality=85, exif=exif)
    return file.getvalue()


def heic() -> bytes:
    """A photo as an iPhone makes it."""
    file = io.BytesIO()
    Image.linear_gradient("L").resize((640, 480)).convert("RGB").save(file, "HEIF")
    return file.getvalue()


def bomb() -> bytes:
    """A few bytes that say they unfold into 900 million pixels."""
    header = _chunk(b"IHDR", struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + _chunk(b"IDAT", b"") + _chunk(b"IEND", b"")


FAKE = b"GIF89a is what this file says, and nothing else of it is a picture."
OVERSIZED = b"\xff\xd8\xff\xe0" + bytes(30_000_000)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc32(kind + data))
