"""E-mails about reports: who gets them, once, what their links lead to, and how they end."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from io import BytesIO
from zipfile import ZipFile

import pytest
from flask import Flask
from flask_babel import force_locale
from pypdf import PdfReader
from sqlmodel import Session, select

from auditapp.accounts.models import User
from auditapp.clients.models import Client, Scope
from auditapp.core.audit import AuditEntry
from auditapp.core.clock import frozen_at
from auditapp.core.config import Settings
from auditapp.core.i18n import locale_of
from auditapp.core.jobs import Job
from auditapp.core.running import run_pending
from auditapp.core.worker import context_of
from auditapp.domain.language import Language
from auditapp.reports.deliveries import choose_mails
from auditapp.reports.models import Delivery, DeliveryState, MailChoice, MailSubscription
from tests.reports.published import MARCH, Auditing, Told
from tests.support.html import parse
from tests.support.pages import Page, PageClient
from tests.support.people import People, Person
from tests.support.smtp import CUT, MailServer, mail_server

NewClient = Callable[[], PageClient]
HEAD = "head.office@test.example"
MANAGER = "store.manager@test.example"
on_one_database = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


@pytest.fixture
def post() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


@pytest.fixture
def settings(settings: Settings, post: MailServer) -> Settings:
    return replace(settings, mail_url=post.url)


@pytest.fixture
def wants(session: Session) -> Callable[[Person, MailChoice | None], None]:
    """Lets somebody choose e-mails, long before the visits."""

    def choose(person: Person, choice: MailChoice | None) -> None:
        with frozen_at(MARCH - timedelta(days=90)):
            choose_mails(session, session.get_one(User, person.id), choice)
        session.commit()

    return choose


Wants = Callable[[Person, MailChoice | None], None]


def work(app: Flask, times: int = 1) -> None:
    for hour in range(times):
        with app.app_context(), frozen_at(MARCH + timedelta(days=1, hours=hour)):
            run_pending(context_of(app))


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def path_in(mail: EmailMessage, what: str) -> str:
    """Where a link of the mail leads to."""
    [path] = re.findall(rf"https://audits\.example(/{what}\S+)", text_of(mail))
    return str(path)


def hand_over(client: PageClient, wave_id: int) -> None:
    client.get(f"/reports/waves/{wave_id}/batch")
    client.submit("Yes, make them")


def states(session: Session) -> list[DeliveryState]:
    session.rollback()
    found = list(session.exec(select(Delivery.state).order_by(Delivery.id)))  # type: ignore[arg-type]
    session.rollback()
    return [DeliveryState(state) for state in found]


def test_a_report_reaches_those_who_want_it_once_in_their_language(
    app: Flask, auditing: Auditing, people: People, session: Session, post: MailServer, wants: Wants
) -> None:
    wants(people.head_office, MailChoice.EACH)
    wants(people.store_manager, MailChoice.EACH)
    wants(people.stranger, MailChoice.EACH)
    session.get_one(User, people.head_office.id).language = "sk"
    auditing.visit(store_id=people.far_store_id, wave=auditing.wave())
    auditing.visit()
    work(app)
    for job in session.exec(select(Job).where(Job.kind == "report.render")):
        job.state = "queued"  # type: ignore[assignment]  # as if a worker had died just before its end
    session.commit()
    work(app)
    assert sorted(post.recipients) == [HEAD, HEAD, MANAGER]
    hungarian = post.mails[post.recipients.index(MANAGER)]
    assert hungarian["Subject"] == "Auditapp – Jelentés: Subotica, Korzo"
    assert "2026. március 11." in text_of(hungarian)
    slovak = post.mails[post.recipients.index(HEAD)]
    assert "správa z návštevy je hotová" in text_of(slovak)
    assert [part.get_content_type() for part in slovak.walk()] == [
        "multipart/alternative", "text/plain", "text/html"
    ]  # fmt: skip
    assert states(session) == [DeliveryState.SENT] * 3


@on_one_database
def test_a_wave_is_told_of_when_all_of_it_is_made(
    app: Flask, auditing: Auditing, people: People, client: PageClient, post: MailServer, wants: Wants
) -> None:
    wants(people.head_office, MailChoice.WAVE)
    wants(people.store_manager, MailChoice.EACH)
    wave = auditing.wave()
    auditing.visit(wave=wave)
    auditing.visit(store_id=people.far_store_id, wave=wave)
    work(app)
    assert post.recipients == [MANAGER]
    client.log_in(people.admin)
    wants(people.store_manager, MailChoice.WAVE)  # who was told of the own store already
    hand_over(client, wave.id)
    work(app)
    assert post.recipients == [MANAGER, HEAD]
    assert "2 jelentés készült el Önnek" in text_of(post.mails[1])
    with frozen_at(MARCH + timedelta(days=2)):
        archive = client.http.get(path_in(post.mails[1], "mailed/(?!stop)"))
    assert len(ZipFile(BytesIO(archive.data)).namelist()) == 2
    client.get(f"/reports/waves/{wave.id}")
    assert client.page.texts("dl.facts dt") + client.page.texts("dl.facts dd") == ["Sent", "2"]


@on_one_database
def test_a_client_that_wants_files_gets_them(
    app: Flask, auditing: Auditing, people: People, session: Session, post: MailServer, wants: Wants
) -> None:
    wants(people.head_office, MailChoice.WAVE)  # and is told of what belongs to no wave by itself
    session.get_one(Client, people.client_id).mail_files = True
    session.commit()
    auditing.visit()
    work(app)
    [mail] = post.mails
    [file] = mail.iter_attachments()
    assert file.get_filename() == "Subotica-Korzo_2026-03-11_hu.pdf"
    assert len(PdfReader(BytesIO(file.get_content())).pages) > 1
    assert "/mailed/stop/" in text_of(mail)
    assert len(re.findall("/mailed/", text_of(mail))) == 1


@on_one_database
def test_the_link_leads_to_its_report_for_a_fortnight_and_nowhere_else(
    app: Flask,
    auditing: Auditing,
    people: People,
    session: Session,
    post: MailServer,
    wants: Wants,
    new_client: NewClient,
) -> None:
    wants(people.store_manager, MailChoice.EACH)
    auditing.visit()
    work(app)
    link, stranger = path_in(post.mails[0], "mailed/(?!stop)"), new_client()
    with frozen_at(MARCH + timedelta(days=14)):
        answer = stranger.http.get(link)
        assert (answer.status_code, answer.data[:5]) == (200, b"%PDF-")
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "noindex" in answer.headers["X-Robots-Tag"]
        assert answer.headers["Cache-Control"] == "no-store"
        stranger.get(link.replace(link[-9], "A" if link[-9] != "A" else "B"), 404)
        stranger.get("/mailed/" + path_in(post.mails[0], "mailed/stop/").rpartition("/")[2], 404)
    with frozen_at(MARCH + timedelta(days=16)):
        page = stranger.get(link, 410)
    assert page.h1 == "This link has expired"
    assert "26 March 2026" in page.text
    for scope in session.exec(select(Scope).where(Scope.user_id == people.store_manager.id)):
        session.delete(scope)
    session.commit()
    with frozen_at(MARCH + timedelta(days=14)):
        stranger.get(link, 404)
        statuses = {new_client().http.get(f"/mailed/x{number}").status_code for number in range(31)}
    assert statuses == {404, 429}


@on_one_database
def test_a_link_can_be_loaded_often_but_not_without_end(
    app: Flask, auditing: Auditing, people: People, session: Session, post: MailServer, wants: Wants,
    client: PageClient,
) -> None:  # fmt: skip
    wants(people.store_manager, MailChoice.EACH)
    auditing.visit()
    work(app)
    session.get_one(User, people.store_manager.id).active = False
    session.commit()
    link = path_in(post.mails[0], "mailed/(?!stop)")
    with frozen_at(MARCH + timedelta(days=2)):
        assert [client.http.get(link).status_code for _ in range(31)] == [404] * 30 + [429]


def test_readers_choose_and_end_their_mails(
    app: Flask, auditing: Auditing, people: People, session: Session, post: MailServer, new_client: NewClient
) -> None:
    reader = new_client().log_in(people.store_manager)
    reader.get("/reports")
    reader.follow("E-mails")
    with frozen_at(MARCH - timedelta(days=1)):
        reader.submit("Save", choice="each")
    old = auditing.visit(Told(at=MARCH - timedelta(days=40)))
    auditing.visit()
    work(app)
    assert [mail.visit_id for mail in session.exec(select(Delivery))] == [old.id + 1]
    session.rollback()
    stranger = new_client()
    page = stranger.get(path_in(post.mails[0], "mailed/stop/"))
    assert page.h1 == "End the e-mails?"
    assert page.response.headers["Referrer-Policy"] == "same-origin"  # without it no form is taken over HTTPS
    assert stranger.submit("Yes, end them").h1 == "The e-mails have ended"
    page = reader.get("/reports/mails")
    assert [button.get("value") for button in page.all("input[type=radio][checked]")] == [""]
    with frozen_at(MARCH + timedelta(days=5)):
        auditing.visit(Told(at=MARCH + timedelta(days=4)))
    work(app)
    assert len(post.mails) == 1


@on_one_database
def test_a_mail_programs_button_ends_the_mails_at_once(
    app: Flask, auditing: Auditing, people: People, session: Session, post: MailServer, wants: Wants,
    new_client: NewClient,
) -> None:  # fmt: skip
    wants(people.store_manager, MailChoice.EACH)
    auditing.visit()
    work(app)
    address = post.mails[0]["List-Unsubscribe"].strip("<>")
    assert address in text_of(post.mails[0])
    path, button = address.removeprefix("https://audits.example"), {"List-Unsubscribe": "One-Click"}
    program = new_client()
    assert program.http.get(path).status_code == 200
    assert session.get(MailSubscription, people.store_manager.id) is not None  # looking ends nothing
    session.rollback()
    for _ in range(40):
        page = Page(program.post(path, 200, data=button))
        assert page.h1 == "The e-mails have ended"
        assert people.store_manager.name not in page.text
    program.post(path[:-1] + "-", 404, data=button)
    assert session.get(MailSubscription, people.store_manager.id) is None
    entries = session.exec(select(AuditEntry.details).where(AuditEntry.action == "mails.chosen")).all()
    assert len(entries) == 2  # once wanted, once ended


@on_one_database
def test_a_mail_whose_fate_nobody_knows_waits_for_somebody_to_decide(
    app: Flask, auditing: Auditing, people: People, session: Session, post: MailServer, wants: Wants,
    client: PageClient,
) -> None:  # fmt: skip
    wants(people.store_manager, MailChoice.EACH)
    wants(people.head_office, MailChoice.EACH)
    post.answers = [CUT, "552 mailbox full"]
    wave = auditing.wave()
    address = f"/reports/waves/{wave.id}"
    auditing.visit(wave=wave)
    work(app, times=3)
    assert sorted(states(session)) == [DeliveryState.FAILED, DeliveryState.UNCERTAIN]
    assert len(post.mails) == 1
    page = client.log_in(people.reviewer).get(address)
    assert "it may have arrived" in page.text
    assert "Is the address right?" in page.text
    for button in page.all("form[action*=mails] button"):
        client.submit(str(button.get("aria-label")))  # the name that is read out
    work(app)
    assert states(session) == [DeliveryState.SENT] * 2
    client.post(f"{address}/mails/1", 302, data={"csrf_token": token_of(client)})
    work(app)
    assert len(post.mails) == 3


def token_of(client: PageClient) -> str:
    return str(client.get("/reports").one("footer input[name=csrf_token]").get("value"))


@on_one_database
def test_a_worker_that_dies_while_sending_does_not_send_twice(
    app: Flask, auditing: Auditing, people: People, session: Session, post: MailServer, wants: Wants
) -> None:
    wants(people.store_manager, MailChoice.EACH)
    auditing.visit()
    work(app)
    session.exec(select(Delivery)).one().state = DeliveryState.SENDING  # as it stood then
    session.exec(select(Job).where(Job.kind == "report.mail")).one().state = "queued"  # type: ignore[assignment]  # taken back by the sweep
    session.commit()
    work(app)
    assert states(session) == [DeliveryState.UNCERTAIN]
    assert len(post.mails) == 1


@on_one_database
def test_a_server_that_is_down_is_asked_again(
    app: Flask, auditing: Auditing, people: People, session: Session, post: MailServer, wants: Wants
) -> None:
    wants(people.store_manager, MailChoice.EACH)
    post.answers = ["451 later", "421 later still"]
    auditing.visit()
    work(app)
    assert states(session) == [DeliveryState.WAITING]
    work(app, times=3)
    assert states(session) == [DeliveryState.SENT]
    assert len(post.mails) == 1


@on_one_database
@pytest.mark.parametrize("language", Language)
def test_mails_read_well_in_every_language(app: Flask, language: Language) -> None:
    words = {
        "language": language.value, "subject": "S", "name": "Žika", "store": "Korzo", "day": "1. 2.", "wave": "W",
        "count": 3, "link": "https://l.example", "until": "3. 4.", "read": "https://r.example",
        "stop": "https://s.example", "carries": False,
    }  # fmt: skip
    with app.app_context(), force_locale(locale_of(language)):
        for name in ("report", "wave"):
            text = app.jinja_env.get_template(f"emails/{name}.txt").render(words)
            assert re.findall(r"https://\w", text) == ["https://l", "https://r", "https://s"]
            assert not re.search(r"\n{3}| \n|^\s", text), text
            root, objections = parse(app.jinja_env.get_template(f"emails/{name}.html").render(words))
            assert objections == []
            assert [link.get("href") for link in root.iter("a")] == re.findall(r"https://\S+", text)
