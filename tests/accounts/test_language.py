"""Which language somebody reads in."""

from collections.abc import Callable

import pytest

from tests.support.pages import PageClient
from tests.support.people import People


@pytest.mark.parametrize(
    "asked,language",
    [
        ("hu", "hu"),
        ("sk-SK,sk;q=0.9,en;q=0.8", "sk"),
        ("sr", "sr-Latn"),
        ("sr-RS,en;q=0.5", "sr-Latn"),
        ("sr-Cyrl-RS", "sr-Cyrl"),
        ("de,fr;q=0.5", "en"),
        ("", "en"),
        ("*", "en"),
        ("\x7f;q=nonsense", "en"),
    ],
)
def test_a_stranger_reads_what_the_browser_asks_for(client: PageClient, asked: str, language: str) -> None:
    page = client.http.get("/login", headers={"Accept-Language": asked})
    assert f'<html lang="{language}">' in page.text


def test_a_strangers_choice_is_kept_for_the_browser(client: PageClient) -> None:
    client.get("/login")
    page = client.submit("Magyar")
    assert (page.path, page.root.get("lang")) == ("/login", "hu")
    assert client.get("/login").root.get("lang") == "hu"


def test_a_users_choice_is_kept_with_the_user(
    client: PageClient, people: People, new_client: Callable[[], PageClient]
) -> None:
    client.log_in(people.admin).get("/users?x=1")
    page = client.submit("Slovenčina")
    assert (page.path, page.root.get("lang")) == ("/users?x=1", "sk")
    assert new_client().log_in(people.admin).get("/users").root.get("lang") == "sk"


def test_the_language_outlives_the_logout(client: PageClient, people: People) -> None:
    client.log_in(people.admin).get("/users")
    client.submit("Hrvatski")
    form = client.page.one("form[action='/logout'] input[name=csrf_token]").get("value")
    client.post("/logout", 302, data={"csrf_token": form})
    assert client.get("/login").root.get("lang") == "hr"


@pytest.mark.parametrize("language", ["", "de", "EN", "sr"])
def test_a_language_that_is_none_of_ours_is_refused(client: PageClient, language: str) -> None:
    token = client.get("/login").one("footer input[name=csrf_token]").get("value")
    client.post("/language", 400, data={"csrf_token": token, "language": language})


def test_the_choice_leads_nowhere_else(client: PageClient) -> None:
    token = client.get("/login").one("footer input[name=csrf_token]").get("value")
    data = {"csrf_token": token, "language": "hu", "next": "//evil.example/"}
    assert client.post("/language", 302, data=data).headers["Location"] == "/"
