"""Making staff sheets in the background."""

from auditapp.core.jobs import JobFailed, Work, handler
from auditapp.domain.language import Language
from auditapp.domain.lifecycle import VisitState
from auditapp.reports.paper_drawing import Design, make_paper
from auditapp.reports.papers import Paper
from auditapp.reports.staff.content import staff_sheet
from auditapp.visits.models import Visit

RENDER = "staff.render"
DESIGN = Design("staff", sizes=("roomy", "snug", "snug dense"))


def staff_paper(visit: Visit, language: Language) -> Paper:
    """The staff sheet of a published visit."""
    return Paper(
        kind=RENDER,
        key=f"staff/{visit.id}/{language.value}",
        payload={"visit": visit.id, "language": language.value},
    )


@handler(RENDER)
def render_staff_sheet(work: Work) -> None:
    """Make one sheet and keep it."""
    language = Language(work.payload["language"])
    with work.reading() as session:
        visit = session.get_one(Visit, work.payload["visit"])
        if visit.state != VisitState.PUBLISHED:
            raise JobFailed("not_published", "The visit is not published, so there is no sheet of it.")
        sheet = staff_sheet(session, visit, language)
    make_paper(work, DESIGN, sheet, staff_paper(visit, language), language, sheet.published_at)
