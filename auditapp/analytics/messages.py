"""Words for how the working out of an impact goes on, by the codes that jobs carry."""

from flask_babel import gettext as _

from auditapp.core.jobs import Job, JobState


def step_text(job: Job) -> str:
    """What is being done at the moment."""
    if job.state is JobState.QUEUED:
        return str(_("Waiting for its turn …"))
    return str(_("Scoring the visits once more …"))


def failure_text(job: Job) -> str:
    """Why it could not be worked out, and what helps."""
    texts = {
        "draft_changed": _("The draft was changed meanwhile. Work it out again."),
        "database_down": _("The database could not be reached or is full. Try again in a few minutes."),
        "too_long": _("It took too long and was stopped. Try again when less is going on."),
    }
    return str(
        texts.get(job.reason) or _("Something went wrong. Try again; the log of the server says more.")
    )
