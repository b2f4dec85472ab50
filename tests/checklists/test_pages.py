"""The pages about checklists: for the agency, to read."""

import pytest
from sqlmodel import Session

from auditapp.checklists.services import import_definition
from auditapp.domain.definition import parse_definition
from tests.support.pages import PageClient
from tests.support.people import People
from tests.support.visits import EVERYTHING, publish, text


@pytest.fixture
def version_id(people: People, session: Session) -> int:
    """A published version, and a draft after it."""
    version = publish(session, people)
    draft = dict(EVERYTHING) | {"title": text("Everything, better"), "bands": [EVERYTHING["bands"][0]]}
    import_definition(session, None, parse_definition(draft))
    session.commit()
    return version.id


def test_without_checklists_the_list_says_how_to_get_one(client: PageClient, people: People) -> None:
    page = client.log_in(people.admin).get("/checklists")
    assert page.texts(".empty h2") == ["No checklists yet"]


@pytest.mark.usefixtures("version_id")
@pytest.mark.parametrize("who", ["admin", "reviewer"])
def test_the_agency_reads_what_there_is(client: PageClient, people: People, who: str) -> None:
    page = client.log_in(getattr(people, who)).get("/checklists")
    assert page.texts("tbody th") == ["Everything, better"]
    assert page.texts("tbody td")[0] == "2 draft"
    assert "Српски (ћирилица), Srpski (latinica)" in page.texts("tbody td")[2]
    page = client.follow("Everything, better")
    assert [row.split()[1] for row in page.texts("table:first-of-type tbody th")[:2]] == ["2", "1"]
    assert "A failed critical question caps the total at 50 %." in page.text


@pytest.mark.usefixtures("version_id")
def test_what_the_check_found_stands_there_with_its_place(client: PageClient, people: People) -> None:
    page = client.log_in(people.admin).get("/checklists/everything")
    found = page.texts("section:last-of-type li")
    assert (
        found[0] == "error Band No band starts at 0, so low scores have none. Let the lowest band start at 0."
    )


def test_a_version_is_previewed_as_the_auditor_sees_it(
    client: PageClient, people: People, version_id: int
) -> None:
    client.log_in(people.reviewer).get("/checklists/everything")
    client.follow("As the auditor sees it version 1")
    assert client.page.path == f"/checklists/versions/{version_id}/preview"
    assert "The greeting?" in client.page.text
    client.get("/checklists/everything")
    page = client.follow("Preview of this scenario: The hurry")
    assert "The rushed?" in page.text


@pytest.mark.parametrize("slug", ["nothing", "a%00b", "x" * 300])
def test_an_unknown_checklist_is_not_found(client: PageClient, people: People, slug: str) -> None:
    client.log_in(people.admin).get(f"/checklists/{slug}", 404)
