"""Waiting for a PDF in a browser."""

from datetime import timedelta

from flask import Flask
from playwright.sync_api import Page, expect

from auditapp.core.clock import frozen_at
from auditapp.core.running import run_pending
from auditapp.core.worker import context_of
from tests.reports.published import MARCH, Auditing, Told
from tests.support.browser import assert_accessible, assert_fits, log_in
from tests.support.people import People


def test_the_download_starts_by_itself_when_the_pdf_is_ready(
    app: Flask, auditing: Auditing, people: People, phone: Page
) -> None:
    visit = auditing.visit()
    log_in(phone, people.store_manager)
    phone.goto(f"/reports/visits/{visit.id}/hu.pdf")
    expect(phone.locator("[data-text]")).to_have_text("Waiting for its turn …")
    assert_accessible(phone)
    with phone.expect_download() as download, app.app_context(), frozen_at(MARCH + timedelta(days=1)):
        run_pending(context_of(app))
    assert download.value.suggested_filename == "Subotica-Korzo_2026-03-11_hu.pdf"
    expect(phone.locator("#report-ready")).to_be_visible()
    expect(phone.locator("#report-progress")).to_be_hidden()


def test_the_report_is_readable_on_a_phone(auditing: Auditing, people: People, phone: Page) -> None:
    auditing.visit(Told(at=MARCH - timedelta(days=40)))
    told = Told(
        answers={"greeting": "never", "window": "no"},
        remarks={"greeting": "w" * 300},
        photos=["window", "receipt"],
        na=(),
    )
    visit = auditing.visit(told)
    log_in(phone, people.store_manager)
    for address in (
        "/reports",
        f"/reports/stores/{people.store_id}",
        f"/reports/visits/{visit.id}",
        "/reports/waves",
        "/reports/mails",
    ):
        phone.goto(address)
        assert_fits(phone)
        assert_accessible(phone)


def test_the_making_of_a_wave_is_watched_while_it_goes_on(
    app: Flask, auditing: Auditing, people: People, page: Page
) -> None:
    wave = auditing.wave()
    auditing.visit(wave=wave)
    log_in(page, people.admin)
    page.goto(f"/reports/waves/{wave.id}")
    page.get_by_role("link", name="Make all reports").click()
    page.get_by_role("button", name="Yes, make them").click()
    expect(page.locator("#batch-progress")).to_be_visible()
    assert_accessible(page)
    page.set_viewport_size({"width": 320, "height": 640})
    assert_fits(page)
    with app.app_context(), frozen_at(MARCH + timedelta(days=1)):
        run_pending(context_of(app))
    expect(page.locator("main")).to_contain_text("All reports that were ordered are made")
    expect(page.locator("main")).to_contain_text("1 of 1")
