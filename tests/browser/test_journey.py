"""The main job from end to end: assigned, audited on a phone, returned, corrected, published, read by the client."""

import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from fractions import Fraction
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlmodel import Session, select

from auditapp.accounts.queries import user_for
from auditapp.actions.models import Action
from auditapp.checklists.services import import_definition, publish_version
from auditapp.checklists.yaml_format import read_checklist
from auditapp.core.config import PROJECT_ROOT
from auditapp.core.i18n import number_text
from auditapp.domain.language import Language, text_in
from auditapp.domain.scoring import percent
from auditapp.visits.models import Visit
from tests.support import browser as chromium
from tests.support.fieldwork import Fieldwork
from tests.support.people import People, Person

POOR = frozenset(
    {"welcome_help_wait", "needs_open_questions", "premises_light", "close_thanks", "premises_clean"}
)
MENDED = "Dodao sam koliko je trajalo: četiri minuta, mereno štopericom."
LETTERS = {Language.HUNGARIAN: "őű", Language.SERBIAN_CYRILLIC: "жњ", Language.SERBIAN_LATIN: "čđ"}


@pytest.fixture
def window(
    chromium_browser: Browser, live_server: str, complaints: chromium.Complaints
) -> Iterator[Callable[..., Page]]:
    """Opens a browser of its own for somebody, by default on a desk, and logs them in."""
    with ExitStack() as windows:

        def open_for(person: Person, device: Mapping[str, object] = chromium.DESK) -> Page:
            visitor = chromium.visitor(chromium_browser, live_server, complaints, **device)
            page = windows.enter_context(visitor).new_page()
            chromium.log_in(page, person)
            return page

        yield open_for


@pytest.mark.long
def test_from_an_assigned_visit_to_the_clients_action_plan(
    session: Session,
    people: People,
    window: Callable[..., Page],
    run_jobs: Callable[[], int],
    complaints: chromium.Complaints,
    tmp_path: Path,
) -> None:
    version_id = _publish_checklist(session, people)
    reviewer = window(people.reviewer)
    phone = window(people.auditor, chromium.PHONE)

    _assign(window(people.admin), people, version_id)
    fieldwork = _audit(phone, tmp_path)
    assert len(fieldwork.answered) >= 40
    assert fieldwork.photos >= 5

    visit_id = session.exec(select(Visit.id)).one()
    session.rollback()  # lets go of SQLite's lock, which the server needs now
    _return(reviewer)
    _correct(phone, fieldwork)
    _publish(reviewer, visit_id)
    assert run_jobs() >= len(Language)

    expected = {language: _expected_words(session, visit_id, language) for language in LETTERS}
    session.rollback()
    head_office = window(people.head_office)
    for language in LETTERS:
        text = _text_of_pdf(_download(head_office, visit_id, language, tmp_path))
        assert [words for words in expected[language] if words not in text] == []

    stranger = window(people.stranger)
    for address in (f"/reports/visits/{visit_id}", f"/reports/visits/{visit_id}/hu.pdf"):
        answer = stranger.goto(address)
        assert answer is not None
        assert answer.status == 404
    complaints.expect("404")


def _publish_checklist(session: Session, people: People) -> int:
    admin = user_for(session, people.admin.id)
    content = (PROJECT_ROOT / "checklists" / "retail-visit.yaml").read_bytes()
    version = import_definition(session, admin, read_checklist(content))
    publish_version(session, admin, version)
    session.commit()
    return version.id


def _assign(page: Page, people: People, version_id: int) -> None:
    page.goto("/planning/new")
    page.locator("[name=store_id]").select_option(str(people.store_id))
    page.locator("[name=version_scenario]").select_option(f"{version_id}:gift_buyer")
    page.locator("[name=auditor_id]").select_option(str(people.auditor.id))
    page.locator("main form button").last.click()
    expect(page.locator(".message")).to_contain_text("Subotica")


def _audit(phone: Page, folder: Path) -> Fieldwork:
    phone.goto("/home")
    phone.get_by_role("link", name="Start").click()
    chromium.assert_fits(phone)
    fieldwork = Fieldwork(phone, folder, POOR)
    phone.locator('button[value="check_in"]').click()
    fieldwork.answer_everything()
    while fieldwork.photos < 5:
        fieldwork.add_photo("premises_clean")
    phone.locator('button[value="check_out"]').click()
    fieldwork.hand_in()
    return fieldwork


def _return(page: Page) -> None:
    page.goto("/reviews")
    page.get_by_role("link", name="Subotica").first.click()
    question = page.locator("#q-welcome_help_wait")
    question.locator("summary", has_text="mend").click()
    question.locator("textarea").fill("Please say how long it took, and how you measured it.")
    page.get_by_role("button", name="Return the visit").click()
    expect(page.locator(".message")).to_contain_text("Eszter Őry")


def _correct(phone: Page, fieldwork: Fieldwork) -> None:
    phone.goto("/home")
    phone.get_by_role("link", name="Correct").click()
    expect(fieldwork.holder("welcome_help_wait")).to_contain_text("how you measured it")
    fieldwork.remark("welcome_help_wait", MENDED)
    fieldwork.hand_in()


def _publish(page: Page, visit_id: int) -> None:
    page.goto(f"/reviews/{visit_id}")
    expect(page.locator("#q-welcome_help_wait")).to_contain_text(MENDED)
    page.get_by_text("Publish the visit").click()
    page.get_by_role("button", name="Yes, publish").click()
    expect(page.locator(".message").first).to_contain_text("Published")


def _download(page: Page, visit_id: int, language: Language, folder: Path) -> Path:
    page.goto("/reports")
    page.get_by_role("link", name="Open").first.click()
    with page.expect_download() as started:
        page.locator(f'a[href*="/visits/{visit_id}/{language}.pdf"]').first.click()
    file = folder / started.value.suggested_filename
    started.value.save_as(file)
    assert "Subotica" in file.name
    return file


def _text_of_pdf(file: Path) -> str:
    text = subprocess.run(
        ["pdftotext", "-raw", str(file), "-"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return " ".join(text.replace("\N{SOFT HYPHEN}", "").split())


def _expected_words(session: Session, visit_id: int, language: Language) -> list[str]:
    """Store, score, what each action is about, and letters that only this language has."""
    visit = session.get_one(Visit, visit_id)
    total = percent(visit.score or Fraction(0))
    plan = session.exec(select(Action).where(Action.visit_id == visit_id)).all()
    assert len(plan) >= len(POOR)
    actions = [" ".join(text_in(action.what, language).split()) for action in plan]
    return [visit.store.name, number_text(total, language), *actions, *LETTERS[language]]
