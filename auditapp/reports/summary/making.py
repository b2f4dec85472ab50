"""Making summaries in the background, each for the scope of whoever asked."""

import hashlib
from datetime import date, datetime

from sqlmodel import Session

from auditapp.accounts.models import User
from auditapp.accounts.queries import user_for
from auditapp.core.errors import NotFound
from auditapp.core.jobs import JobFailed, Work, handler
from auditapp.domain.language import Language
from auditapp.reports.paper_drawing import Design, Printable, make_paper
from auditapp.reports.papers import Paper
from auditapp.reports.summary.composing import summary_content
from auditapp.reports.summary.content import SummaryContent
from auditapp.reports.summary.facts import facts_of
from auditapp.reports.summary.queries import wave_for
from auditapp.visits.models import Wave

RENDER = "summary.render"
DESIGN = Design("summary")


def summary_of(
    session: Session, actor: User, wave: Wave, checklist_id: int, language: Language, today: date
) -> SummaryContent:
    """The summary of a wave as `actor` may see it. Needs the app's context."""
    return summary_content(facts_of(session, actor, wave, checklist_id, today), language)


def summary_paper(actor: User, wave: Wave, checklist_id: int, content: SummaryContent, today: date) -> Paper:
    """The file of this content: what is said in it decides, so who may see other stores has another file, and what was

    published or done since makes a new one.
    """
    digest = hashlib.sha256(repr(content).encode()).hexdigest()[:32]
    return Paper(
        kind=RENDER,
        key=f"summary/{wave.id}-{checklist_id}/{content.language}-{digest}",
        payload={
            "reader": actor.id,
            "wave": wave.id,
            "checklist": checklist_id,
            "language": content.language,
            "today": today.isoformat(),
        },
    )


def printable_summary(content: SummaryContent, paper: Paper) -> Printable:
    """The summary as it is printed."""
    return Printable(
        paper=paper,
        content=content,
        language=Language(content.language),
        made_at=datetime.fromisoformat(content.made_at),
    )


@handler(RENDER)
def render_summary(work: Work) -> None:
    """Make one summary and keep it: of what its reader may see by now."""
    asked = work.payload
    language, today = Language(asked["language"]), date.fromisoformat(asked["today"])
    work.report(5, "composing")
    with work.reading() as session:
        try:
            reader = user_for(session, asked["reader"])
            wave = wave_for(session, reader, asked["wave"], asked["checklist"])
        except NotFound as error:
            raise JobFailed("not_published", "Nothing of the wave may be seen any more.") from error
        content = summary_of(session, reader, wave, asked["checklist"], language, today)
        paper = summary_paper(reader, wave, asked["checklist"], content, today)
    make_paper(work, DESIGN, printable_summary(content, paper))
