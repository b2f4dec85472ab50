"""Words for how the making of a report goes on, by the codes that jobs carry."""

from flask_babel import gettext as _

from auditapp.core.jobs import Job, JobState
from auditapp.reports.models import Delivery, DeliveryState


def step_text(job: Job | None) -> str:
    """What is being done at the moment."""
    if job is None or job.state is JobState.QUEUED:
        return str(_("Waiting for its turn …"))
    texts = {
        "composing": _("Collecting answers and figures …"),
        "drawing": _("Drawing the pages …"),
        "storing": _("Putting the file away …"),
        "photos_missing": _("Putting the file away. A photo is missing; a placeholder stands in its place."),
    }
    return str(texts.get(job.label) or _("At work …"))


def failure_text(job: Job) -> str:
    """Why a report could not be made, and what helps."""
    texts = {
        "not_published": _("The visit is no longer published, so there is no report of it."),
        "no_signing_key": _(
            "The agency’s signing key is missing or cannot be used, so no report can be made. Tell the agency."
        ),
        "storage_down": _("The file storage could not be reached or is full. Try again in a few minutes."),
        "database_down": _("The database could not be reached or is full. Try again in a few minutes."),
        "machine": _(
            "The server ran out of memory or disk space. Try again later, and tell the agency if it stays so."
        ),
        "worker_lost": _(
            "The work was interrupted several times. Try again, and tell the agency if it stays so."
        ),
        "too_long": _("It took too long and was stopped. Try again, and tell the agency if it stays so."),
    }
    return str(
        texts.get(job.reason) or _("Something went wrong. Try again, and tell the agency if it stays so.")
    )


def mail_text(delivery: Delivery, job: Job | None) -> str:
    """Why an e-mail was not sent, and what helps."""
    if delivery.state in {DeliveryState.UNCERTAIN, DeliveryState.SENDING}:
        return str(
            _("The work was interrupted while sending: it may have arrived. Ask before you send it again.")
        )
    texts = {
        "mail_down": _("The mail server could not be reached."),
        "mail_refused": _("The mail server refused it. Is the address right?"),
        "file_missing": _("The report’s file was lost. Have the report made again, then send the e-mail."),
    }
    return str(texts.get(job.reason if job else "") or _("Something went wrong."))
