"""On a network that loses, cuts and lies, everything arrives once; what the server refuses stays in sight, with a way out."""

import base64
import json
from random import Random

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlmodel import Session

from auditapp.domain.lifecycle import VisitState
from auditapp.visits.models import Visit
from tests.support.browser import Complaints
from tests.support.capture import answer_all, at, choose, meter, open_visit, saved, take
from tests.support.gunicorn import RealServer
from tests.support.handset import Handset
from tests.support.keeping import AWAY
from tests.support.looking import Look
from tests.support.network import Network
from tests.support.people import People
from tests.support.photos import jpeg
from tests.support.visits import TINY, plan_visit, publish

VISITS = 50
ANSWERS_OF = """
async ({ user, visits, photo }) => {
    const { Store } = await import("/static/js/phone/db.js");
    const { sha256 } = await import("/static/js/phone/ids.js");
    const store = new Store(user);
    const bytes = Uint8Array.from(atob(photo), (letter) => letter.charCodeAt(0));
    const now = new Date().toISOString();
    for (const visit of visits) {
        const [id, remark, attached] = [crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID()];
        const file = new Uint8Array([...bytes, visit & 255, visit >> 8]).buffer;
        const shared = { visit, question: "open", device: "phone", base: null, phone_at: now, state: "waiting", item: "" };
        await store.keep({
            operations: [
                { ...shared, id: crypto.randomUUID(), field: "answer", value: "yes", counter: 1 },
                { ...shared, id: remark, field: "remark", value: `Remark ${visit}`, counter: 2 },
                { ...shared, id: attached, field: "photo", value: "attached", item: id, counter: 3 },
            ],
            photos: [{
                id, visit, question: "open", sha256: await sha256(file), type: "image/jpeg", size: file.byteLength,
                source: "camera", file_at: now, picked_at: now, state: "waiting",
            }],
            files: [{ id, buffer: file }],
            visits: [{ id: visit, name: `Visit ${visit}`, round: 0, hand_in: "waiting" }],
        });
    }
}
"""
"""What fifty visits leave on a phone whose auditor was without a connection for a week."""


def come_back(page: Page, network: Network) -> None:
    """The network is good again, and the browser notices."""
    network.mend()
    page.evaluate("dispatchEvent(new Event('online'))")


def test_an_answer_that_is_lost_after_the_servers_commit_makes_no_second_one(
    outdoors: Page, network: Network, visit: Visit, look: Look, complaints: Complaints
) -> None:
    open_visit(outdoors, visit)
    network.lose_answer("POST .*/operations")
    network.lose_answer("PUT .*/photos")
    choose(outdoors, "greeting", "Greeted after a while")
    take(outdoors, "receipt", jpeg())
    saved(outdoors)
    assert len(look.log) == 2
    assert len(look.capture.photo_ids()) == 1
    complaints.tolerate(*AWAY)


def test_a_submission_whose_answer_is_lost_is_one_submission(
    outdoors: Page, network: Network, visit: Visit, look: Look, complaints: Complaints
) -> None:
    open_visit(outdoors, visit)
    answer_all(outdoors)
    network.lose_answer("POST .*/submission")
    outdoors.get_by_role("button", name="Hand in the visit").tap()
    outdoors.get_by_role("button", name="Hand it in").tap()
    outdoors.wait_for_url("**/home")
    assert look.submissions == 1
    complaints.tolerate(*AWAY)


def test_a_photo_that_is_cut_in_the_middle_arrives_whole(
    outdoors: Page, network: Network, visit: Visit, look: Look, complaints: Complaints
) -> None:
    open_visit(outdoors, visit)
    network.cut("PUT .*/photos", after=5000, times=2)
    item = take(outdoors, "receipt", jpeg(3))
    expect(item).to_have_class("new kept safe", timeout=20_000)
    saved(outdoors)
    photo = look.photo(item.get_attribute("data-photo") or "")
    assert (photo.width, photo.height, photo.late) == (800, 600, False)
    complaints.tolerate(*AWAY)


def test_a_captive_portal_takes_nothing(
    outdoors: Page, network: Network, visit: Visit, look: Look, complaints: Complaints
) -> None:
    open_visit(outdoors, visit)
    network.portal()
    choose(outdoors, "greeting", "Greeted after a while")
    take(outdoors, "receipt", jpeg())
    network.wait_for("/api/", number=len(network.seen("/api/")) + 1)
    expect(meter(outdoors)).to_have_text("0 of 11 answers, 0 of 1 photos safe on the server · 3 waiting")
    assert look.log == []
    come_back(outdoors, network)
    saved(outdoors)
    assert len(look.log) == 2
    complaints.tolerate(*AWAY)


def test_what_the_server_refuses_is_parked_in_sight_with_a_way_out(
    outdoors: Page, network: Network, visit: Visit, look: Look, complaints: Complaints
) -> None:
    open_visit(outdoors, visit)
    refusal = json.dumps({"error": "too_large", "message": "This photo is too large."}).encode()
    network.answer(413, "PUT .*/photos", body=refusal, kind="application/json")
    network.answer(422, "POST .*/operations", body=b"{}", kind="application/json")
    choose(outdoors, "greeting", "Greeted after a while")
    item = take(outdoors, "receipt", jpeg())
    expect(item.get_by_role("alert")).to_have_text("This photo is too large.")
    expect(at(outdoors, "greeting").locator(".error-text")).to_contain_text("Not taken by the server")
    expect(meter(outdoors)).to_contain_text("not taken")
    network.mend()
    outdoors.goto("/my-data")
    expect(outdoors.locator("#status")).to_contain_text("The server did not take some items.")
    items = outdoors.locator("#items li")
    expect(items).to_have_count(2)
    expect(items.filter(has_text="The greeting?")).to_contain_text("could not read")
    expect(items.filter(has_text="The receipt?")).to_contain_text("This photo is too large.")
    for left in (1, 0):
        items.first.get_by_role("button", name="Try again").tap()
        expect(items).to_have_count(left)
    expect(outdoors.locator("#status")).to_contain_text("Everything is safe on the server.")
    assert len(look.log) == 2
    assert len(look.capture.photo_ids()) == 1
    complaints.tolerate(*AWAY)


def test_a_visit_is_not_handed_in_before_every_photo_is_there(
    outdoors: Page, network: Network, visit: Visit, look: Look, complaints: Complaints
) -> None:
    open_visit(outdoors, visit)
    network.answer(503, "PUT .*/photos")
    answer_all(outdoors, photo="new kept")
    outdoors.get_by_role("button", name="Hand in the visit").tap()
    outdoors.get_by_role("button", name="Hand it in").tap()
    expect(outdoors.locator("#handed-in")).to_contain_text("Ready to be handed in.")
    assert look.state() == VisitState.IN_PROGRESS
    assert network.seen("POST .*/submission") == []
    come_back(outdoors, network)
    outdoors.wait_for_url("**/home")
    assert look.state() == VisitState.SUBMITTED
    complaints.tolerate(*AWAY)


def test_handing_in_can_be_taken_back_while_it_waits(
    outdoors: Page, network: Network, visit: Visit, look: Look, complaints: Complaints
) -> None:
    open_visit(outdoors, visit)
    answer_all(outdoors)
    network.down()
    outdoors.get_by_role("button", name="Hand in the visit").tap()
    outdoors.get_by_role("button", name="Hand it in").tap()
    outdoors.get_by_role("button", name="Take it back").tap()
    expect(outdoors.locator("#handed-in")).to_be_hidden()
    choose(outdoors, "seated", "No")
    come_back(outdoors, network)
    saved(outdoors)
    assert look.state() == VisitState.IN_PROGRESS
    assert look.answers["seated"].value == "no"
    complaints.tolerate(*AWAY)


@pytest.mark.long
def test_a_server_killed_again_and_again_gets_each_of_fifty_visits_once_and_whole(
    real_server: RealServer,
    handset: Handset,
    app: Flask,
    session: Session,
    people: People,
    complaints: Complaints,
) -> None:
    version = publish(session, people, TINY)
    visits = [plan_visit(session, people, version, scenario=None) for _ in range(VISITS)]
    looks = [Look(app, visit.id) for visit in visits]
    handset.log_in(people.auditor)
    page = handset.page
    page.goto("/account/password")
    photo = base64.b64encode(jpeg(width=160, height=120)).decode()
    page.evaluate(
        ANSWERS_OF, {"user": people.auditor.id, "visits": [look.visit_id for look in looks], "photo": photo}
    )
    page.goto("/my-data")
    chance = Random(11)  # noqa: S311 - repeatable on purpose
    killings = 0
    while any(look.state() != VisitState.SUBMITTED for look in looks):
        with real_server.killed_within(chance.uniform(0.05, 0.6)):
            page.evaluate("dispatchEvent(new Event('online'))")
        real_server.start()
        killings += 1
    assert killings >= 5
    for look in looks:
        assert look.submissions == 1
        assert len(look.log) == 3
        assert len(look.capture.photo_ids()) == 1
        assert look.answers["open"].remark == f"Remark {look.visit_id}"
    complaints.tolerate(*AWAY)
