"""The shipped library: each checklist is held to the same rules, the newest like the first."""

from collections.abc import Iterator

import pytest
from sqlmodel import Session

from auditapp.checklists.services import import_definition, publish_version
from auditapp.checklists.yaml_format import read_checklist, write_checklist
from auditapp.core.config import PROJECT_ROOT
from auditapp.domain.checklist import Channel, Checklist, Question
from auditapp.domain.language import STORED_LANGUAGES
from auditapp.domain.lint import lint
from auditapp.domain.lint.findings import scenarios_of
from auditapp.domain.points import full_points
from tests.support.pages import PageClient
from tests.support.people import People

FILES = {file.stem: file.read_bytes() for file in sorted((PROJECT_ROOT / "checklists").glob("*.yaml"))}
LIBRARY = {slug: read_checklist(content) for slug, content in FILES.items()}
CHANNELS = {
    "retail-visit": Channel.VISIT,
    "mystery-call": Channel.CALL,
    "online-service": Channel.ONLINE,
    "complaint-handling": Channel.VISIT,
    "difficult-customer": Channel.VISIT,
    "service-culture": Channel.VISIT,
    "customer-pulse": Channel.VISIT,
}
PULSE = "customer-pulse"
AUDITS = sorted(CHANNELS.keys() - {PULSE})
LONGEST_LABEL = 60
"""Letters; more of them push the answer steps of a question off a phone's screen."""

every_checklist = pytest.mark.parametrize("slug", sorted(CHANNELS))


def can_lose(question: Question) -> bool:
    return question.points_known and not question.bonus and full_points(question) > 0


def questions_that_can_lose(checklist: Checklist) -> Iterator[Question]:
    return (question for _, question in checklist.questions() if can_lose(question))


def labels(checklist: Checklist) -> Iterator[str]:
    for _, question in checklist.questions():
        for option in question.options:
            yield from option.label.values()


def test_the_library_is_complete() -> None:
    assert {slug: checklist.channel for slug, checklist in LIBRARY.items()} == CHANNELS
    assert [checklist.slug for checklist in LIBRARY.values()] == [*FILES]


@every_checklist
def test_the_linter_has_nothing_to_say(slug: str) -> None:
    assert lint(LIBRARY[slug]) == []


@every_checklist
def test_the_file_is_what_an_export_writes(slug: str) -> None:
    assert write_checklist(LIBRARY[slug]).encode() == FILES[slug]


@every_checklist
def test_it_speaks_every_language(slug: str) -> None:
    assert LIBRARY[slug].languages == STORED_LANGUAGES


@every_checklist
def test_sections_add_up_to_a_hundred_in_every_scenario(slug: str) -> None:
    checklist = LIBRARY[slug]
    for scenario in scenarios_of(checklist):
        assert sum(section.weight for section in checklist.sections_in(scenario)) == 100


@every_checklist
def test_each_question_says_what_to_look_for(slug: str) -> None:
    assert [question.key for _, question in LIBRARY[slug].questions() if question.guidance is None] == []


@every_checklist
def test_each_loss_has_an_action_of_several_steps(slug: str) -> None:
    asked = [*questions_that_can_lose(LIBRARY[slug])]
    assert asked
    for question in asked:
        assert question.action is not None, question.key
        assert len(question.action.how["en"].splitlines()) >= 2, question.key


@every_checklist
def test_answer_steps_fit_on_a_phone(slug: str) -> None:
    assert [label for label in labels(LIBRARY[slug]) if len(label) > LONGEST_LABEL] == []


@pytest.mark.parametrize("slug", AUDITS)
def test_an_audit_has_a_briefing_facts_a_knock_out_and_room_for_a_remark(slug: str) -> None:
    checklist = LIBRARY[slug]
    questions = [question for _, question in checklist.questions()]
    assert checklist.briefing is not None
    assert 25 <= len(questions) <= 60
    assert any(question.thresholds for question in questions)
    assert any(question.critical for question in questions)
    assert questions[-1].type == "text"


def test_a_customer_is_asked_little_and_shown_no_score() -> None:
    pulse = LIBRARY[PULSE]
    assert [question.type for _, question in pulse.questions() if question.required] == ["scale"]
    assert [question.type for _, question in pulse.questions()] == ["scale", "choice", "nps", "text"]
    assert not pulse.auditor_sees_score


@every_checklist
def test_it_is_published_and_shown_as_it_is(
    session: Session, client: PageClient, people: People, slug: str
) -> None:
    version = import_definition(session, None, LIBRARY[slug])
    publish_version(session, None, version)
    session.commit()
    client.log_in(people.admin).get(f"/checklists/{slug}")
    page = client.follow("As the auditor sees it version 1")
    assert page.h1 == LIBRARY[slug].title["en"]
    for scenario in LIBRARY[slug].scenarios:
        page = client.get(f"/checklists/versions/{version.id}/preview?scenario={scenario.key}")
        shown = [section.title["en"] for section in LIBRARY[slug].sections_in(scenario.key)]
        assert page.texts(".section h2") == shown
