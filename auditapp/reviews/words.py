"""Evidence in words."""

from datetime import timedelta

from flask_babel import gettext as _
from flask_babel import ngettext

from auditapp.visits.models import PhotoSource

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def clock_error_text(fast_by: timedelta) -> str:
    """That the phone's clock was wrong, and by how much: by so much fast, or slow if below zero."""
    length = _length(abs(fast_by))
    if fast_by > timedelta(0):
        return str(_("the phone's clock was %(time)s fast", time=length))
    return str(_("the phone's clock was %(time)s slow", time=length))


def _length(time: timedelta) -> str:
    """Roughly: in days, hours or minutes."""
    if time >= 2 * DAY:
        return str(ngettext("%(num)s day", "%(num)s days", round(time / DAY)))
    if time >= 2 * HOUR:
        return str(ngettext("%(num)s hour", "%(num)s hours", round(time / HOUR)))
    return str(ngettext("%(num)s minute", "%(num)s minutes", round(time / timedelta(minutes=1))))


def photo_sources() -> dict[PhotoSource | None, str]:
    """Where a photo came from, as far as the phone told."""
    return {
        PhotoSource.CAMERA: _("from the camera"),
        PhotoSource.GALLERY: _("from the gallery"),
        None: _("origin not known"),
    }
