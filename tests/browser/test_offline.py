"""Home and visits open with the server really gone, for their own user alone; nothing but pages of ours is ever kept."""

from threading import Event

import pytest
from flask import Flask, Response, request
from playwright.sync_api import BrowserContext, Page, expect
from sqlmodel import Session

from auditapp.accounts.queries import user_for
from auditapp.app import create_app
from auditapp.core.config import Settings
from auditapp.visits.models import Visit
from tests.support.browser import Complaints, assert_accessible, assert_fits, log_in
from tests.support.handset import Handset
from tests.support.keeping import AWAY, kept_addresses, marks, notice, portal
from tests.support.network import Network
from tests.support.people import People
from tests.support.switch import Switch

STORE = "Subotica, Korzo"


def log_out(page: Page) -> None:
    page.locator(".user-menu summary").click()
    page.get_by_role("button", name="Log out").click()
    page.wait_for_url("**/login")


def assert_home_opens(page: Page, path: str = "/home") -> None:
    """Home comes from the phone, and leads to the visit."""
    page.goto(path)
    expect(page.locator("h1")).to_have_text("My visits")
    expect(notice(page, "away")).to_contain_text("No connection.")
    page.get_by_role("link", name=STORE, exact=True).click()
    expect(page.locator("html")).to_have_class("enhanced")
    expect(page.locator("h1")).to_have_text(STORE)


def assert_nothing_of_ours(page: Page, path: str) -> None:
    """Only the page for what is not kept is shown."""
    page.goto(path)
    expect(page.locator("h1")).to_have_text("No connection")
    expect(page.locator("body")).not_to_contain_text("Subotica")


@pytest.mark.parametrize("path", ["/home", "/"])
def test_home_and_its_visits_open_without_the_server(
    ready: Page, switch: Switch, complaints: Complaints, path: str
) -> None:
    switch.off()
    assert_home_opens(ready, path)
    ready.close()
    complaints.tolerate(*AWAY)


@pytest.mark.usefixtures("visit")
def test_they_open_after_the_browser_was_killed(
    handset: Handset, network: Network, people: People, complaints: Complaints
) -> None:
    handset.log_in(people.auditor)
    expect(marks(handset.page)).to_contain_text("Ready offline")
    network.down()
    assert_home_opens(handset.reopen())
    handset.put_away()
    complaints.tolerate(*AWAY)


def test_what_is_not_on_the_phone_has_a_page_that_says_so(
    ready: Page, switch: Switch, session: Session, people: People, complaints: Complaints
) -> None:
    user_for(session, people.auditor.id).language = "hu"
    session.commit()
    ready.reload()
    expect(marks(ready)).to_have_attribute("data-state", "ready")
    switch.off()
    ready.goto("/account/password")
    expect(ready.locator("html")).to_have_attribute("lang", "hu")
    assert_accessible(ready)
    assert_fits(ready)
    ready.locator("main a.button").click()
    expect(notice(ready, "away")).to_be_visible()
    ready.close()
    complaints.tolerate(*AWAY)


def test_a_visit_is_called_ready_only_when_the_page_for_what_is_not_kept_is_here_in_the_new_language(
    outdoors: Page, network: Network, session: Session, people: People, complaints: Complaints
) -> None:
    user_for(session, people.auditor.id).language = "hu"
    session.commit()
    held = network.hold("GET /offline$")
    outdoors.reload()
    held.wait()
    expect(marks(outdoors)).not_to_have_attribute("data-state", "ready")
    held.release()
    expect(marks(outdoors)).to_have_attribute("data-state", "ready")
    network.down()
    outdoors.goto("/account/password")
    expect(outdoors.locator("html")).to_have_attribute("lang", "hu")
    complaints.tolerate(*AWAY)


def test_a_lost_login_is_no_logout(
    ready: Page, pocket: BrowserContext, switch: Switch, complaints: Complaints
) -> None:
    pocket.clear_cookies()
    ready.goto("/home")
    expect(ready.locator("h1")).to_have_text("Log in")
    for name, paths in kept_addresses(ready).items():
        assert "/login" not in paths, name
    switch.off()
    assert_home_opens(ready)
    ready.close()
    complaints.tolerate(*AWAY)


def test_after_a_logout_nobody_sees_what_is_kept(
    ready: Page, switch: Switch, visit: Visit, complaints: Complaints
) -> None:
    log_out(ready)
    switch.off()
    for path in ("/home", "/", f"/visits/{visit.id}"):
        assert_nothing_of_ours(ready, path)
    complaints.tolerate(*AWAY)


def test_another_user_sees_nothing_of_it(
    ready: Page, switch: Switch, people: People, visit: Visit, complaints: Complaints
) -> None:
    log_out(ready)
    log_in(ready, people.second_auditor)
    expect(ready.locator("[data-fact=kept]")).to_be_visible()
    ready.goto("/account/password")
    switch.off()
    ready.goto("/home")
    expect(ready.locator("h1")).to_have_text("My visits")
    expect(ready.locator("body")).not_to_contain_text("Subotica")
    assert_nothing_of_ours(ready, f"/visits/{visit.id}")
    assert f"auditapp-pages-{people.auditor.id}" not in kept_addresses(ready)
    ready.close()
    complaints.tolerate(*AWAY)


def test_from_the_moment_somebody_logs_in_nobody_elses_home_appears(
    ready: Page, pocket: BrowserContext, switch: Switch, people: People, complaints: Complaints
) -> None:
    pocket.clear_cookies()
    ready.goto("/login")
    switch.off()
    ready.locator("input[name=email]").fill(people.second_auditor.email)
    ready.locator("main form button").click()
    ready.wait_for_url("chrome-error://**")
    assert_nothing_of_ours(ready, "/home")
    complaints.tolerate(*AWAY)


@pytest.mark.parametrize("redirecting", [False, True])
def test_a_captive_portal_is_not_mistaken_for_the_server(
    ready: Page,
    switch: Switch,
    app: Flask,
    visit: Visit,
    people: People,
    complaints: Complaints,
    *,
    redirecting: bool,
) -> None:
    switch.on(portal(redirecting=redirecting))
    assert_home_opens(ready)
    assert_home_opens(ready, "/")
    kept = kept_addresses(ready)
    assert kept[f"auditapp-pages-{people.auditor.id}"] == {"/home", "/my-data", f"/visits/{visit.id}"}
    ready.goto("/account/password")
    expect(ready.locator("h1")).to_have_text("Free Wi-Fi")
    switch.on(app)
    ready.goto("/home")
    expect(marks(ready)).to_contain_text("Ready offline")
    expect(notice(ready, "away")).to_have_count(0)
    ready.close()
    complaints.tolerate(*AWAY)


@pytest.mark.parametrize("status", [500, 503])
def test_what_is_kept_stands_in_for_a_broken_server(
    ready: Page, switch: Switch, settings: Settings, visit: Visit, status: int, complaints: Complaints
) -> None:
    broken = create_app(settings)
    broken.before_request(lambda: Response("broken", status=status))
    switch.on(broken)
    ready.goto(f"/visits/{visit.id}")
    expect(ready.locator("h1")).to_have_text(STORE)
    ready.close()
    complaints.tolerate(str(status))


def test_a_slow_server_is_not_waited_for(
    ready: Page, switch: Switch, settings: Settings, visit: Visit
) -> None:
    slow, at_last = create_app(settings), Event()

    def wait() -> None:
        if request.path == f"/visits/{visit.id}":
            at_last.wait(30)

    slow.before_request(wait)
    switch.on(slow)
    ready.goto(f"/visits/{visit.id}")
    expect(ready.locator("html")).to_have_class("enhanced")
    at_last.set()


def test_a_visit_that_is_gone_is_not_covered_up(ready: Page, visit: Visit, complaints: Complaints) -> None:
    ready.goto(f"/visits/{visit.id + 1}")
    expect(ready.locator("h1")).to_have_text("There is nothing at this address")
    complaints.expect("404")
