"""What a camera wrote beside the picture: when and where it was taken, and how it was held (V3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo

from PIL.ExifTags import GPS, IFD, Base
from PIL.Image import Exif, Transpose

_UPRIGHT = {
    2: Transpose.FLIP_LEFT_RIGHT,
    3: Transpose.ROTATE_180,
    4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE,
    6: Transpose.ROTATE_270,
    7: Transpose.TRANSVERSE,
    8: Transpose.ROTATE_90,
}


@dataclass(frozen=True, slots=True)
class Origin:
    """When and where a picture was taken, as far as the camera says, and how to turn it upright."""

    taken_at: datetime | None
    lat: float | None
    lon: float | None
    turn: Transpose | None


def origin_of(exif: Exif, zone: tzinfo) -> Origin:
    """Read what we use of EXIF 2.32. Nonsense counts as absent: a photo is never refused for its notes.

    `zone` holds for cameras that state no offset from UTC.
    """
    place = exif.get_ifd(IFD.GPSInfo)
    lat = _degrees(place, GPS.GPSLatitude, GPS.GPSLatitudeRef, limit=90)
    lon = _degrees(place, GPS.GPSLongitude, GPS.GPSLongitudeRef, limit=180)
    known = lat is not None and lon is not None and (lat, lon) != (0, 0)  # zeros: a camera without a fix
    return Origin(
        taken_at=_moment(exif.get_ifd(IFD.Exif), zone),
        lat=lat if known else None,
        lon=lon if known else None,
        turn=_UPRIGHT.get(exif.get(Base.Orientation, 1)),
    )


def _moment(notes: Mapping[int, object], zone: tzinfo) -> datetime | None:
    clock = str(notes.get(Base.DateTimeOriginal, "")).strip("\0 ")
    offset = str(notes.get(Base.OffsetTimeOriginal, "")).strip("\0 ")
    try:
        return datetime.strptime(clock + offset, "%Y:%m:%d %H:%M:%S%z")
    except ValueError:
        pass
    try:
        return datetime.strptime(clock, "%Y:%m:%d %H:%M:%S").replace(tzinfo=zone)
    except ValueError:
        return None


def _degrees(place: Mapping[int, object], value: GPS, reference: GPS, *, limit: int) -> float | None:
    """Degrees, minutes and seconds with N, S, E or W as one signed number."""
    parts = place.get(value)
    if not isinstance(parts, tuple) or len(parts) != 3:
        return None
    try:
        degrees, minutes, seconds = map(float, parts)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    size = round(degrees + minutes / 60 + seconds / 3600, 6)
    if not 0 <= size <= limit:  # also false for a fraction over zero, which reads as NaN
        return None
    return -size if str(place.get(reference, "")).strip("\0 ").upper() in {"S", "W"} else size
