"""What the server says to a phone that keeps pages: which may be kept, whose they are, and what belongs to them."""

import json
import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text as sql
from sqlmodel import Session

from auditapp.accounts.queries import user_for
from auditapp.core.config import PROJECT_ROOT
from auditapp.visits.models import Visit
from auditapp.visits.offline import BACKGROUND, THEME
from tests.support.pages import PageClient
from tests.support.people import People

TOKENS = (PROJECT_ROOT / "static/css/tokens.css").read_text(encoding="utf-8")
VERSIONED = re.compile(r'[^"\s=]+\?v=[0-9a-f]{12}|[^"\s=]*/scripts/[0-9a-f]{12}/[\w/-]+\.js')


def given_to_worker(client: PageClient) -> dict[str, Any]:
    """What the server fills in at the top of the service worker."""
    text = client.http.get("/sw.js").text
    found: dict[str, Any] = json.loads(text.partition(";\n")[0].removeprefix("self.auditapp = "))
    return found


@pytest.fixture
def manifest(client: PageClient) -> dict[str, Any]:
    """The app's manifest, found where a page says."""
    address = client.get("/login").one("link[rel=manifest]").get("href")
    answer = client.http.get(address)
    assert answer.mimetype == "application/manifest+json"
    content: dict[str, Any] = json.loads(answer.text)
    return content


def test_home_and_open_visits_may_be_kept_by_their_auditor(auditor: PageClient, people: People) -> None:
    for address in ("/home", auditor.page.path):
        headers = auditor.get(address).response.headers
        assert headers["Auditapp-Page"] == headers["Auditapp-User"] == str(people.auditor.id)


@pytest.mark.parametrize("address", ["/account/password", "/visits/999", "/sw.js", "/manifest.webmanifest"])
def test_nothing_else_may_be_kept(auditor: PageClient, address: str) -> None:
    with auditor.http.get(address) as answer:
        assert "Auditapp-Page" not in answer.headers


def test_a_message_of_the_moment_is_not_kept(auditor: PageClient) -> None:
    address = auditor.page.path
    page = auditor.submit("Save", {"answer-greeting": "good"})
    assert page.texts(".message") == ["Done: Saved."]
    assert "Auditapp-Page" not in page.response.headers
    assert "Auditapp-Page" in auditor.get(address).response.headers


def test_a_page_that_did_not_change_does_not_travel_again(auditor: PageClient) -> None:
    address = auditor.page.path
    tag = auditor.page.response.headers["ETag"]
    again = auditor.http.get(address, headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["Auditapp-User"] != "unknown"
    auditor.submit("Save", {"answer-greeting": "good"})
    changed = auditor.http.get(address, headers={"If-None-Match": tag})
    assert changed.status_code == 200


def test_a_new_login_gets_the_page_anew(auditor: PageClient, people: People) -> None:
    address, tag = auditor.page.path, auditor.page.response.headers["ETag"]
    other = PageClient(auditor.app).log_in(people.auditor)
    assert other.http.get(address, headers={"If-None-Match": tag}).status_code == 200


def test_who_is_logged_in_is_told_as_far_as_it_is_known(
    client: PageClient, session: Session, people: People
) -> None:
    def user() -> str:
        return client.get("/login").response.headers["Auditapp-User"]

    assert user() == "unknown"
    client.submit("Log in", email=people.auditor.email, password=people.auditor.password)
    assert client.page.response.headers["Auditapp-User"] == str(people.auditor.id)
    client.submit("Log out")
    assert user() == "none"
    client.submit("Log in", email=people.auditor.email, password=people.auditor.password)
    user_for(session, people.auditor.id).active = False
    session.commit()
    assert user() == "none"


def test_a_broken_server_says_nothing_about_users(app: Flask, auditor: PageClient) -> None:
    with app.extensions["auditapp.database"].engine.begin() as connection:
        connection.execute(sql("ALTER TABLE visit RENAME TO lost"))
    assert auditor.get("/home", 500).response.headers["Auditapp-User"] == "unknown"


def test_the_manifest_makes_an_app_that_can_be_installed(
    client: PageClient, manifest: dict[str, Any]
) -> None:
    assert (manifest["name"], manifest["display"]) == ("Auditapp", "standalone")
    assert (manifest["start_url"], manifest["scope"], manifest["lang"]) == ("/home", "/", "en")
    assert (manifest["theme_color"], manifest["background_color"]) == (THEME, BACKGROUND)
    icons = {(icon["sizes"], icon["purpose"]) for icon in manifest["icons"]}
    assert icons == {("192x192", "any"), ("512x512", "any"), ("512x512", "maskable")}
    for icon in manifest["icons"]:
        with client.http.get(icon["src"]) as answer:
            assert (answer.status_code, answer.mimetype) == (200, icon["type"])


@pytest.mark.parametrize("name,value", [("accent", THEME), ("paper", BACKGROUND)])
def test_its_colours_are_those_of_the_tokens(name: str, value: str) -> None:
    assert re.findall(rf"--{name}: (.*);", TOKENS)[0] == value


def test_the_manifest_speaks_the_readers_language(client: PageClient) -> None:
    answer = client.http.get("/manifest.webmanifest", headers={"Accept-Language": "hu"})
    assert json.loads(answer.text)["lang"] == "hu"


def test_only_who_works_on_the_phone_is_offered_the_app(client: PageClient, people: People) -> None:
    assert client.log_in(people.admin).get("/planning").all("link[rel=manifest]") == []
    assert len(client.log_in(people.auditor).get("/home").all("link[rel=manifest]")) == 1


def test_the_worker_is_asked_for_each_time_and_sent_when_it_changed(client: PageClient) -> None:
    answer = client.http.get("/sw.js")
    assert (answer.status_code, answer.mimetype) == (200, "text/javascript")
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "import " not in answer.text
    again = client.http.get("/sw.js", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_the_worker_knows_everything_that_home_and_a_visit_load(auditor: PageClient, visit: Visit) -> None:
    known = set(given_to_worker(auditor)["assets"])
    for address in ("/home", f"/visits/{visit.id}", "/offline"):
        html = auditor.get(address).html
        assert set(VERSIONED.findall(html)) <= known, address


def test_what_the_worker_is_given_is_there(client: PageClient) -> None:
    given = given_to_worker(client)
    for address in given["assets"]:
        with client.http.get(address) as answer:
            assert (answer.status_code, "immutable" in answer.headers["Cache-Control"]) == (200, True), (
                address
            )
    assert client.get(given["offline"]).h1 == "No connection"


def test_the_page_for_what_is_not_kept_knows_no_user(auditor: PageClient, people: People) -> None:
    page = auditor.get("/offline")
    assert people.auditor.name not in page.html
    assert page.all("nav, form[method=post]") == []
