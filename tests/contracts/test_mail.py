"""Mails over a real connection: what arrives, and what is known where nothing does."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from auditapp.core.clock import frozen_at
from auditapp.core.mail import Mail, MailDown, Mailer, MailFile, MailRefused, MailUncertain
from tests.support.smtp import CUT, MailServer, mail_server

NOON = datetime(2026, 3, 11, 11, tzinfo=UTC)
STOP = f"https://audits.example/mailed/stop/{'x' * 80}"
MAIL = Mail(
    key="delivery:7",
    name="Мара Ђурић",
    address="mara@rosa.example",
    subject="Извештај: Győr",
    text="Dobar dan. Đačić\n.\n",
    html="<p>Добар дан</p>",
    stop=STOP,
    files=[MailFile("Gyor_hu.pdf", b"%PDF-1.7\n.\r\n..")],
)
SENDER = "Agencija Žito <reports@agency.example>"


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


def send(server: MailServer, mail: Mail = MAIL) -> None:
    with frozen_at(NOON):
        Mailer.from_url(server.url, SENDER).send(mail)


def test_a_mail_arrives_whole(server: MailServer) -> None:
    send(server)
    [message] = server.mails
    assert server.recipients == ["mara@rosa.example"]
    assert str(message["To"]) == "Мара Ђурић <mara@rosa.example>"
    assert str(message["From"]) == SENDER
    assert message["Subject"] == "Извештај: Győr"
    assert message["Date"].datetime == NOON
    assert message["List-Unsubscribe"] == f"<{STOP}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["Auto-Submitted"] == "auto-generated"
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert text is not None
    assert html is not None
    assert text.get_content().splitlines() == ["Dobar dan. Đačić", "."]
    assert html.get_content().strip() == "<p>Добар дан</p>"
    [file] = message.iter_attachments()
    assert (file.get_filename(), file.get_content()) == ("Gyor_hu.pdf", b"%PDF-1.7\n.\r\n..")


def test_the_same_mail_is_known_as_the_same(server: MailServer) -> None:
    for mail in (MAIL, MAIL, replace(MAIL, key="delivery:8")):
        send(server, mail)
    first, again, other = [message["Message-ID"] for message in server.mails]
    assert first == again != other
    assert first.endswith("@agency.example>")


def test_names_and_subjects_cannot_add_lines_to_the_head(server: MailServer) -> None:
    send(server, replace(MAIL, name="A\r\nBcc: b@b.example", subject="S\nBcc: c@c.example"))
    [message] = server.mails
    assert message["Bcc"] is None
    assert message["Subject"] == "S Bcc: c@c.example"
    assert server.recipients == ["mara@rosa.example"]


@pytest.mark.parametrize(
    "answer,failure",
    [("451 busy", MailDown), ("552 too large", MailRefused), (CUT, MailUncertain)],
)
def test_it_is_known_what_is_known(server: MailServer, answer: str, failure: type[Exception]) -> None:
    server.answers = [answer]
    with pytest.raises(failure):
        send(server)


def test_without_a_server_nothing_was_sent() -> None:
    with mail_server() as server:
        pass
    with pytest.raises(MailDown):
        send(server)


def test_encryption_that_is_asked_for_is_not_done_without(server: MailServer) -> None:
    server.url = server.url.replace("smtp://", "smtp+starttls://")
    with pytest.raises(MailDown):
        send(server)
    assert server.mails == []


@pytest.mark.parametrize("address", ["nobody", "žika@žito.example", "a b@c.example"])
def test_an_address_that_is_none_is_refused(server: MailServer, address: str) -> None:
    with pytest.raises(MailRefused):
        send(server, replace(MAIL, address=address))


def test_without_a_server_of_ones_own_mails_are_files(tmp_path: Path) -> None:
    mailer = Mailer.from_url(f"file://{tmp_path}/mails", SENDER)
    mailer.send(MAIL)
    mailer.send(MAIL)
    [file] = (tmp_path / "mails").iterdir()
    assert file.suffix == ".eml"
    assert message_from_bytes(file.read_bytes(), policy=default)["Subject"] == "Извештај: Győr"
    in_one_line = f"\r\nList-Unsubscribe: <{STOP}>\r\n"  # and not encoded: no mail program would know it
    assert in_one_line.encode() in file.read_bytes()
    (tmp_path / "file").touch()
    with pytest.raises(MailDown):
        Mailer.from_url(f"file://{tmp_path}/file", SENDER).send(MAIL)


@pytest.mark.parametrize(
    "url,sender", [("smtp://", SENDER), ("http://host", SENDER), ("file://", SENDER), ("smtp://host", "me")]
)
def test_other_addresses_are_refused(url: str, sender: str) -> None:
    with pytest.raises(ValueError, match="mail"):
        Mailer.from_url(url, sender)
