"""A new version of the app: it comes by itself, waits, and takes over when the user wants it and no visit is open."""

from collections.abc import Callable
from pathlib import Path
from shutil import copytree

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from auditapp.app import create_app
from auditapp.core.config import PROJECT_ROOT, Settings
from auditapp.visits.models import Visit
from tests.support.browser import Complaints, assert_accessible
from tests.support.capture import at, choose, open_visit
from tests.support.keeping import AWAY, kept_addresses, notice
from tests.support.switch import Switch

WAITING = "navigator.serviceWorker.getRegistration().then(({ waiting }) => waiting !== null)"


def files(page: Page) -> set[str]:
    """The files that lie on the phone, scripts with the version that they are of."""
    return kept_addresses(page)["auditapp-assets"]


@pytest.fixture
def release(switch: Switch, settings: Settings, tmp_path: Path) -> Callable[[], None]:
    """Puts a version with other scripts and styles behind the switch."""

    def release() -> None:
        static = copytree(PROJECT_ROOT / "static", tmp_path / "static")
        for file in (*static.rglob("*.js"), *static.rglob("*.css")):
            file.write_text(file.read_text(encoding="utf-8") + "\n", encoding="utf-8")
        newer = create_app(settings)
        newer.static_folder = str(static)
        switch.on(newer)

    return release


def test_an_open_visit_is_never_taken_over(
    ready: Page,
    pocket: BrowserContext,
    switch: Switch,
    visit: Visit,
    complaints: Complaints,
    release: Callable[[], None],
) -> None:
    switch.off()
    work = pocket.new_page()
    open_visit(work, visit)
    choose(work, "greeting", "Greeted after a while")
    work.evaluate("window.untouched = true")
    old_files = files(ready)
    release()
    ready.reload()
    expect(ready.locator('[data-fact="kept"]')).to_be_visible()
    assert old_files < files(ready)
    notice(ready, "update").get_by_role("button", name="Use the new version").tap()
    expect(notice(ready, "update")).to_contain_text("A visit is open in another window.")
    assert_accessible(ready)
    expect(at(work, "greeting").get_by_label("Greeted after a while")).to_be_checked()
    assert work.evaluate("window.untouched") is True
    assert ready.evaluate(WAITING) is True
    work.close()
    complaints.tolerate(*AWAY)


def test_the_new_version_is_used_when_the_user_wants_it(
    ready: Page, release: Callable[[], None], switch: Switch, visit: Visit, complaints: Complaints
) -> None:
    old_files = files(ready)
    release()
    ready.reload()
    expect(notice(ready, "update")).to_be_visible()
    expect(ready.locator('[data-fact="kept"]')).to_be_visible()
    assert not {file for file in old_files & files(ready) if file.startswith("/scripts/")}
    ready.evaluate("window.before = true")
    notice(ready, "update").get_by_role("button", name="Use the new version").tap()
    ready.wait_for_function("() => !window.before")
    expect(ready.locator("[data-kept]")).to_contain_text("Ready offline")
    expect(notice(ready, "update")).to_have_count(0)
    assert ready.evaluate(WAITING) is False
    switch.off()
    open_visit(ready, visit)
    ready.close()
    complaints.tolerate(*AWAY)


def test_a_visit_opens_offline_by_the_files_it_was_kept_with(
    ready: Page, release: Callable[[], None], switch: Switch, visit: Visit, complaints: Complaints
) -> None:
    """The new worker is there, the visit's page is still the old one."""
    ready.route("**/visits/*", lambda route: route.abort())
    release()
    ready.reload()
    expect(notice(ready, "update")).to_be_visible()
    expect(notice(ready, "away")).to_be_visible()
    notice(ready, "update").get_by_role("button", name="Use the new version").tap()
    expect(notice(ready, "update")).to_have_count(0)
    ready.unroute("**/visits/*")
    switch.off()
    open_visit(ready, visit)
    ready.close()
    complaints.tolerate(*AWAY)
