"""Every page about a draft opens while the draft is not complete yet, and says so where it can do nothing with it."""

import pytest
from sqlmodel import Session

from tests.support.drafts import blank_draft
from tests.support.pages import PageClient
from tests.support.people import People


@pytest.mark.parametrize(
    "path,status",
    [
        ("/checklists", 200),
        ("/checklists/our-shops", 200),
        ("/checklists/our-shops/edit", 200),
        ("/checklists/our-shops/publish", 200),
        ("/checklists/our-shops/impact", 404),
        ("/checklists/our-shops/differences", 200),
        ("/checklists/versions/{draft}/preview", 200),
        ("/checklists/versions/{draft}/guidance.pdf", 404),
        ("/checklists/versions/{draft}/translations", 404),
        ("/checklists/versions/{draft}/translations/hu.po", 404),
        ("/checklists/versions/{draft}/export.yaml", 404),
        ("/checklists/versions/{draft}/export.xlsx", 404),
        ("/checklists/versions/{draft}/export.csv", 404),
        ("/checklists/versions/{draft}/questions.xlsx", 404),
    ],
)
def test_a_page(client: PageClient, session: Session, people: People, path: str, status: int) -> None:
    draft = blank_draft(session, people)
    session.commit()
    client.log_in(people.admin).get(path.format(draft=draft.id), status)
