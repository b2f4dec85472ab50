"""The public pages: genuine or unknown, current or superseded, and not a word more."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page
from sqlmodel import Session

from auditapp.core.clock import frozen_at, now
from auditapp.core.i18n import OWN_NAMES, date_text
from auditapp.domain.language import Language
from auditapp.reports.codes import qr_code, read_code
from auditapp.reports.services import UNKNOWN_CODES_PER_NETWORK, keep_report
from tests.reports.published import Auditing
from tests.support.browser import assert_accessible, assert_fits
from tests.support.pages import PageClient

CODE = "0123456789AB"
GENUINE = "This report is genuine and current."


@pytest.fixture
def issued(auditing: Auditing, session: Session) -> None:
    """A report that was handed out."""
    keep_report(session, auditing.visit(), Language.ENGLISH, b"the file", CODE)
    session.commit()


@pytest.mark.usefixtures("issued")
def test_a_genuine_report_is_told_without_its_content(client: PageClient) -> None:
    page = client.get(f"/verify/{CODE}")
    assert page.h1 == "Is this report genuine?"
    assert GENUINE in page.text
    assert "It was published on 11 March 2026." in page.text
    assert "0123-4567-89AB" in page.text
    for content in ("Subotica", "Rosa", "Korzo", "100", "Everything"):
        assert content not in page.text


@pytest.mark.usefixtures("issued")
@pytest.mark.parametrize("typed", ["0123456789ab", " 0123-4567-89ab ", "o12E456789aB", "O I 2 3-4567-89AB"])
def test_a_code_is_read_as_people_type_it(client: PageClient, typed: str) -> None:
    client.get("/verify")
    known = read_code(typed) == CODE
    page = client.submit("Check", code=typed, status=200 if known else 404)
    assert (GENUINE in page.text) is known
    assert page.path.startswith("/verify/")


@pytest.mark.parametrize("typed", ["", "0123", "0123-4567-89AU", "0123-4567-89AB-C", "<script>"])
def test_what_is_no_code_is_said_at_its_place(client: PageClient, typed: str) -> None:
    client.get("/verify")
    page = client.submit("Check", code=typed, status=422)
    assert page.texts(".error-text") == [
        "A code has twelve letters and figures. It stands on the last page of the report."
    ]
    assert client.get("/verify/no-code", 422).one("input[name=code]").get("value") == "no-code"


@pytest.mark.usefixtures("issued")
def test_an_unknown_code_is_no_report_of_ours(client: PageClient) -> None:
    page = client.get("/verify/7K3M9QXT4HWD", 404)
    assert "No report of ours has this code." in page.text
    assert "published" not in page.text


@pytest.mark.usefixtures("issued")
def test_a_replaced_report_says_so(client: PageClient, auditing: Auditing, session: Session) -> None:
    visit = auditing.visit()
    keep_report(session, visit, Language.ENGLISH, b"first", "F1RSTC0DE000")
    keep_report(session, visit, Language.HUNGARIAN, b"other", "0THERC0DE000")
    session.commit()
    assert GENUINE in client.get("/verify/F1RSTC0DE000").text
    keep_report(session, visit, Language.ENGLISH, b"second", "SEC0NDC0DE00")
    session.commit()
    assert "a later version has replaced it" in client.get("/verify/F1RSTC0DE000").text
    for current in ("SEC0NDC0DE00", "0THERC0DE000", CODE):
        assert GENUINE in client.get(f"/verify/{current}").text


@pytest.mark.usefixtures("issued")
def test_codes_are_not_found_by_trying(client: PageClient) -> None:
    for number in range(UNKNOWN_CODES_PER_NETWORK):
        assert GENUINE in client.get(f"/verify/{CODE}").text
        client.get(f"/verify/{number:012}", 404)
    refused = client.get(f"/verify/{CODE}", 429)
    assert refused.h1 == "Too many tries in a short time"
    assert "password" not in refused.text
    with frozen_at(now() + timedelta(minutes=16)):
        assert GENUINE in client.get(f"/verify/{CODE}").text


@pytest.mark.usefixtures("issued")
@pytest.mark.parametrize("language", Language)
def test_it_is_read_in_every_language(client: PageClient, language: Language) -> None:
    client.get(f"/verify/{CODE}")
    page = client.submit(OWN_NAMES[language])
    assert page.path == f"/verify/{CODE}"
    assert page.one("html").get("lang") == language
    assert date_text(now().date().replace(2026, 3, 11), language) in page.text
    assert (GENUINE in page.text) is (language is Language.ENGLISH)


def test_the_qr_code_is_the_same_each_time_and_fits_the_page() -> None:
    size, path = qr_code(f"https://audits.example/verify/{CODE}")
    assert (size, path) == qr_code(f"https://audits.example/verify/{CODE}")
    assert 25 <= size <= 41
    assert path.startswith("M0 0h7v1h-7z")


@pytest.mark.usefixtures("issued")
def test_it_is_readable_on_a_phone(phone: Page) -> None:
    for address in ("/verify", f"/verify/{CODE}"):
        phone.goto(address)
        assert_fits(phone)
        assert_accessible(phone)
