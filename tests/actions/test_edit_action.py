"""Rewording an action for one visit, language by language; the checklist's wording stays."""

from collections.abc import Callable

import pytest
from sqlmodel import Session, col, select

from auditapp.actions.models import Action, ActionEdit
from auditapp.domain.checklist import OwnerRole
from tests.support.desk import Chain
from tests.support.pages import PageClient
from tests.support.people import People

HUNGARIAN = {"what": "Köszönjön mindenkinek", "why": "A vevő elmegy", "how": "Gyakorolja\nNaponta"}


@pytest.fixture
def chain(people: People, session: Session) -> Chain:
    """A visit in review."""
    return Chain.begin(session, people).submit()


@pytest.fixture
def reviewer(client: PageClient, chain: Chain) -> PageClient:
    """The reviewer at the action for the greeting."""
    client.log_in(chain.people.reviewer).get(f"/reviews/{chain.visit.id}")
    client.follow("Edit the action 1.1")
    return client


def plan(chain: Chain) -> dict[str, Action]:
    chain.look()
    chain.publish()
    actions = chain.session.exec(select(Action).order_by(col(Action.rank))).all()
    return {action.question: action for action in actions}


def test_one_language_is_reworded_and_the_others_stay(reviewer: PageClient, chain: Chain) -> None:
    assert reviewer.page.texts("aside dd")[0] == "Greet"
    assert [text.split()[0] for text in reviewer.page.texts(".tabs li")] == [
        "English", "Српски", "Hrvatski", "Magyar", "Slovenčina",
    ]  # fmt: skip
    reviewer.follow("Magyar")
    page = reviewer.submit("Save", HUNGARIAN, days=7, owner="trainer")
    assert page.texts(".message") == [
        "Done: The action is changed for this visit. The checklist stays as it is."
    ]
    assert page.texts("#q-greeting .plan")[0].endswith("Greet Trainer, 7 days · edited")
    reviewer.follow("Edit the action 1.1")
    assert reviewer.page.texts("#what") == ["Greet"]
    assert reviewer.follow("Magyar · edited").texts("#what") == ["Köszönjön mindenkinek"]
    action = plan(chain)["greeting"]
    assert (action.what["hu"], action.what["sk"], action.owner) == (
        "Köszönjön mindenkinek",
        "Greet",
        OwnerRole.TRAINER,
    )
    assert chain.version.definition.sections[0].questions[0].action.what["hu"] == "Greet"  # type: ignore[union-attr]  # it has one


@pytest.mark.parametrize(
    "name,typed,complaint",
    [
        ("what", " ", "This must not be empty."),
        ("how", "x" * 4001, "Please use at most 4000 characters."),
        ("days", "0", "Between 1 and 365 days."),
        ("days", "soon", "Enter a whole number."),
        ("days", "", "Enter a number of days."),
    ],
)
def test_what_is_wrong_is_said_at_its_place(
    reviewer: PageClient, chain: Chain, name: str, typed: str, complaint: str
) -> None:
    page = reviewer.submit("Save", {"why": "Because"} | {name: typed}, status=422)
    assert complaint in page.texts(".field.invalid .error-text")[0]
    assert page.texts("#why") == ["Because"]
    assert chain.session.exec(select(ActionEdit)).all() == []


def test_a_dropped_action_leaves_the_plan_and_can_come_back(reviewer: PageClient, chain: Chain) -> None:
    page = reviewer.submit("Save", dropped=True)
    assert page.texts("#q-greeting .plan")[0].startswith("left out")
    reviewer.follow("Publish the visit …")
    assert "2 actions" in reviewer.page.text
    reviewer.get(f"/reviews/{chain.visit.id}/questions/greeting/action")
    reviewer.submit("Save", dropped=False)
    assert list(plan(chain)) == ["wait", "seen", "greeting"]


def test_what_stays_dropped_is_not_in_the_plan(reviewer: PageClient, chain: Chain) -> None:
    reviewer.submit("Save", dropped=True)
    assert [(action.question, action.rank) for action in plan(chain).values()] == [("wait", 1), ("seen", 2)]


def test_of_two_reviewers_the_second_is_told(
    reviewer: PageClient, chain: Chain, new_client: Callable[[], PageClient]
) -> None:
    other = new_client().log_in(chain.people.admin)
    other.get(f"/reviews/{chain.visit.id}/questions/greeting/action")
    other.submit("Save", what="Smile")
    page = reviewer.submit("Save", what="Say hello", status=409)
    assert "“Smile”" in page.texts(".error-text")[0]
    assert page.texts("#what") == ["Say hello"]
    reviewer.submit("Save")
    assert plan(chain)["greeting"].what["en"] == "Say hello"


def test_after_publishing_nothing_is_edited_any_more(reviewer: PageClient, chain: Chain) -> None:
    chain.publish()
    page = reviewer.submit("Save", what="Too late", status=409)
    assert "no longer in review" in page.texts(".error-summary li")[0]
    assert chain.session.exec(select(ActionEdit)).all() == []


@pytest.mark.parametrize("path", ["offers/action", "seated/action", "excuse/action", "nothing/action"])
def test_where_nothing_was_lost_there_is_no_action(reviewer: PageClient, chain: Chain, path: str) -> None:
    reviewer.get(f"/reviews/{chain.visit.id}/questions/{path}", 404)
    page = reviewer.get(f"/reviews/{chain.visit.id}/questions/greeting/action?language=de")
    assert page.texts(".tabs [aria-current]") == ["English"]
