"""A checklist from its first word to the report of a visit, and through a change that leaves that visit as it was."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Page, expect
from pypdf import PdfReader
from sqlmodel import Session

from auditapp.accounts.queries import user_for
from auditapp.checklists.models import ChecklistVersion
from auditapp.reviews.services import publish_visit
from auditapp.visits.models import Visit
from tests.browser.test_checklist_change import read, report_of, standing
from tests.browser.test_checklist_editor import make_conditional, make_critical
from tests.support.browser import let_in
from tests.support.editor import Editor
from tests.support.fieldwork import Fieldwork
from tests.support.people import People
from tests.support.visits import plan_visit

MORE = tuple(f"Was place {number} in order?" for number in range(1, 29))
POOR = frozenset({"was_place_3_in_order"})


@pytest.fixture
def auditor(hand: BrowserContext, app: Flask, live_server: str, people: People) -> Page:
    """The auditor's phone."""
    let_in(hand, app, live_server, people.auditor)
    return hand.new_page()


@pytest.mark.long
def test_a_new_checklist_is_written_used_and_changed_and_the_old_visit_stays(
    blank: Editor,
    auditor: Page,
    session: Session,
    people: People,
    run_jobs: Callable[[], int],
    tmp_path: Path,
) -> None:
    desk = blank.page
    _write(blank)
    _publish(desk, blank.slug, 1, run_jobs)
    version_id = blank.draft_id
    visit_id = plan_visit(session, people, session.get_one(ChecklistVersion, version_id), scenario=None).id
    session.rollback()
    _audit(auditor, visit_id, tmp_path)
    publish_visit(session, user_for(session, people.reviewer.id), session.get_one(Visit, visit_id))
    session.commit()
    run_jobs()

    before, report = standing(session, visit_id), report_of(desk, visit_id)
    sheet = f"/checklists/versions/{version_id}/guidance.pdf"
    checklist, guidance = _file(desk, version_id), read(desk, sheet)
    text = _text(report, tmp_path)
    assert all(
        part in text for part in ("Was place 3 in order?", "Was place 28 in order?", "Were you greeted?")
    )

    desk.goto(f"/checklists/{blank.slug}")
    desk.get_by_role("button", name="Edit as a new draft").click()
    blank.ready()
    blank.go("1.5")
    blank.write("weight", "9")
    expect(blank.saving).to_have_attribute("data-state", "saved")
    _publish(desk, blank.slug, 2, run_jobs, "1 visit:")
    assert standing(session, visit_id) == before
    assert report_of(desk, visit_id) == report
    assert (_file(desk, version_id), read(desk, sheet)) == (checklist, guidance)


def _write(editor: Editor) -> None:
    """Thirty questions in two languages, the first critical, the second asked where the first was answered with yes."""
    editor.page.get_by_role("button", name="+ Section").click()
    editor.write_both("title", "Welcome", "Дочек")
    editor.add_questions("Was the shop open?", "Were you greeted?", *MORE)
    make_critical(editor)
    make_conditional(editor)
    for number in range(len(MORE)):
        editor.go(f"1.{number + 3}")
        editor.write("text.sr-Cyrl", f"Да ли је место {number + 1} у реду?")
    editor.go("")
    editor.write_both("title", "Our shops", "Наше продавнице")
    stored = editor.saved()
    assert len(stored["sections"][0]["questions"]) == 2 + len(MORE)


def _publish(desk: Page, slug: str, number: int, run_jobs: Callable[[], int], impact: str = "") -> None:
    desk.goto(f"/checklists/{slug}/publish")
    desk.get_by_label("Why is there this version?").fill("It is wanted.")
    if impact:
        expect(desk.locator("#impact")).to_contain_text("Waiting for its turn")
        run_jobs()
        expect(desk.locator("#impact")).to_contain_text(impact)
    for box in desk.locator("input[name=accepted]").all():
        box.check()
    desk.get_by_label("Why may the warnings stay?").fill("The actions come later.")
    desk.get_by_role("button", name=f"Yes, publish version {number}").click()
    expect(desk.locator(".message")).to_contain_text(f"Version {number} is published")


def _audit(phone: Page, visit: int, folder: Path) -> None:
    phone.goto(f"/visits/{visit}")
    expect(phone.locator("html")).to_have_class("enhanced")
    work = Fieldwork(phone, folder, POOR)
    work.answer_everything()
    work.hand_in()


def _file(desk: Page, version: int) -> bytes:
    return bytes(desk.request.get(f"/checklists/versions/{version}/export.yaml").body())


def _text(report: bytes, folder: Path) -> str:
    file = folder / "report.pdf"
    file.write_bytes(report)
    return " ".join(" ".join(page.extract_text() for page in PdfReader(file).pages).split())
