"""What a visitor of the demo can see, as a table: each line of it occurs."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from sqlmodel import Session, col, select

from auditapp.accounts.models import User
from auditapp.accounts.queries import user_by_email
from auditapp.accounts.services import authenticate
from auditapp.actions.models import Action, ActionEdit, ActionState
from auditapp.checklists.models import ChecklistVersion, VersionState
from auditapp.clients.models import Client, Store
from auditapp.clients.queries import stores_for
from auditapp.core.config import Settings
from auditapp.core.db import Database
from auditapp.core.jobs import Job
from auditapp.core.storage import Storage
from auditapp.demo.loading import CHECKLISTS
from auditapp.domain.lifecycle import VisitState
from auditapp.domain.scoring import Score, score
from auditapp.reviews.models import RemarkEdit
from auditapp.reviews.queries import review_queue
from auditapp.visits.models import OperationRow, Photo, ReturnMessage, Transition, Visit, Wave
from auditapp.visits.queries import (
    capture_of,
    open_visits_of,
    return_messages_of,
    transitions_of,
    visits_in_states,
)
from tests.demo.conftest import LOADED_AT

TODAY = LOADED_AT.date()
LOGINS = {
    "admin": "admin",
    "reviewer": "reviewer",
    "auditor": "auditor",
    "client": "client",
    "store": "client",
}
HALF = Fraction(1, 2)


def in_state(story: Session, state: VisitState) -> list[Visit]:
    return visits_in_states(story, [state])


def result_of(story: Session, visit: Visit) -> Score:
    return score(visit.version.definition, capture_of(story, visit).answers, visit.scenario)


def histories(story: Session, slug: str = "retail-visit") -> Iterable[list[Fraction]]:
    """The published scores of each store, oldest first."""
    found: dict[int, list[Fraction]] = {}
    for visit in in_state(story, VisitState.PUBLISHED):
        if visit.version.checklist.slug == slug and visit.score is not None:
            found.setdefault(visit.store_id, []).append(visit.score)
    return found.values()


def login(story: Session, key: str) -> User:
    user = user_by_email(story, f"{key}@demo.example")
    assert user is not None
    return user


def a_store_improved_steadily(story: Session) -> bool:
    return any(
        history[-1] - history[0] > Fraction(1, 10) and len(history) > 2 for history in histories(story)
    )


def a_store_went_down(story: Session) -> bool:
    return any(all(b < a for a, b in pairwise(history)) for history in histories(story) if len(history) > 2)


def an_excellent_and_a_failing_store(story: Session) -> bool:
    return {"excellent", "failing"} <= {visit.band for visit in in_state(story, VisitState.PUBLISHED)}


def weak_sections(story: Session) -> bool:
    visits = in_state(story, VisitState.PUBLISHED)[:12]
    return any(
        part.score is not None and part.score < HALF
        for visit in visits
        for part in result_of(story, visit).sections
    )


def a_failure_repeated_three_times(story: Session) -> bool:
    return any(action.streak >= 3 for action in story.exec(select(Action)))


def outcomes_at_vukov_spomenik(story: Session, question: str) -> list[bool]:
    """Whether the question lost points there, oldest visit first."""
    visits = [
        visit
        for visit in in_state(story, VisitState.PUBLISHED)
        if (visit.store.name, visit.version.checklist.slug) == ("Vukov spomenik", "retail-visit")
    ]
    return [result_of(story, visit).questions[question].lost for visit in visits]


def nobody_is_invited_back_to_vukov_spomenik(story: Session) -> bool:
    return outcomes_at_vukov_spomenik(story, "close_invited_back") == [True] * 4


def the_entrance_of_vukov_spomenik_was_mended(story: Session) -> bool:
    return outcomes_at_vukov_spomenik(story, "premises_access") == [True, True, True, False]


def pancevo_was_knocked_out(story: Session) -> bool:
    visits = [visit for visit in in_state(story, VisitState.PUBLISHED) if visit.store.name == "Pančevo"]
    return any(effect.kind == "cap_total" for effect in result_of(story, visits[-1]).effects)


def answers_that_do_not_apply(story: Session) -> bool:
    return bool(story.exec(select(OperationRow).where(OperationRow.field == "na")).first())


def a_knock_out_that_caps_the_total(story: Session) -> bool:
    capped = select(Visit).where(Visit.score == Fraction(1, 2))
    return any(
        effect.kind == "cap_total"
        for visit in story.exec(capped)
        for effect in result_of(story, visit).effects
    )


def a_knock_out_that_zeroes_its_section(story: Session) -> bool:
    critical = story.exec(select(Action.visit_id).where(col(Action.critical)))
    visits = [story.get_one(Visit, visit_id) for visit_id in critical]
    return any(
        effect.kind == "zero_section" for visit in visits for effect in result_of(story, visit).effects
    )


def a_returned_visit_with_messages_waits_at_the_auditor(story: Session) -> bool:
    (visit,) = in_state(story, VisitState.RETURNED)
    messages = return_messages_of(story, visit)
    asked = {question.key for _, question in visit.version.definition.questions()}
    about = {message.question for message in messages}
    return visit.auditor_id == login(story, "auditor").id and len(about) >= 3 and about <= {*asked, ""}


def a_visit_was_returned_mended_and_published(story: Session) -> bool:
    returned = select(Transition.visit_id).where(Transition.to_state == VisitState.RETURNED)
    lives = [
        [step.to_state.value for step in transitions_of(story, story.get_one(Visit, visit_id))]
        for visit_id in story.exec(returned)
    ]
    return ["assigned", "in_progress", "submitted", "returned", "submitted", "published"] in lives


def several_visits_wait_for_review(story: Session) -> bool:
    queue = review_queue(story)
    return len(queue) >= 3 and {visit.version.checklist.slug for visit in queue} == {
        "retail-visit",
        "difficult-customer",
    }


def an_open_an_overdue_and_a_coming_visit_for_the_auditor(story: Session) -> bool:
    visits = [
        visit
        for visit in open_visits_of(story, login(story, "auditor"))
        if visit.state == VisitState.ASSIGNED
    ]
    overdue, today, coming = visits
    return (
        overdue.window_to < TODAY
        and today.window_from == TODAY == today.created_at.date()
        and today.window_to <= TODAY + timedelta(days=7)
        and coming.window_from > TODAY
    )


def a_visit_was_cancelled_for_a_reason(story: Session) -> bool:
    (visit,) = in_state(story, VisitState.CANCELLED)
    return bool(transitions_of(story, visit)[-1].reason)


def a_visit_is_half_done(story: Session) -> bool:
    visits = in_state(story, VisitState.IN_PROGRESS)
    asked = [len([*visit.version.definition.questions()]) for visit in visits]
    answered = [len(capture_of(story, visit).answers) for visit in visits]
    return bool(visits) and all(0 < part < whole * 0.7 for part, whole in zip(answered, asked, strict=True))


def remarks_were_reworded_in_review(story: Session) -> bool:
    edited = {story.get_one(Visit, edit.visit_id).state for edit in story.exec(select(RemarkEdit))}
    return edited == {VisitState.SUBMITTED, VisitState.PUBLISHED}


def an_action_was_reworded_in_review(story: Session) -> bool:
    (edits,) = {(edit.visit_id, edit.question): edit for edit in story.exec(select(ActionEdit))}.values()
    action = story.exec(
        select(Action).where(Action.visit_id == edits.visit_id, Action.question == edits.question)
    ).one()
    return action.what["en"] == edits.what and action.owner == edits.owner


def some_actions_are_done_and_some_open(story: Session) -> bool:
    return {action.state for action in story.exec(select(Action))} == {ActionState.DONE, ActionState.OPEN}


def every_letter_of_the_region(story: Session) -> bool:
    names = "".join([*story.exec(select(User.name)), *story.exec(select(Store.city))])
    remarks = story.exec(select(OperationRow.value).where(OperationRow.field == "remark"))
    return set("čćšžđőűľĺŕЖњ") <= {*names, *"".join(map(str, remarks))}


def every_shipped_checklist_is_published(story: Session) -> bool:
    published = story.exec(select(ChecklistVersion).where(ChecklistVersion.state == VersionState.PUBLISHED))
    return {version.checklist.slug for version in published} == {
        file.stem for file in CHECKLISTS.glob("*.yaml")
    }


def three_checklists_are_in_use(story: Session) -> bool:
    slugs = {visit.version.checklist.slug for visit in in_state(story, VisitState.PUBLISHED)}
    return slugs == {"retail-visit", "mystery-call", "difficult-customer"}


def every_scenario_was_played(story: Session) -> bool:
    visits = in_state(story, VisitState.PUBLISHED)
    offered = {scenario.key for visit in visits for scenario in visit.version.definition.scenarios}
    return {visit.scenario for visit in visits} == offered


def four_waves_for_each_client_the_last_one_running(story: Session) -> bool:
    for client in story.exec(select(Client)):
        waves = story.exec(
            select(Wave).where(Wave.client_id == client.id).order_by(col(Wave.starts_on))
        ).all()
        if len(waves) != 4 or not waves[-1].starts_on <= TODAY <= waves[-1].ends_on:
            return False
    return True


def reports_are_ordered_for_one_visit_only(story: Session) -> bool:
    jobs = story.exec(select(Job)).all()
    visits = {job.payload["visit"] for job in jobs}
    return len(visits) == 1 and {job.payload["language"] for job in jobs} == {
        "sr-Latn",
        "sr-Cyrl",
        "hr",
        "en",
    }


def nobody_but_the_store_manager_is_sent_to_one_store(story: Session) -> bool:
    seen = {key: len(stores_for(story, login(story, key))) for key in ("admin", "client", "store", "auditor")}
    return seen == {"admin": 17, "client": 12, "store": 1, "auditor": 0}


FACTS: tuple[Callable[[Session], bool], ...] = (
    a_store_improved_steadily,
    a_store_went_down,
    an_excellent_and_a_failing_store,
    weak_sections,
    a_failure_repeated_three_times,
    nobody_is_invited_back_to_vukov_spomenik,
    the_entrance_of_vukov_spomenik_was_mended,
    pancevo_was_knocked_out,
    answers_that_do_not_apply,
    a_knock_out_that_caps_the_total,
    a_knock_out_that_zeroes_its_section,
    a_returned_visit_with_messages_waits_at_the_auditor,
    a_visit_was_returned_mended_and_published,
    several_visits_wait_for_review,
    an_open_an_overdue_and_a_coming_visit_for_the_auditor,
    a_visit_was_cancelled_for_a_reason,
    a_visit_is_half_done,
    remarks_were_reworded_in_review,
    an_action_was_reworded_in_review,
    some_actions_are_done_and_some_open,
    every_letter_of_the_region,
    every_shipped_checklist_is_published,
    three_checklists_are_in_use,
    every_scenario_was_played,
    four_waves_for_each_client_the_last_one_running,
    reports_are_ordered_for_one_visit_only,
    nobody_but_the_store_manager_is_sent_to_one_store,
)


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.__name__)
def test_it_occurs(story: Session, fact: Callable[[Session], bool]) -> None:
    assert fact(story)


def test_there_are_as_many_stores_as_promised(story: Session) -> None:
    stores = story.exec(select(Store)).all()
    count = {
        name: [store.region.client.name for store in stores].count(name) for name in ("Tavanka", "Zoboris")
    }
    assert count == {"Tavanka": 12, "Zoboris": 5}
    assert {store.country for store in stores} == {"RS", "HR", "HU", "SK"}
    assert 55 <= len(in_state(story, VisitState.PUBLISHED)) <= 65


@pytest.mark.parametrize("key", LOGINS)
def test_the_logins_of_the_readme_work(loaded: Settings, key: str) -> None:
    database = Database(loaded.database_url)
    # Logging in forgets failed attempts. The session takes its turn at writing, and keeps nothing.
    with database.session() as session:
        user = authenticate(
            session, email=f"{key}@demo.example", password="demo-demo-demo", network="127.0.0.1"
        )
    database.engine.dispose()
    assert user is not None
    assert user.role == LOGINS[key]
    assert user.language is None, "the reader's browser decides"


def test_nothing_happens_after_the_demo_was_loaded(story: Session) -> None:
    moments = [
        *story.exec(select(Visit.created_at)),
        *story.exec(select(Transition.at)),
        *story.exec(select(OperationRow.phone_at)),
        *story.exec(select(OperationRow.received_at)),
        *story.exec(select(Photo.taken_at)),
        *story.exec(select(Job.created_at)),
    ]
    assert max(moment for moment in moments if moment is not None) <= LOADED_AT


def test_life_follows_its_order(story: Session) -> None:
    for visit in story.exec(select(Visit)):
        moments = [step.at for step in transitions_of(story, visit)]
        assert moments == sorted(moments), visit.id


def test_photos_have_files_a_time_and_a_place(story: Session, loaded: Settings) -> None:
    storage = Storage.from_url(loaded.storage_url)
    for photo in story.exec(select(Photo)):
        store = story.get_one(Visit, photo.visit_id).store
        assert storage.exists(photo.storage_key)
        assert storage.exists(photo.thumbnail_key)
        assert photo.taken_at is not None
        assert photo.latitude == pytest.approx(store.latitude, abs=0.001)
        assert photo.longitude == pytest.approx(store.longitude, abs=0.001)


def test_messages_to_auditors_are_about_visits_that_were_returned(story: Session) -> None:
    for message in story.exec(select(ReturnMessage)):
        step = story.get_one(Transition, message.transition_id)
        assert (step.visit_id, step.to_state) == (message.visit_id, VisitState.RETURNED)


def test_photos_are_taken_between_coming_and_going(story: Session) -> None:
    for visit in in_state(story, VisitState.PUBLISHED):
        capture = capture_of(story, visit)
        assert capture.check_in is not None
        assert capture.check_out is not None
        for photo in story.exec(select(Photo).where(Photo.visit_id == visit.id)):
            assert photo.taken_at is not None
            assert capture.check_in.at < photo.taken_at < capture.check_out.at
