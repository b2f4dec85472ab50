"""Batches and their e-mails in the background. Handlers run inside the app's context."""

from itertools import islice

from flask import current_app
from sqlmodel import Session

from auditapp.core.clock import now
from auditapp.core.jobs import JobFailed, TryAgain, Work, handler
from auditapp.core.mail import Mail, MailDown, Mailer, MailRefused, MailUncertain
from auditapp.core.storage import StorageMissing
from auditapp.reports.batches import FILL, TELL, add_items, end_if_all_made, wanted
from auditapp.reports.deliveries import MAIL, tell_of_batch
from auditapp.reports.mails import mail_of
from auditapp.reports.models import Delivery, DeliveryState, ReportBatch

AT_ONCE = 50
"""Reports that are ordered in one transaction: others want to write, too."""
MAIL_ATTEMPTS = 7
"""After 10 s, 30 s, 90 s …: the last one two hours after the first."""


@handler(FILL)
def fill_batch(work: Work) -> None:
    """Order the reports of a batch, some at a time: what an interrupted run ordered stays ordered."""
    with work.reading() as session:
        batch = session.get_one(ReportBatch, work.payload["batch"])
        places = iter(sorted(wanted(session, batch.wave, again=batch.again)))
    while some := list(islice(places, AT_ONCE)):
        with work.writing() as session:
            add_items(session, session.get_one(ReportBatch, batch.id), some)
    with work.finishing() as session:
        batch = session.get_one(ReportBatch, batch.id)
        batch.filled_at = now()
        session.flush()
        end_if_all_made(session, batch)


@handler(TELL)
def tell_people(work: Work) -> None:
    """Order the e-mails about a batch that is at its end."""
    with work.finishing() as session:
        tell_of_batch(session, session.get_one(ReportBatch, work.payload["batch"]))


@handler(MAIL, max_attempts=MAIL_ATTEMPTS)
def send_mail(work: Work) -> None:
    """Send one e-mail, at most once; see `deliveries.py`."""
    mail, interrupted = _prepared(work)
    if mail is None:
        with work.finishing() as session:
            _mark(session, work, DeliveryState.UNCERTAIN if interrupted else DeliveryState.WITHDRAWN)
        return
    with work.writing() as session:
        _mark(session, work, DeliveryState.SENDING)
    _hand_over(work, mail)
    with work.finishing() as session:
        _mark(session, work, DeliveryState.SENT).sent_at = now()


def _prepared(work: Work) -> tuple[Mail | None, bool]:
    """The mail; or none, and whether that is because an earlier run was interrupted while handing it over."""
    with work.reading() as session:
        delivery = session.get_one(Delivery, work.payload["delivery"])
        if delivery.state is DeliveryState.SENDING:
            return None, True
        try:
            return mail_of(session, work.storage, delivery), False
        except StorageMissing:
            raise JobFailed("file_missing", "The report's file is no longer in the storage.") from None


def _hand_over(work: Work, mail: Mail) -> None:
    mailer: Mailer = current_app.extensions["auditapp.mailer"]
    try:
        mailer.send(mail)
    except MailDown as error:
        _note(work, DeliveryState.WAITING if work.attempt < MAIL_ATTEMPTS else DeliveryState.FAILED)
        raise TryAgain("mail_down", f"The mail server does not take mails: {error}") from error
    except MailRefused as error:
        _note(work, DeliveryState.FAILED)
        raise JobFailed("mail_refused", f"The mail server refused the mail: {error}") from error
    except MailUncertain as error:
        _note(work, DeliveryState.UNCERTAIN)
        raise JobFailed("mail_uncertain", "The connection broke while the mail was handed over.") from error


def _note(work: Work, state: DeliveryState) -> None:
    with work.writing() as session:
        _mark(session, work, state)


def _mark(session: Session, work: Work, state: DeliveryState) -> Delivery:
    delivery = session.get_one(Delivery, work.payload["delivery"])
    delivery.state = state
    return delivery
