"""A checklist is changed after visits were published by it: the admin sees what that would do, and nothing old changes."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlmodel import Session, col, select

from auditapp.analytics.services import order_impact
from auditapp.checklists.models import ChecklistVersion, VersionState
from auditapp.checklists.services import import_definition
from auditapp.domain.definition import parse_definition
from auditapp.domain.language import Language
from auditapp.reports.services import order_report
from auditapp.visits.models import Visit
from tests.reports.published import Auditing, Told
from tests.support.browser import assert_accessible, assert_fits, let_in
from tests.support.people import People
from tests.support.visits import EVERYTHING, publish

RunJobs = Callable[[], int]


@pytest.fixture
def auditing(app: Flask, session: Session, people: People) -> Auditing:
    """Makes visits whose report is in Hungarian."""
    auditing = Auditing(session, app.extensions["auditapp.storage"], people, publish(session, people))
    auditing.report_in(Language.HUNGARIAN)
    return auditing


@pytest.fixture
def old_visit(auditing: Auditing, run_jobs: RunJobs) -> Visit:
    """A visit where nobody greeted, published with its report."""
    visit = auditing.visit(Told(answers={"greeting": "never"}))
    run_jobs()
    return visit


@pytest.fixture
def admin(page: Page, app: Flask, live_server: str, people: People) -> Page:
    """The admin at the desk."""
    let_in(page.context, app, live_server, people.admin)
    return page


def make_draft(session: Session) -> None:
    """The greeting counts five times as much."""
    raw: dict[str, Any] = deepcopy(dict(EVERYTHING))
    raw["sections"][0]["questions"][0]["weight"] = 5
    import_definition(session, None, parse_definition(raw))
    session.commit()


def standing(session: Session, visit_id: int) -> dict[str, Any]:
    """All that the database holds of a visit and of its checklist; lets go of it, because the server needs it now."""
    session.expire_all()
    found = session.get_one(Visit, visit_id)
    held = {"visit": found.model_dump(), "version": found.version.model_dump()}
    session.rollback()
    return held


def report_of(page: Page, visit_id: int) -> bytes:
    """The PDF as its reader gets it."""
    return read(page, f"/reports/visits/{visit_id}/hu.pdf")


def read(page: Page, address: str) -> bytes:
    """A PDF, as it is downloaded."""
    answer = page.request.get(address)
    assert answer.headers["content-type"] == "application/pdf"
    return bytes(answer.body())


def test_an_old_visit_stays_as_it_is_when_its_checklist_changes(
    admin: Page, session: Session, old_visit: Visit, run_jobs: RunJobs
) -> None:
    make_draft(session)
    visit_id, sheet = old_visit.id, f"/checklists/versions/{old_visit.version_id}/guidance.pdf"
    before, report, guidance = standing(session, visit_id), report_of(admin, visit_id), read(admin, sheet)

    admin.goto("/checklists/everything")
    admin.get_by_role("link", name="Publish version 2").click()
    expect(admin.locator(".differences")).to_contain_text("1 → 5")
    expect(admin.locator("#impact")).to_contain_text("Waiting for its turn")
    admin.get_by_label("Why is there this version?").fill("The greeting matters most.")
    run_jobs()
    expect(admin.locator("#impact")).to_contain_text("1 visit: 1 would change its band, mean 76.0 % → 53.8 %")
    expect(admin.get_by_label("Why is there this version?")).to_have_value("The greeting matters most.")

    for box in admin.locator("input[name=accepted]").all():
        box.check()
    admin.get_by_label("Why may the warnings stay?").fill("The Serbian wording comes later.")
    admin.get_by_role("button", name="Yes, publish version 2").click()
    expect(admin.locator(".message")).to_contain_text("Version 2 is published")

    assert standing(session, visit_id) == before
    assert (report_of(admin, visit_id), read(admin, sheet)) == (report, guidance)
    order_report(session, session.get_one(Visit, visit_id), Language.HUNGARIAN, again=True)
    session.commit()
    run_jobs()
    assert report_of(admin, visit_id) == report
    newest = session.exec(select(ChecklistVersion).order_by(col(ChecklistVersion.number).desc())).first()
    assert newest is not None
    assert (newest.state, newest.note) == (VersionState.PUBLISHED, "The greeting matters most.")


@pytest.mark.usefixtures("old_visit")
def test_its_pages_are_for_everybody_and_fit_a_phone(
    app: Flask,
    phone: Page,
    live_server: str,
    people: People,
    session: Session,
    run_jobs: RunJobs,
) -> None:
    make_draft(session)
    version, draft = session.exec(select(ChecklistVersion).order_by(col(ChecklistVersion.number))).all()
    order_impact(session, version, draft)
    session.commit()
    run_jobs()
    let_in(phone.context, app, live_server, people.admin)
    for address in ("publish", "impact", "differences", "versions/1/retirement", ""):
        phone.goto(f"/checklists/everything/{address}".rstrip("/"))
        assert_fits(phone)
        assert_accessible(phone)
