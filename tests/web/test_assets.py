"""Static files: what stands under a versioned address never changes, so a phone may keep it for ever."""

import re

import pytest

from auditapp.core.config import PROJECT_ROOT
from tests.support.pages import PageClient

FOR_EVER = "public, max-age=31536000, immutable"
FONTS = re.findall(
    r'url\("\.\.(/fonts/[^"]+)"\)', (PROJECT_ROOT / "static/css/fonts.css").read_text(encoding="utf-8")
)


def address_of(client: PageClient, path: str) -> str:
    with client.app.test_request_context():
        address: str = client.app.jinja_env.globals["static_url"](path)  # type: ignore[operator]  # a function
    return address


def kept(client: PageClient, address: str) -> str:
    with client.http.get(address) as answer:
        assert answer.status_code == 200
        return answer.headers["Cache-Control"]


def test_a_file_is_kept_for_ever_under_its_own_version(client: PageClient) -> None:
    address = address_of(client, "css/base.css")
    assert kept(client, address) == FOR_EVER


@pytest.mark.parametrize("version", ["", "?v=", "?v=0123456789ab"])
def test_a_file_is_not_kept_under_the_version_of_another(client: PageClient, version: str) -> None:
    assert kept(client, f"/static/css/base.css{version}") == "no-cache"


@pytest.mark.parametrize("path", FONTS)
def test_the_style_sheet_names_fonts_by_their_version(client: PageClient, path: str) -> None:
    assert kept(client, f"/static{path}") == FOR_EVER


def test_all_fonts_are_looked_at() -> None:
    assert len(FONTS) == 3


def test_style_sheets_come_as_one_in_the_order_that_was_asked_for(client: PageClient) -> None:
    with client.app.test_request_context():
        address = client.app.jinja_env.globals["styles_url"]("tokens", "base", "capture")  # type: ignore[operator]  # a function
    assert kept(client, address) == FOR_EVER
    text = client.http.get(address).get_data(as_text=True)
    assert -1 < text.index("--paper:") < text.index(".button{") < text.index(".visit-head{")
    assert "/*" not in text


@pytest.mark.parametrize("names", ["nothing", "base+nothing", "base+", "..", "base.css"])
def test_nothing_but_our_style_sheets_is_one(client: PageClient, names: str) -> None:
    assert client.http.get(f"/static/css/{names}.css").status_code == 404


def test_a_file_that_stays_carries_no_word_about_changes(client: PageClient) -> None:
    with client.http.get(address_of(client, "icons/mark.svg")) as answer:
        names = set(answer.headers.keys())
    assert {"ETag", "Last-Modified", "Content-Disposition", "Accept-Ranges"}.isdisjoint(names)
