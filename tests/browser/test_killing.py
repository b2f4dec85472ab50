"""Phone and server may both be killed: what belongs to neither of them alone goes on."""

from playwright.sync_api import expect

from tests.support.browser import Complaints
from tests.support.gunicorn import RealServer
from tests.support.handset import Handset
from tests.support.keeping import AWAY
from tests.support.people import People
from tests.support.webkit import WebKitPhone


def test_who_was_logged_in_stays_so_when_phone_and_server_were_killed(
    handset: Handset, real_server: RealServer, people: People, complaints: Complaints
) -> None:
    handset.log_in(people.auditor)
    real_server.restart()
    page = handset.reopen()
    page.goto("/account/password")
    expect(page.locator("header")).to_contain_text(people.auditor.name)
    handset.forget_login()
    page.goto("/account/password")
    expect(page.locator("h1")).to_have_text("Log in")
    complaints.tolerate(*AWAY)


def test_who_was_logged_in_with_webkit_stays_so_when_phone_and_server_were_killed(
    webkit_phone: WebKitPhone, real_server: RealServer, people: People, complaints: Complaints
) -> None:
    webkit_phone.log_in(people.auditor)
    real_server.restart()
    webkit_phone.reopen()
    webkit_phone.goto("/account/password")
    assert people.auditor.email in webkit_phone.text("header")
    webkit_phone.forget_login()
    webkit_phone.goto("/account/password")
    assert webkit_phone.text("h1") == "Log in"
    complaints.tolerate(*AWAY)
