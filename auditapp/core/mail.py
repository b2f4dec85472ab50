"""E-mails: through an SMTP server, or, where there is none, as files into a folder.

A mail can be handed over, refused, impossible for the moment, or lost from sight: the connection broke after the mail
had been sent and before the server said that it had it. Nobody can tell the last from success, so it has a name.
"""

import smtplib
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from email.utils import format_datetime, parseaddr
from hashlib import sha256
from pathlib import Path
from typing import TypeAlias
from urllib.parse import unquote, urlsplit

from auditapp.core.clock import now

PATIENCE = 30
"""Seconds that a mail server may take for one answer."""
LONGEST_SUBJECT = 200


class _InOneLine(UnstructuredHeader, BaseHeader):
    """A header that holds an address of the web, however long: encoded or in two lines no mail program would know it."""

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}: {self}{policy.linesep}"


_headers = HeaderRegistry()
_headers.map_to_type("list-unsubscribe", _InOneLine)
RULES = SMTP.clone(header_factory=_headers)


class MailRefused(Exception):  # noqa: N818 - named like the answer
    """The server does not take this mail, now or later."""


class MailDown(Exception):  # noqa: N818 - as above
    """The server cannot be reached or wants to be asked later; it has nothing of the mail."""


class MailUncertain(Exception):  # noqa: N818 - as above
    """Nobody can tell whether the server has taken the mail."""


@dataclass(frozen=True, slots=True)
class MailFile:
    """A PDF that goes along."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One mail to one person. The same `key` is the same mail: it has the same identity each time."""

    key: str
    name: str
    address: str
    subject: str
    text: str
    html: str
    stop: str = ""
    """The address that ends such mails: its page asks first, a POST ends them at once (RFC 8058)."""
    files: Sequence[MailFile] = ()


_Send: TypeAlias = Callable[[EmailMessage], None]


class Mailer:
    """Sends mails from one sender."""

    def __init__(self, send: _Send, sender: str) -> None:
        self._send = send
        name, address = parseaddr(sender)
        self._sender = Address(name, addr_spec=address)

    @classmethod
    def from_url(cls, url: str, sender: str) -> "Mailer":
        """`file:///folder`, `smtp://host:25`, `smtp+starttls://user:password@host:587` or `smtps://…:465`.

        `sender` is an address, or a name and an address as in `Agency <reports@agency.example>`. Raises ValueError.
        """
        parts = urlsplit(url)
        if "@" not in parseaddr(sender)[1]:
            raise ValueError(f"not an e-mail address to send from: {sender}")
        if parts.scheme == "file" and not parts.netloc and parts.path.strip("/"):
            return cls(_into_folder(Path(unquote(parts.path))), sender)
        if parts.scheme in _PORTS and parts.hostname:
            return cls(_through_server(url), sender)
        raise ValueError("a mail URL is file:///folder, smtp://…, smtp+starttls://… or smtps://…")

    def send(self, mail: Mail) -> None:
        """Hand the mail over. Raises MailRefused, MailDown and MailUncertain."""
        try:
            message = self._message(mail)
        except ValueError as error:  # no address that mails can be sent to
            raise MailRefused(str(error)) from error
        self._send(message)

    def _message(self, mail: Mail) -> EmailMessage:
        message = EmailMessage(RULES)
        message["Subject"] = _in_one_line(mail.subject)[:LONGEST_SUBJECT]
        message["From"] = self._sender
        if not mail.address.isascii():
            raise ValueError("an address with letters that not every mail server takes")
        message["To"] = Address(_in_one_line(mail.name), addr_spec=mail.address)
        message["Date"] = format_datetime(now())
        identity = sha256(f"{mail.key} {mail.address}".encode()).hexdigest()[:32]
        message["Message-ID"] = f"<{identity}@{self._sender.domain}>"
        message["Auto-Submitted"] = "auto-generated"
        if mail.stop:
            message["List-Unsubscribe"] = f"<{mail.stop}>"
        if mail.stop.startswith("https://"):
            message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        message.set_content(mail.text)
        message.add_alternative(mail.html, subtype="html")
        for file in mail.files:
            message.add_attachment(file.data, maintype="application", subtype="pdf", filename=file.name)
        return message


def _in_one_line(text: str) -> str:
    return " ".join(text.split())


def _into_folder(folder: Path) -> _Send:
    def write(message: EmailMessage) -> None:
        name = str(message["Message-ID"]).strip("<>").partition("@")[0]
        draft = folder / f".{name}.draft"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            draft.write_bytes(message.as_bytes())
            draft.replace(folder / f"{name}.eml")
        except OSError as error:
            with suppress(OSError):
                draft.unlink()
            raise MailDown(str(error)) from error

    return write


_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


def _through_server(url: str) -> _Send:
    def send(message: EmailMessage) -> None:
        with _connection(url) as server:
            _hand_over(server, message)

    return send


@contextmanager
def _connection(url: str) -> Iterator[smtplib.SMTP]:
    """Logged in to the server, encrypted where the address says so. Raises MailDown."""
    with ExitStack() as stack:
        try:
            server = _connected(url)
            stack.callback(server.close)
            _log_in(server, url)
        except (OSError, smtplib.SMTPException) as error:
            raise MailDown(type(error).__name__) from error
        yield server


def _connected(url: str) -> smtplib.SMTP:
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or _PORTS[parts.scheme]
    if parts.scheme == "smtps":
        return smtplib.SMTP_SSL(host, port, timeout=PATIENCE, context=ssl.create_default_context())
    return smtplib.SMTP(host, port, timeout=PATIENCE)


def _log_in(server: smtplib.SMTP, url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme == "smtp+starttls":
        server.starttls(context=ssl.create_default_context())
    if parts.username:
        server.login(unquote(parts.username), unquote(parts.password or ""))


def _hand_over(server: smtplib.SMTP, message: EmailMessage) -> None:
    """One step after the other, because only after the last of them nobody knows what became of the mail."""
    sender, recipient = message["From"].addresses[0].addr_spec, message["To"].addresses[0].addr_spec
    try:
        server.ehlo_or_helo_if_needed()
        _require(server.mail(sender))
        _require(server.rcpt(recipient))
    except (OSError, smtplib.SMTPException) as error:
        raise MailDown(type(error).__name__) from error
    try:
        _require(server.data(message.as_bytes()))
    except smtplib.SMTPDataError as error:  # it answered before it had anything
        raise MailDown(f"the server answered {error.smtp_code}") from error
    except (OSError, smtplib.SMTPException) as error:
        raise MailUncertain(type(error).__name__) from error


def _require(answer: tuple[int, bytes]) -> None:
    code = answer[0]
    if 400 <= code < 500:
        raise MailDown(f"the server answered {code}")
    if code >= 500:
        raise MailRefused(f"the server answered {code}")
