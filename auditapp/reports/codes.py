"""The short code on a report's last page: how it is written, read and drawn."""

import re

import segno

_CODE = re.compile(r"[0-9A-HJKMNP-TV-Z]{12}")
_MISREAD = str.maketrans("OIL", "011", " -\N{NO-BREAK SPACE}")


def spaced(code: str) -> str:
    """For readers: in groups of four."""
    return "-".join(re.findall("....", code))


def read_code(typed: str) -> str | None:
    """What somebody typed, with or without hyphens, capitals and letters that look like figures; None for no code."""
    code = typed.upper().translate(_MISREAD)
    return code if _CODE.fullmatch(code) else None


def qr_code(address: str) -> tuple[int, str]:
    """The QR code of an address: how many modules it is wide and high, and the dark ones as SVG path."""
    rows = [bytes(row) for row in segno.make(address, error="m", micro=False, boost_error=False).matrix]
    runs = (
        (run.start(), line, run.end() - run.start())
        for line, row in enumerate(rows)
        for run in re.finditer(b"\x01+", row)
    )
    return len(rows), "".join(f"M{left} {top}h{width}v1h-{width}z" for left, top, width in runs)
