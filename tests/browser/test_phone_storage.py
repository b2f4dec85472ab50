"""The phone's own database fails: that is said at once and loudly, nothing typed goes away, and all of it is kept in the end."""

from datetime import UTC, datetime, timedelta
from typing import Any

from playwright.sync_api import BrowserContext, Page, expect
from sqlmodel import Session

from auditapp.accounts.queries import user_for
from auditapp.domain.lifecycle import VisitState
from auditapp.visits.models import Visit
from auditapp.visits.services import cancel_visit
from tests.support.browser import Complaints, log_in
from tests.support.capture import alarm, answer_all, at, choose, kept, meter, open_visit, saved, shown, take
from tests.support.keeping import AWAY, hold_writes
from tests.support.looking import Look
from tests.support.network import Network
from tests.support.people import People
from tests.support.photos import jpeg
from tests.support.visits import EVERYTHING, TINY, plan_visit, publish, text

FULL_WHEN_TOLD = """
const { put } = IDBObjectStore.prototype;
IDBObjectStore.prototype.put = function (...given) {
    const request = put.apply(this, given);
    request.addEventListener("success", () => window.full && this.transaction.abort());
    return request;
};
"""
"""A full phone says so by giving up the transaction, after the request was good. No browser lets a test have a small disk."""
HOLD_CONNECTIONS = """
window.connections = [];
const { open } = IDBFactory.prototype;
IDBFactory.prototype.open = function (...given) {
    const request = open.apply(this, given);
    request.addEventListener("success", () => window.connections.push(request.result));
    return request;
};
"""
HOLD_READS = """
window.stuck = [];
const { getAll } = IDBObjectStore.prototype;
IDBObjectStore.prototype.getAll = function (...given) {
    const request = getAll.apply(this, given);
    request.addEventListener("success", (event) => {
        if (this.name !== window.slow || !event.isTrusted) return;
        event.stopImmediatePropagation();
        window.stuck.push(request);
    });
    return request;
};
"""
"""What is read from the store `slow` is not handed over; what is `stuck` waits for that event."""
ASLEEP_AT_FIRST = """
let refusals = 2;
const { open } = IDBFactory.prototype;
IDBFactory.prototype.open = function (...given) {
    if (refusals-- > 0) throw new DOMException("asleep", "UnknownError");
    return open.apply(this, given);
};
"""
"""As a phone that was only just switched on."""
FIRST_VERSION = """
async ({ user, operation }) => {
    const request = indexedDB.open(`auditapp-${user}`, 1);
    request.onupgradeneeded = () => {
        const database = request.result;
        for (const name of ["operations", "photos"]) {
            database.createObjectStore(name, { keyPath: "id" }).createIndex("visit", "visit");
        }
        for (const name of ["files", "visits"]) database.createObjectStore(name, { keyPath: "id" });
    };
    const settled = (target, name) => new Promise((next) => target.addEventListener(name, next, { once: true }));
    await settled(request, "success");
    const transaction = request.result.transaction("operations", "readwrite");
    transaction.objectStore("operations").put(operation);
    await settled(transaction, "complete");
    request.result.close();
}
"""
"""A database as the first released version of the app made it. Never to be changed: such phones are out there."""
ROWS_LEFT = """
async ([user, visit]) => {
    const { Store } = await import("/static/js/phone/db.js");
    const rows = await new Store(user).all("operations");
    return rows.length === 1 && rows[0].visit === visit;
}
"""
VISITS_LEFT = """
async ([user, number]) => {
    const { Store } = await import("/static/js/phone/db.js");
    return (await new Store(user).all("visits")).length === number;
}
"""
NEWER_VERSION = """
async (user) => {
    const request = indexedDB.open(`auditapp-${user}`, 99);
    request.onupgradeneeded = () => request.result.createObjectStore("of a later version", { keyPath: "id" });
    await new Promise((next) => request.addEventListener("success", next, { once: true }));
    request.result.close();
}
"""


def test_only_the_page_of_a_visit_makes_the_database(outdoors: Page, people: People, visit: Visit) -> None:
    """WebKit never opens one again whose making was cut short by going on to the next page, as from home."""
    databases = "indexedDB.databases().then((all) => all.map(({ name }) => name))"
    outdoors.goto("/my-data")
    expect(outdoors.locator("#status")).to_contain_text("Everything is safe on the server.")
    assert outdoors.evaluate(databases) == []
    open_visit(outdoors, visit)
    outdoors.wait_for_function(f"() => {databases}.then((names) => names.length)")
    assert outdoors.evaluate(databases) == [f"auditapp-{people.auditor.id}"]


def test_what_the_phone_refuses_is_said_at_once_and_stays_on_the_screen(
    outdoors: Page, network: Network, visit: Visit, look: Look, complaints: Complaints
) -> None:
    outdoors.context.add_init_script(FULL_WHEN_TOLD)
    open_visit(outdoors, visit)
    network.down()
    outdoors.evaluate("window.full = true")
    choose(outdoors, "greeting", "Greeted after a while")
    expect(alarm(outdoors)).to_contain_text("NOT SAVED.")
    expect(meter(outdoors)).to_have_text("NOT SAVED: 1")
    assert shown(outdoors, "greeting") == ["late"]
    item = take(outdoors, "receipt", jpeg())
    expect(item.get_by_role("alert")).to_have_text("NOT SAVED. Keep this page open.")
    outdoors.evaluate("window.full = false")
    expect(alarm(outdoors)).to_be_hidden()
    expect(item).to_have_class("new kept")
    network.mend()
    outdoors.evaluate("dispatchEvent(new Event('online'))")
    saved(outdoors)
    assert look.answers["greeting"].value == "late"
    assert len(look.capture.photo_ids()) == 1
    complaints.tolerate(*AWAY)


def test_what_the_phone_does_not_keep_is_sent_from_memory(
    outdoors: Page, network: Network, visit: Visit, look: Look
) -> None:
    outdoors.context.add_init_script(FULL_WHEN_TOLD)
    open_visit(outdoors, visit)
    outdoors.evaluate("window.full = true")
    choose(outdoors, "greeting", "Greeted after a while")
    take(outdoors, "receipt", jpeg())
    network.wait_for("PUT .*/photos/")
    network.wait_for("POST .*/operations")
    expect(alarm(outdoors)).to_contain_text("NOT SAVED.")
    assert look.answers["greeting"].value == "late"


def test_a_photo_looks_kept_only_when_it_is(outdoors: Page, visit: Visit) -> None:
    outdoors.context.add_init_script(hold_writes("operations", "files"))
    open_visit(outdoors, visit)
    choose(outdoors, "greeting", "Greeted after a while")
    item = take(outdoors, "receipt", jpeg())
    expect(item.locator("img")).to_have_js_property("naturalWidth", 800)
    outdoors.evaluate("window.held.delete('operations')")
    kept(outdoors, 1)
    expect(item).to_have_class("new")
    expect(meter(outdoors)).to_have_attribute("data-state", "saving")
    outdoors.evaluate("window.held.clear()")
    expect(item).to_have_class("new kept safe")


def test_what_was_changed_while_the_phone_was_reading_goes_before_handing_in(
    outdoors: Page, network: Network, visit: Visit, look: Look
) -> None:
    outdoors.context.add_init_script(HOLD_READS)
    open_visit(outdoors, visit)
    answer_all(outdoors)
    saved(outdoors)
    outdoors.evaluate("window.slow = 'operations'")
    choose(outdoors, "recommend", "8")
    outdoors.wait_for_function("() => window.stuck.length")
    outdoors.evaluate("window.slow = null")
    choose(outdoors, "recommend", "7")
    outdoors.get_by_role("button", name="Hand in the visit").tap()
    outdoors.get_by_role("button", name="Hand it in").tap()
    expect(outdoors.locator("#handed-in")).to_be_visible()
    outdoors.evaluate("window.stuck.forEach((request) => request.dispatchEvent(new Event('success')))")
    outdoors.wait_for_url("**/home")
    assert len(network.seen("POST .*/submission")) == 1
    assert look.state() == VisitState.SUBMITTED
    assert look.answers["recommend"].value == 7


def test_what_lies_in_a_database_that_answers_late_is_shown_then(
    outdoors: Page, network: Network, visit: Visit, look: Look, complaints: Complaints
) -> None:
    open_visit(outdoors, visit)
    network.down()
    choose(outdoors, "greeting", "Greeted after a while")
    expect(take(outdoors, "receipt", jpeg())).to_have_class("new kept")
    outdoors.context.add_init_script(ASLEEP_AT_FIRST)
    open_visit(outdoors, visit)
    expect(alarm(outdoors)).to_contain_text("NOT SAVED")
    expect(at(outdoors, "greeting").get_by_label("Greeted after a while")).to_be_checked()
    expect(at(outdoors, "receipt").locator("li")).to_have_class("new kept")
    expect(alarm(outdoors)).to_be_hidden()
    network.mend()
    outdoors.evaluate("dispatchEvent(new Event('online'))")
    saved(outdoors)
    assert look.answers["greeting"].value == "late"
    assert len(look.capture.photo_ids()) == 1
    complaints.tolerate(*AWAY)


def test_a_dead_connection_is_replaced(hold: Page, hand: BrowserContext, visit: Visit) -> None:
    hand.add_init_script(HOLD_CONNECTIONS)
    open_visit(hold, visit)
    hold.evaluate("for (const connection of window.connections) connection.close()")
    choose(hold, "greeting", "Greeted after a while")
    kept(hold, 1)
    expect(alarm(hold)).to_be_hidden()
    open_visit(hold, visit)
    assert shown(hold, "greeting") == ["late"]


def test_a_storage_that_is_cleared_under_an_open_page_is_filled_again_from_it(
    outdoors: Page, network: Network, visit: Visit, look: Look, complaints: Complaints
) -> None:
    open_visit(outdoors, visit)
    network.down()
    choose(outdoors, "greeting", "Greeted after a while")
    take(outdoors, "receipt", jpeg())
    kept(outdoors, 2)
    browser = outdoors.context.new_cdp_session(outdoors)
    browser.send("Storage.clearDataForOrigin", {"origin": network.address, "storageTypes": "indexeddb"})
    choose(outdoors, "seated", "Yes")
    expect(meter(outdoors)).to_have_attribute("data-state", "kept")
    kept(outdoors, 5)
    open_visit(outdoors, visit)
    assert shown(outdoors, "greeting") == ["late"]
    assert shown(outdoors, "seated") == ["yes"]
    expect(at(outdoors, "receipt").locator("li")).to_have_count(1)
    network.mend()
    outdoors.evaluate("dispatchEvent(new Event('online'))")
    saved(outdoors)
    assert len(look.capture.photo_ids()) == 1
    complaints.tolerate(*AWAY)


def test_what_waits_in_the_database_of_the_first_version_is_sent(
    phone: Page, people: People, visit: Visit, look: Look
) -> None:
    phone.goto("/login")
    operation: dict[str, Any] = {
        "id": "0b7c6a52-5d3e-4c1e-9a55-0a3f8f0f6a11", "visit": visit.id, "question": "greeting", "field": "answer",
        "item": "", "value": "late", "device": "an old phone", "counter": 1, "base": None,
        "phone_at": "2026-03-31T12:00:00.000Z", "typing": False, "state": "waiting",
    }  # fmt: skip
    phone.evaluate(FIRST_VERSION, {"user": people.auditor.id, "operation": operation})
    log_in(phone, people.auditor)
    open_visit(phone, visit)
    assert shown(phone, "greeting") == ["late"]
    saved(phone)
    assert [str(row.id) for row in look.log] == [operation["id"]]


def test_finished_work_is_let_go_some_days_after_the_server_has_all_of_it(
    outdoors: Page, session: Session, people: People, visit: Visit, network: Network, complaints: Complaints
) -> None:
    open_visit(outdoors, visit)
    choose(outdoors, "greeting", "Greeted after a while")
    saved(outdoors)
    unsent = plan_visit(session, people, publish(session, people, TINY), scenario=None)
    open_visit(outdoors, unsent)
    network.answer(503, "POST /api")
    choose(outdoors, "open", "Yes")
    expect(meter(outdoors)).to_have_attribute("data-state", "kept")
    for one in (visit, unsent):
        cancel_visit(session, user_for(session, people.admin.id), one, "The store is closed.")
    session.commit()
    for days, left in ((6, 2), (8, 1)):
        outdoors.clock.set_system_time(datetime.now(UTC) + timedelta(days=days))
        outdoors.goto("/home")
        outdoors.wait_for_function(VISITS_LEFT, arg=[people.auditor.id, left])
    outdoors.wait_for_function(ROWS_LEFT, arg=[people.auditor.id, unsent.id])
    complaints.tolerate(*AWAY)


def test_a_newer_version_in_another_tab_stops_nobody(
    hold: Page, hand: BrowserContext, people: People, visit: Visit, look: Look
) -> None:
    choose(hold, "greeting", "Greeted after a while")
    saved(hold)
    other = hand.new_page()
    other.goto("/account/password")
    other.evaluate(NEWER_VERSION, people.auditor.id)
    choose(hold, "seated", "Yes")
    expect(alarm(hold)).to_be_hidden()
    saved(hold)
    assert look.answers["seated"].value == "yes"
    open_visit(hold, visit)
    assert shown(hold, "seated") == ["yes"]


def test_work_on_an_old_version_of_the_checklist_goes_on_after_a_new_one_was_published(
    hold: Page, session: Session, people: People, visit: Visit, look: Look
) -> None:
    version = visit.version_id
    changed = {**EVERYTHING, "title": text("Everything, and more"), "sections": EVERYTHING["sections"][1:]}
    newer = publish(session, people, changed)
    plan_visit(session, people, newer)
    assert newer.id != version
    choose(hold, "greeting", "Greeted after a while")
    saved(hold)
    open_visit(hold, visit)
    assert shown(hold, "greeting") == ["late"]
    assert look.answers["greeting"].value == "late"
