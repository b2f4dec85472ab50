"""Making summaries in the background, each for the scope of whoever asked."""

import hashlib
from datetime import date, datetime

from sqlmodel import Session, col, select

from auditapp.accounts.models import User
from auditapp.accounts.queries import user_for
from auditapp.core.errors import NotFound
from auditapp.core.jobs import Job, JobFailed, JobState, Work, handler
from auditapp.domain.language import Language
from auditapp.reports.paper_drawing import Design, Printable, make_paper
from auditapp.reports.papers import FOLDER, Paper, forget_paper, order_paper
from auditapp.reports.summary.composing import summary_content
from auditapp.reports.summary.content import SummaryContent
from auditapp.reports.summary.facts import facts_of
from auditapp.reports.summary.queries import sees_whole_client, wave_for
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
        key=f"{_family(wave.id, checklist_id, content.language)}{digest}",
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
    with work.finishing() as session:
        order_paper(
            session, paper
        )  # it is another one than was ordered, where something was published meanwhile
        for earlier in _replaced(session, reader, wave, paper):
            forget_paper(session, earlier)


def _family(wave_id: int, checklist_id: int, language: str) -> str:
    """How the keys of a wave's summaries in one language begin."""
    return f"summary/{wave_id}-{checklist_id}/{language}-"


def _replaced(session: Session, reader: User, wave: Wave, paper: Paper) -> list[Job]:
    """The orders of summaries that this one replaces: earlier ones of what the same reader sees."""
    asked = paper.payload
    family = _family(wave.id, asked["checklist"], asked["language"])
    query = select(Job).where(
        Job.kind == RENDER,
        col(Job.key).startswith(f"{FOLDER}/{family}", autoescape=True),
        Job.key != paper.storage_key,
        col(Job.state).in_((JobState.DONE, JobState.FAILED)),
    )
    return [
        job for job in session.exec(query) if _sees_the_same(session, reader, job.payload["reader"], wave)
    ]


def _sees_the_same(session: Session, reader: User, other_id: int, wave: Wave) -> bool:
    other = session.get(User, other_id)
    if other is None or other.id == reader.id:
        return True
    return all(sees_whole_client(session, user, wave.client_id) for user in (reader, other))
