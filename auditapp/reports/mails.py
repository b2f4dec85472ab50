"""What e-mails about reports say, in the language of whoever reads them."""

from typing import Any

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlmodel import Session

from auditapp.core.clock import now
from auditapp.core.config import Settings
from auditapp.core.filenames import in_plain_letters
from auditapp.core.i18n import date_text, locale_of
from auditapp.core.mail import Mail, MailFile
from auditapp.core.storage import Storage
from auditapp.domain.language import Language
from auditapp.reports.batch_queries import items_of
from auditapp.reports.deliveries import visits_to_tell
from auditapp.reports.mail_links import LIFE, FileLink, write_file_link, write_stop_link
from auditapp.reports.models import Delivery, MailSubscription, ReportBatch
from auditapp.reports.naming import name_of
from auditapp.reports.queries import days_of, report_file
from auditapp.reports.readers import seen_by
from auditapp.visits.models import Visit

LARGEST_FILE = 10_000_000
"""What a mail may carry: most mail servers refuse more than some 25 MB, a third of which the encoding takes."""


def mail_of(session: Session, storage: Storage, delivery: Delivery) -> Mail | None:
    """The mail that a delivery stands for; None where nobody wants it any more, or may have it.

    Needs the app's context. Raises StorageMissing and StorageDown where the mail carries the report.
    """
    user = delivery.user
    if not user.active or session.get(MailSubscription, user.id) is None:
        return None
    with force_locale(locale_of(Language(delivery.language))):
        if delivery.visit is not None:
            return _about_report(session, storage, delivery, delivery.visit)
        return _about_wave(session, delivery, delivery.batch) if delivery.batch is not None else None


def _about_report(session: Session, storage: Storage, delivery: Delivery, visit: Visit) -> Mail | None:
    language = Language(delivery.language)
    file = report_file(session, visit, language)
    if file is None or not seen_by(session, delivery.user, [visit.id]):
        return None
    carries = visit.store.region.client.mail_files and file.size <= LARGEST_FILE
    name = in_plain_letters(name_of(session, visit, language))
    files = [MailFile(name, storage.get(file.storage_key))] if carries else []
    return _written(
        delivery,
        "report",
        _("Report: %(store)s", store=visit.store.name_and_city),
        files,
        store=visit.store.name_and_city,
        day=date_text(days_of(session, [visit])[visit.id], language),
        read=f"reports/visits/{visit.id}",
    )


def _about_wave(session: Session, delivery: Delivery, batch: ReportBatch) -> Mail | None:
    made = {visit for visit, language in items_of(session, batch) if language == delivery.language}
    visits = visits_to_tell(session, delivery.user, made)
    if not visits:
        return None
    subject = _("Reports: %(wave)s", wave=batch.wave.name)
    read = f"reports/waves/{batch.wave_id}"
    return _written(delivery, "wave", subject, [], wave=batch.wave.name, count=len(visits), read=read)


def _written(
    delivery: Delivery, template: str, subject: str, files: list[MailFile], *, read: str, **words: object
) -> Mail:
    settings: Settings = current_app.extensions["auditapp.settings"]
    until = now() + LIFE
    token = write_file_link(settings.secret_key, FileLink(delivery.id, until))
    stop = write_stop_link(settings.secret_key, delivery.user.id)
    words |= {
        "name": delivery.user.name,
        "carries": bool(files),
        "link": f"{settings.public_url}/mailed/{token}",
        "until": date_text(until.astimezone(settings.timezone).date(), Language(delivery.language)),
        "read": f"{settings.public_url}/{read}",
        "stop": f"{settings.public_url}/mailed/stop/{stop}",
        "subject": subject,
        "language": delivery.language,
    }
    return Mail(
        key=f"delivery:{delivery.id}",
        name=delivery.user.name,
        address=delivery.user.email,
        subject=f"{settings.agency_name} – {subject}",
        text=_rendered(f"emails/{template}.txt", words),
        html=_rendered(f"emails/{template}.html", words),
        stop=str(words["stop"]),
        files=files,
    )


def _rendered(template: str, words: dict[str, Any]) -> str:
    # Not render_template: what pages are given about the request's user is no business of a mail.
    return current_app.jinja_env.get_template(template).render(words)
