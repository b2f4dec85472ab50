"""When something goes wrong there is a page that says what to do, and never a trace (X4)."""

from errno import ENOSPC

import pytest
from flask import Flask
from sqlalchemy import text as sql

from tests.support.pages import PageClient
from tests.support.people import People


def lose(app: Flask, table: str) -> None:
    with app.extensions["auditapp.database"].engine.begin() as connection:
        connection.execute(sql(f'ALTER TABLE "{table}" RENAME TO lost'))


@pytest.mark.parametrize("table", ["region", "user"])
def test_even_a_broken_database_has_a_page(
    app: Flask, client: PageClient, people: People, table: str
) -> None:
    client.log_in(people.admin)
    lose(app, table)
    page = client.get("/clients", 500)
    assert page.h1 == "Something went wrong on our side"
    assert page.texts("nav") == []
    for secret in ("Traceback", "SELECT", table + "."):
        assert secret not in page.html
    answer = client.http.get("/clients", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json) == (500, {"error": 500})


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_a_full_disk_is_told_from_a_fault(app: Flask, client: PageClient) -> None:
    def write() -> None:
        raise OSError(ENOSPC, "No space left on device", "an upload's temporary file")

    app.before_request(write)
    assert client.get("/login", 503).h1 == "Nothing can be stored at the moment"


def test_what_is_too_large_is_refused(client: PageClient) -> None:
    token = client.get("/login").one("main input[name=csrf_token]").get("value")
    answer = client.post("/login", 413, data={"csrf_token": token, "email": "x" * 1_100_000})
    assert "That is too large to send" in answer.text


def test_what_an_address_does_not_do_is_told(client: PageClient, people: People) -> None:
    client.log_in(people.admin)
    client.get("/logout", 405)
    assert client.page.h1 == "There is nothing at this address"


def test_every_answer_carries_the_headers_that_keep_others_out(client: PageClient) -> None:
    headers = client.get("/login").response.headers
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    cookie = headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_json_carries_what_keeps_a_browser_from_making_a_page_of_it(
    client: PageClient, people: People
) -> None:
    headers = client.log_in(people.auditor).http.get("/api/phone").headers
    assert headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    assert "Permissions-Policy" not in headers
