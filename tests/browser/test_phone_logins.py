"""Logins come and go, the work stays with whoever did it: B never sends A's, and logging out asks first."""

from io import BytesIO

from playwright.sync_api import Page, expect
from sqlmodel import Session

from auditapp.accounts.queries import user_for
from auditapp.visits.models import Visit
from auditapp.visits.services import cancel_visit, reassign_visit
from tests.support.browser import Complaints, log_in
from tests.support.capture import alarm, at, choose, kept, open_visit, saved, take
from tests.support.handset import Handset
from tests.support.keeping import AWAY
from tests.support.looking import Look
from tests.support.network import Network
from tests.support.pages import PageClient
from tests.support.people import People
from tests.support.photos import jpeg


def work_offline(page: Page, network: Network, visit: Visit) -> None:
    """An answer and a photo that wait on the phone."""
    open_visit(page, visit)
    network.answer(503, "(PUT|POST) /api")
    choose(page, "greeting", "Greeted after a while")
    take(page, "receipt", jpeg())
    kept(page, 2)


def lose_login(handset: Handset, network: Network) -> None:
    """The login is gone, and no answer that is still on its way brings it back."""
    network.down()
    handset.forget_login()
    network.mend()


def test_a_login_that_expires_in_the_midst_of_sending_is_renewed_and_all_goes_on(
    outdoors: Page,
    handset: Handset,
    network: Network,
    people: People,
    visit: Visit,
    look: Look,
    complaints: Complaints,
) -> None:
    work_offline(outdoors, network, visit)
    lose_login(handset, network)
    outdoors.evaluate("dispatchEvent(new Event('online'))")
    expect(alarm(outdoors)).to_contain_text("log in in a new tab")
    with outdoors.context.expect_page() as opened:
        alarm(outdoors).get_by_role("link", name="Log in").tap()
    log_in(opened.value, people.auditor)
    opened.value.close()
    saved(outdoors)
    assert len(look.log) == 2
    assert len(look.capture.photo_ids()) == 1
    complaints.tolerate(*AWAY)


def test_a_login_that_changes_again_while_something_is_sent_is_no_verdict_on_it(
    outdoors: Page, network: Network, visit: Visit, look: Look, complaints: Complaints
) -> None:
    work_offline(outdoors, network, visit)
    network.mend()
    network.answer(400, "(PUT|POST) /api", body=b'{"error": "expired"}', kind="application/json", times=4)
    outdoors.evaluate("dispatchEvent(new Event('online'))")
    saved(outdoors)
    assert len(look.log) == 2
    assert len(look.capture.photo_ids()) == 1
    complaints.tolerate(*AWAY)


def test_what_failed_often_does_not_wait_long_on_another_network(
    outdoors: Page, network: Network, visit: Visit, complaints: Complaints
) -> None:
    """A phone that comes out of a cellar fails once more at first; so long as it tried in vain, it would wait half a minute."""
    work_offline(outdoors, network, visit)
    for answer in ("Greeted at once, with a smile", "Greeted after a while") * 3:
        before = len(network.seen("POST /api"))
        choose(outdoors, "greeting", answer)
        network.wait_for("POST /api", before + 1)
    network.mend()
    network.answer(503, "(PUT|POST) /api", times=1)
    outdoors.evaluate("dispatchEvent(new Event('online'))")
    saved(outdoors)
    complaints.tolerate(*AWAY)


def test_a_refusal_without_a_name_is_said_at_its_question(
    outdoors: Page, network: Network, visit: Visit, complaints: Complaints
) -> None:
    open_visit(outdoors, visit)
    network.answer(403, "POST /api/visits", body=b'{"error": 403}', kind="application/json")
    choose(outdoors, "greeting", "Greeted after a while")
    expect(at(outdoors, "greeting")).to_contain_text("Not taken by the server: ")
    assert not [complaint for complaint in complaints.seen if "status of 403" not in complaint]
    complaints.tolerate(*AWAY)


def test_another_user_of_the_phone_sends_nothing_of_mine_and_loses_nothing_of_it(
    outdoors: Page,
    handset: Handset,
    network: Network,
    people: People,
    visit: Visit,
    look: Look,
    complaints: Complaints,
) -> None:
    work_offline(outdoors, network, visit)
    lose_login(handset, network)
    log_in(outdoors, people.second_auditor)
    outdoors.goto("/my-data")
    expect(outdoors.locator("#status")).to_contain_text("Everything is safe on the server.")
    assert look.log == []
    handset.forget_login()
    log_in(outdoors, people.auditor)
    open_visit(outdoors, visit)
    saved(outdoors)
    assert len(look.log) == 2
    assert {row.user_id for row in look.log} == {people.auditor.id}
    complaints.tolerate(*AWAY)


def test_logging_out_with_unsent_work_offers_to_send_or_to_keep_it(
    outdoors: Page, network: Network, people: People, visit: Visit, look: Look, complaints: Complaints
) -> None:
    work_offline(outdoors, network, visit)
    outdoors.goto("/account/password")
    outdoors.locator(".user-menu summary").click()
    outdoors.get_by_role("button", name="Log out").click()
    dialog = outdoors.get_by_role("dialog")
    expect(dialog).to_contain_text("Some of your work has not been sent")
    dialog.get_by_role("link", name="Send it first").tap()
    expect(outdoors.locator("#items li")).to_have_count(2)
    outdoors.locator(".user-menu summary").click()
    outdoors.get_by_role("button", name="Log out").click()
    dialog.get_by_role("button", name="Keep it and log out").tap()
    outdoors.wait_for_url("**/login")
    network.mend()
    log_in(outdoors, people.auditor)
    outdoors.goto("/my-data")
    expect(outdoors.locator("#status")).to_contain_text("Everything is safe on the server.")
    assert len(look.log) == 2
    complaints.tolerate(*AWAY)


def test_logging_out_with_nothing_to_lose_asks_nothing(outdoors: Page) -> None:
    outdoors.locator(".user-menu summary").click()
    outdoors.get_by_role("button", name="Log out").click()
    outdoors.wait_for_url("**/login")


def test_work_on_a_visit_that_was_called_off_meanwhile_is_kept_apart(
    outdoors: Page,
    network: Network,
    session: Session,
    people: People,
    visit: Visit,
    look: Look,
    complaints: Complaints,
) -> None:
    work_offline(outdoors, network, visit)
    cancel_visit(session, user_for(session, people.admin.id), visit, "The store is closed.")
    session.commit()
    network.mend()
    outdoors.evaluate("dispatchEvent(new Event('online'))")
    expect(alarm(outdoors)).to_contain_text("no longer open")
    saved(outdoors)
    assert [row.late for row in look.log] == [True, True]
    assert look.photo(look.log[1].item).late
    complaints.tolerate(*AWAY)


def test_work_on_a_visit_that_was_given_to_somebody_else_meanwhile_is_kept_apart(
    outdoors: Page,
    network: Network,
    session: Session,
    people: People,
    visit: Visit,
    look: Look,
    complaints: Complaints,
) -> None:
    work_offline(outdoors, network, visit)
    second = user_for(session, people.second_auditor.id)
    reassign_visit(session, user_for(session, people.admin.id), visit, second)
    session.commit()
    network.mend()
    outdoors.evaluate("dispatchEvent(new Event('online'))")
    expect(alarm(outdoors)).to_contain_text("no longer open")
    saved(outdoors)
    assert [row.late for row in look.log] == [True, True]
    assert look.answers == {}
    complaints.tolerate(*AWAY)


def test_what_cannot_be_sent_at_all_reaches_the_agency_as_a_file(
    outdoors: Page,
    network: Network,
    client: PageClient,
    people: People,
    visit: Visit,
    look: Look,
    complaints: Complaints,
) -> None:
    work_offline(outdoors, network, visit)
    outdoors.goto("/my-data")
    with outdoors.expect_download() as saving:
        outdoors.get_by_role("button", name="Save to a file").tap()
    assert saving.value.suggested_filename.endswith(".auditapp")
    data = saving.value.path().read_bytes()
    client.log_in(people.admin).get("/planning/import")
    page = client.submit("Import the file", file=(BytesIO(data), saving.value.suggested_filename))
    assert "Subotica, Korzo" in page.text
    assert [row.question for row in look.log] == ["greeting", "receipt"]
    assert len(look.capture.photo_ids()) == 1
    network.mend()
    outdoors.get_by_role("button", name="Send now").tap()
    expect(outdoors.locator("#status")).to_contain_text("Everything is safe on the server.")
    assert len(look.log) == 2
    complaints.tolerate(*AWAY)
