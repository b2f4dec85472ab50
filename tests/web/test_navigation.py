"""The header's links say where one is, whichever feature a page belongs to."""

import pytest
from sqlmodel import Session

from tests.support.drafts import draft_of_everything
from tests.support.pages import PageClient
from tests.support.people import People


@pytest.mark.parametrize(
    "path,current,value",
    [
        ("/checklists", ["Checklists"], "page"),
        ("/checklists/everything/publish", ["Checklists"], "true"),
        ("/checklists/everything/versions/1/retirement", ["Checklists"], "true"),
        ("/reports/waves", ["Reports"], "true"),
        ("/users/new", ["Users"], "true"),
        ("/account/password", [], ""),
    ],
)
def test_the_part_that_a_page_lies_in_is_marked(
    client: PageClient, session: Session, people: People, path: str, current: list[str], value: str
) -> None:
    draft_of_everything(session, people)
    page = client.log_in(people.admin).get(path)
    assert page.texts("#navigation [aria-current]") == current
    assert page.texts(f'#navigation [aria-current="{value}"]') == current
