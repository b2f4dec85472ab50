"""Photos for tests: good ones, and what people send instead."""

import io
import struct
from zlib import crc32

from PIL import Image, ImageDraw


def jpeg(number: int = 1, width: int = 800, height: int = 600) -> bytes:
    """A photo; each number gives another one."""
    picture = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    ImageDraw.Draw(picture).rectangle(
        (20 * number, 50, 20 * number + 150, 250), fill=(200, 40, 20 * number % 255)
    )
    file = io.BytesIO()
    picture.save(file, "JPEG")
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
