"""Links in e-mails: they need no login, so they are signed. Who changes one has none."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from itsdangerous import BadSignature, URLSafeSerializer

from auditapp.core.errors import NotFound

LIFE = timedelta(days=14)
_FILE, _STOP = "file of a mail", "no more mails"


@dataclass(frozen=True, slots=True)
class FileLink:
    """Leads to what one mail was about, until a moment."""

    delivery_id: int
    until: datetime


def write_file_link(secret: str, link: FileLink) -> str:
    """The link's part of an address."""
    return _serializer(secret, _FILE).dumps([link.delivery_id, int(link.until.timestamp())])


def read_file_link(secret: str, token: str) -> FileLink:
    """The link, whether or not its time is over. Raises NotFound for what we did not write."""
    delivery_id, until = _loaded(secret, _FILE, token)
    return FileLink(delivery_id, datetime.fromtimestamp(until, UTC))


def write_stop_link(secret: str, user_id: int) -> str:
    """The part of an address at which a user ends the e-mails."""
    return _serializer(secret, _STOP).dumps([user_id])


def read_stop_link(secret: str, token: str) -> int:
    """The user's number. Raises NotFound for what we did not write."""
    (user_id,) = _loaded(secret, _STOP, token)
    return user_id


def _loaded(secret: str, purpose: str, token: str) -> list[int]:
    try:
        found: list[int] = _serializer(secret, purpose).loads(token)
    except BadSignature:
        raise NotFound from None
    return found


def _serializer(secret: str, purpose: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt=purpose)
