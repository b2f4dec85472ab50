"""Making staff sheets in the background."""

from auditapp.core.jobs import JobFailed, Work, handler
from auditapp.domain.language import Language
from auditapp.domain.lifecycle import VisitState
from auditapp.domain.paper import PageSize
from auditapp.reports.paper_drawing import Design, Printable, make_paper
from auditapp.reports.papers import Paper
from auditapp.reports.staff.content import StaffSheet, staff_sheet
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


def printable_sheet(sheet: StaffSheet, paper: Paper, page_size: PageSize = PageSize.A4) -> Printable:
    """The sheet as it is printed."""
    return Printable(
        paper=paper,
        content=sheet,
        language=Language(sheet.language),
        made_at=sheet.published_at,
        page_size=page_size,
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
    make_paper(work, DESIGN, printable_sheet(sheet, staff_paper(visit, language)))
