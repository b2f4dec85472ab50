"""The auditor's home looks after what is kept: what is ready, what is not and why, how safe it is, how to install."""

import re
from collections.abc import Callable

import pytest
from flask import Flask, Response, request
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect
from sqlmodel import Session

from auditapp.accounts.queries import user_for
from auditapp.app import create_app
from auditapp.checklists.models import ChecklistVersion
from auditapp.core.config import Settings
from auditapp.visits.models import Visit
from auditapp.visits.services import cancel_visit
from tests.support.browser import (
    PHONE,
    Complaints,
    assert_accessible,
    assert_accessible_by_day_and_night,
    assert_fits,
    log_in,
    visitor,
)
from tests.support.capture import choose, kept, open_visit
from tests.support.keeping import AWAY, kept_addresses, marks, notice
from tests.support.people import People
from tests.support.switch import Switch
from tests.support.visits import plan_visit

IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1"


@pytest.fixture
def call_off(session: Session, people: People, visit: Visit) -> Callable[[], None]:
    """Takes the visit away."""

    def call_off() -> None:
        cancel_visit(session, user_for(session, people.admin.id), visit, "The store is closed.")
        session.commit()

    return call_off


def pages_of(page: Page, people: People) -> set[str]:
    return kept_addresses(page)[f"auditapp-pages-{people.auditor.id}"]


def fact(page: Page, name: str) -> Locator:
    """A line about this phone."""
    return page.locator(f'[data-fact="{name}"]')


def test_the_app_can_be_installed(ready: Page, pocket: BrowserContext) -> None:
    browser = pocket.new_cdp_session(ready)
    errors = browser.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert {error["errorId"] for error in errors} <= {"in-incognito"}, "as windows of tests are"
    manifest = browser.send("Page.getAppManifest")
    assert (manifest["errors"], manifest["url"].endswith("/manifest.webmanifest")) == ([], True)


def test_a_visit_is_marked_with_what_it_takes(ready: Page) -> None:
    size = ready.evaluate("caches.match('/visits/1').then((page) => page.blob()).then(({ size }) => size)")
    expect(marks(ready)).to_have_text(f"Ready offline · {round(size / 1000)} kB")
    expect(fact(ready, "kept")).to_contain_text("Kept for work without a connection:")
    expect(ready.locator("#kept-progress")).to_be_hidden()


def test_a_visit_that_is_called_off_goes_from_the_phone(
    ready: Page, people: People, call_off: Callable[[], None]
) -> None:
    assert "/visits/1" in pages_of(ready, people)
    call_off()
    ready.reload()
    expect(marks(ready)).to_have_count(0)
    expect(ready.locator("#kept-progress")).to_be_hidden()
    ready.wait_for_function("async () => !(await caches.match('/visits/1', { ignoreVary: true }))")
    assert "/visits/1" not in pages_of(ready, people)


def work_offline(page: Page, switch: Switch, visit: Visit) -> None:
    """Leave an answer on the phone that the server does not get."""
    page.route("**/api/**", lambda route: route.abort())
    switch.off()
    open_visit(page, visit)
    choose(page, "greeting", "Greeted after a while")
    kept(page, 1)
    page.goto("about:blank")


def test_a_visit_with_unsent_work_stays(
    ready: Page,
    switch: Switch,
    app: Flask,
    people: People,
    visit: Visit,
    complaints: Complaints,
    call_off: Callable[[], None],
) -> None:
    work_offline(ready, switch, visit)
    call_off()
    switch.on(app)
    ready.goto("/home")
    expect(fact(ready, "kept")).to_be_visible()
    expect(marks(ready)).to_have_count(0)
    assert "/visits/1" in pages_of(ready, people)
    ready.close()
    complaints.tolerate(*AWAY)


def test_another_user_leaves_unsent_work_alone(
    ready: Page,
    switch: Switch,
    app: Flask,
    people: People,
    visit: Visit,
    complaints: Complaints,
) -> None:
    work_offline(ready, switch, visit)
    switch.on(app)
    ready.context.clear_cookies()
    log_in(ready, people.second_auditor)
    expect(fact(ready, "kept")).to_be_visible()
    assert "/visits/1" in pages_of(ready, people)
    ready.close()
    complaints.tolerate(*AWAY)


def test_a_new_visit_appears_while_the_page_is_open(
    ready: Page, session: Session, people: People, visit: Visit
) -> None:
    plan_visit(session, people, session.get_one(ChecklistVersion, visit.version_id), "hurry")
    ready.evaluate("dispatchEvent(new Event('online'))")
    expect(marks(ready)).to_have_count(2)
    expect(marks(ready).last).to_contain_text("Ready offline")


def test_what_cannot_be_fetched_says_so_and_is_tried_again(
    pocket: BrowserContext,
    switch: Switch,
    settings: Settings,
    app: Flask,
    people: People,
    visit: Visit,
    complaints: Complaints,
) -> None:
    broken = create_app(settings)
    broken.before_request(lambda: Response("broken", 503) if request.path == f"/visits/{visit.id}" else None)
    switch.on(broken)
    page = pocket.new_page()
    log_in(page, people.auditor)
    expect(marks(page)).to_have_text("Not ready offline")
    expect(notice(page, "broken")).to_contain_text("Not everything could be fetched.")
    switch.on(app)
    notice(page, "broken").get_by_role("button", name="Try again").tap()
    expect(marks(page)).to_contain_text("Ready offline")
    expect(notice(page, "broken")).to_have_count(0)
    page.close()
    complaints.expect("503")


def test_a_worker_that_lacks_a_file_is_not_installed(
    pocket: BrowserContext,
    switch: Switch,
    settings: Settings,
    app: Flask,
    people: People,
    visit: Visit,
    complaints: Complaints,
) -> None:
    broken = create_app(settings)
    broken.before_request(lambda: Response("broken", 503) if request.path.endswith("icon-180.png") else None)
    switch.on(broken)
    page = pocket.new_page()
    log_in(page, people.auditor)
    expect(notice(page, "broken")).to_be_visible()
    expect(page.locator(f'[data-kept="/visits/{visit.id}"]')).to_have_text("Not ready offline")
    assert (
        page.evaluate("navigator.serviceWorker.getRegistration().then((one) => one?.active ?? null)") is None
    )
    switch.on(app)
    page.reload()
    expect(marks(page)).to_contain_text("Ready offline")
    page.close()
    complaints.expect("503")


def test_a_phone_without_space_says_so(
    pocket: BrowserContext, switch: Switch, people: People, visit: Visit
) -> None:
    page = pocket.new_page()
    quota = {"origin": switch.address, "quotaSize": 1000}
    pocket.new_cdp_session(page).send("Storage.overrideQuotaForOrigin", quota)
    log_in(page, people.auditor)
    expect(notice(page, "full")).to_contain_text("This phone has no space left")
    expect(page.locator(f'[data-kept="/visits/{visit.id}"]')).to_have_text("Not ready offline")


def test_without_a_connection_nobody_is_logged_out_into_nothing(
    ready: Page, switch: Switch, complaints: Complaints
) -> None:
    switch.off()
    ready.evaluate("dispatchEvent(new Event('offline'))")
    expect(notice(ready, "away")).to_be_visible()
    ready.locator(".user-menu summary").tap()
    ready.get_by_role("button", name="Log out").tap()
    expect(notice(ready, "away")).to_be_in_viewport()
    assert ready.url.endswith("/home")
    ready.close()
    complaints.tolerate(*AWAY)


def test_a_login_that_ran_out_is_asked_for_and_no_other_session_begun(
    ready: Page, pocket: BrowserContext, complaints: Complaints
) -> None:
    pocket.clear_cookies()
    ready.evaluate("dispatchEvent(new Event('online'))")
    expect(notice(ready, "logged_out").get_by_role("link", name="Log in")).to_be_visible()
    expect(marks(ready)).to_contain_text("Ready offline")
    assert pocket.cookies() == []
    complaints.tolerate(*AWAY)


def test_a_browser_says_that_it_may_clear_data_and_offers_to_install(ready: Page) -> None:
    expect(fact(ready, "evictable")).to_be_visible()
    expect(fact(ready, "persistent")).to_be_hidden()
    expect(ready.locator("[data-install]")).to_be_hidden()
    ready.evaluate(
        """() => {
            const event = new Event("beforeinstallprompt", { cancelable: true });
            event.prompt = () => { window.prompted = true; };
            dispatchEvent(event);
        }"""
    )
    ready.get_by_role("button", name="Install the app").tap()
    assert ready.evaluate("window.prompted") is True


@pytest.mark.parametrize("is_granted", [True, False])
def test_the_installed_app_asks_to_keep_its_data(
    ready: Page, chromium_browser: Browser, switch: Switch, *, is_granted: bool
) -> None:
    """As iOS says that it is installed; display modes cannot be emulated."""
    target = ready.context.new_cdp_session(ready).send("Target.getTargetInfo")["targetInfo"]
    permissions = {"origin": switch.address, "permissions": ["durableStorage"] if is_granted else []}
    chromium_browser.new_browser_cdp_session().send(
        "Browser.grantPermissions", permissions | {"browserContextId": target["browserContextId"]}
    )
    ready.add_init_script("Object.defineProperty(Navigator.prototype, 'standalone', { value: true })")
    ready.reload()
    shown, hidden = ("persistent", "evictable") if is_granted else ("evictable", "persistent")
    expect(fact(ready, shown)).to_be_visible()
    expect(fact(ready, hidden)).to_be_hidden()


def test_an_iphone_is_told_how_to_install(
    chromium_browser: Browser, switch: Switch, complaints: Complaints, people: People
) -> None:
    with visitor(chromium_browser, switch.address, complaints, **PHONE, user_agent=IPHONE) as context:
        page = context.new_page()
        log_in(page, people.auditor)
        expect(fact(page, "install-ios")).to_contain_text("Add to Home Screen")
        assert_accessible(page)


@pytest.mark.usefixtures("ready")
def test_an_address_without_https_is_named_as_the_reason(
    pocket: BrowserContext, switch: Switch, complaints: Complaints
) -> None:
    def pass_on(route: Route) -> None:
        route.fulfill(response=route.fetch(url=route.request.url.replace("http://shop.test", switch.address)))

    for cookie in pocket.cookies():
        pocket.add_cookies([{"name": cookie["name"], "value": cookie["value"], "url": "http://shop.test"}])
    page = pocket.new_page()
    page.route("http://shop.test/**", pass_on)
    page.goto("http://shop.test/home")
    expect(notice(page, "insecure")).to_contain_text("https://")
    expect(marks(page)).to_be_hidden()
    page.unroute_all(behavior="wait")  # Its icon may still be on its way.
    complaints.expect("Cross-Origin-Opener-Policy")


def test_a_home_that_only_the_worker_kept_says_of_when_it_is(ready: Page, complaints: Complaints) -> None:
    """This test's server gives two dates in one answer, as one behind a proxy may."""
    complaints.tolerate(*AWAY)
    ready.route(
        "**/home",
        lambda route: route.continue_() if route.request.is_navigation_request() else route.abort(),
    )
    for _ in range(2):
        ready.reload()
        expect(notice(ready, "away").locator("[data-as-of]")).to_have_text(re.compile(r"\d{4}, \d\d:\d\d$"))


def test_home_without_a_connection_is_accessible_and_fits(
    ready: Page, app: Flask, switch: Switch, session: Session, people: People, complaints: Complaints
) -> None:
    complaints.tolerate(*AWAY)
    ready.set_viewport_size({"width": 320, "height": 640})
    for language in ("en", "hu", "sr-Cyrl"):
        user_for(session, people.auditor.id).language = language
        session.commit()
        ready.reload()
        expect(ready.locator("html")).to_have_attribute("lang", language)
        expect(fact(ready, "kept")).to_be_visible()
        assert_fits(ready)
        switch.off()
        ready.reload()
        expect(notice(ready, "away")).to_be_visible()
        expect(ready.locator("html")).to_have_attribute("lang", language)
        assert_fits(ready)
        switch.on(app)
    ready.reload()
    expect(fact(ready, "kept")).to_be_visible()
    assert_accessible_by_day_and_night(ready)
    switch.off()
    ready.reload()
    expect(notice(ready, "away")).to_be_visible()
    assert_accessible_by_day_and_night(ready)
    ready.close()
