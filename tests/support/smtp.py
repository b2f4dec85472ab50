"""A mail server on loopback that takes what it is given, or does what a test wants it to do instead."""

from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.support.processes import reserved_port

CUT = "cut the connection"
TAKEN = "250 OK"


class MailServer:
    """What arrived, and what is answered to the next mails; without further answers they are taken."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.mails: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.answers: list[str] = []

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        """Take a mail, unless the test wants something else."""
        answer = self.answers.pop(0) if self.answers else TAKEN
        if answer in {TAKEN, CUT}:
            assert isinstance(envelope.content, bytes)
            message = message_from_bytes(envelope.content, policy=default)
            assert isinstance(message, EmailMessage)
            self.mails.append(message)
            self.recipients += envelope.rcpt_tos
        if answer == CUT and server.transport:
            server.transport.close()
        return answer


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """A running one."""
    with reserved_port() as port:
        server = MailServer(f"smtp://127.0.0.1:{port}")
        controller = Controller(server, hostname="127.0.0.1", port=port)
        controller.start()
        try:
            yield server
        finally:
            controller.stop()
