"""The capture page as a plain form, without scripts: it shows what is known, and takes all that can be taken."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event
from sqlmodel import Session

from auditapp.accounts.queries import user_for
from auditapp.core.clock import now
from auditapp.domain.lifecycle import VisitState
from auditapp.visits.models import ReturnMessage, Visit
from auditapp.visits.services import cancel_visit, move_visit, reassign_visit
from tests.support.forms import Typed
from tests.support.html import text_of
from tests.support.looking import Look
from tests.support.pages import Page, PageClient
from tests.support.people import People
from tests.support.phones import Phone
from tests.support.visits import EVERYTHING, plan_visit, publish

WHOLE: dict[str, Typed] = {
    "answer-greeting": "good",
    "answer-seated": "yes",
    "minutes-wait": "1",
    "answer-wait": "5",
    "answer-offers": "3",
    "none-seen": True,
    "answer-recommend": "9",
    "answer-window": "yes",
    "na-receipt": True,
}
"""A complete visit without a photo."""


def save(auditor: PageClient, fields: dict[str, Typed], status: int = 200) -> Page:
    return auditor.submit("Save", fields, status=status)


def value(page: Page, name: str) -> str | None:
    return page.one(f'[name="{name}"]').get("value")


def chosen(page: Page, name: str) -> list[str | None]:
    return [box.get("value") for box in page.all(f'[name="{name}"]') if "checked" in box.attrib]


def shown(page: Page) -> list[str | None]:
    return [one.get("data-question") for one in page.all("[data-question]") if "hidden" not in one.attrib]


def block(page: Page, name: str) -> Any:  # noqa: ANN401 - any JSON
    return json.loads(page.one(f"script#{name}").text or "")


def problem_at(page: Page, key: str) -> str:
    return " ".join(page.texts(f"#q-{key} .error-text"))


def test_the_page_shows_the_visit_and_its_questions(auditor: PageClient) -> None:
    page = auditor.page
    assert page.h1 == "Subotica, Korzo"
    assert page.texts(".section h2") == ["Welcome", "Facts"]
    assert page.texts(".section .count") == ["0 of 3", "0 of 8"]
    assert page.texts("[data-count]") == ["0 of 11"]
    assert "excuse" not in shown(page)
    assert page.all("#q-rushed") == []
    assert page.texts(".brief summary") == ["Your part: The gift", "What holds for every visit"]
    assert "Buy a postcard." in page.text
    assert page.texts("#q-greeting .guidance p") == ["Count from the door."]
    assert page.texts("#q-greeting legend") == ["1.1 The greeting?"]
    assert page.texts("#q-price legend") == ["2.2 The price? (optional)"]
    assert page.texts("#q-greeting .remark summary") == ["Remark, if points are lost"]
    assert page.all("#q-excuse .remark, #q-excuse [type=file]") == []


def test_the_reader_has_it_in_the_own_language(auditor: PageClient, session: Session, people: People) -> None:
    user_for(session, people.auditor.id).language = "hu"
    session.commit()
    page = auditor.get(auditor.page.path)
    assert page.texts(".section h2") == ["Üdvözlés", "Facts"]


def test_the_rules_for_scripts_hold_no_wording(auditor: PageClient) -> None:
    rules = [script.text or "" for script in auditor.page.all("script.rules")]
    assert "Count from the door" not in "".join(rules)
    assert "Welcome" not in "".join(rules)
    assert json.loads(rules[0])["questions"][1]["type"] == "yes_no"
    points = {
        radio.get("value"): radio.get("data-points") for radio in auditor.page.all("#q-seated [type=radio]")
    }
    assert points == {"yes": "1", "no": "0"}


@pytest.mark.parametrize(
    "name,status", [("second_auditor", 404), ("admin", 403), ("reviewer", 403), ("head_office", 403)]
)
def test_others_do_not_get_the_page(
    auditor: PageClient, new_client: Callable[[], PageClient], people: People, name: str, status: int
) -> None:
    new_client().log_in(getattr(people, name)).get(auditor.page.path, status)


def test_every_type_of_answer_is_saved_and_shown_again(auditor: PageClient, look: Look) -> None:
    save(
        auditor,
        {
            "answer-greeting": "late",
            "remark-greeting": "Két percig senki sem nézett fel.\r\nAzután igen.",
            "na-seated": True,
            "minutes-wait": "2",
            "answer-wait": "5,5",
            "answer-offers": "3",
            "answer-price": "12,50",
            "answer-seen": ["ramp", "light"],
            "answer-day": "2026-03-31",
            "answer-hour": "14:05",
            "answer-recommend": "10",
        },
    )
    page = auditor.page
    assert page.texts(".message") == ["Done: Saved."]
    answers = look.answers
    assert {key: answer.value for key, answer in answers.items() if answer.value is not None} == {
        "greeting": "late",
        "wait": 125.5,
        "offers": 3,
        "price": "12.5",
        "seen": ["ramp", "light"],
        "day": "2026-03-31",
        "hour": "14:05",
        "recommend": 10,
    }
    assert answers["greeting"].remark == "Két percig senki sem nézett fel.\nAzután igen."
    assert answers["seated"].na
    assert chosen(page, "answer-greeting") == ["late"]
    assert chosen(page, "answer-seen") == ["ramp", "light"]
    assert chosen(page, "answer-recommend") == ["10"]
    assert chosen(page, "na-seated") == ["yes"]
    fields = ("minutes-wait", "answer-wait", "answer-offers", "answer-price", "answer-day", "answer-hour")
    assert [value(page, name) for name in fields] == ["2", "5.5", "3", "12.5", "2026-03-31", "14:05"]
    assert "Azután igen." in (page.one('[name="remark-greeting"]').text or "")
    assert page.texts(".section .count") == ["3 of 3", "6 of 8"]
    standing = {(one["question"], one["field"]): one["value"] for one in block(page, "state")["operations"]}
    assert standing["offers", "answer"] == 3


def test_sending_the_page_as_it_is_changes_nothing(
    auditor: PageClient, session: Session, people: People, visit: Visit
) -> None:
    save(auditor, WHOLE | {"answer-price": "12,50", "remark-offers": "Three vases."})
    before = block(auditor.page, "state")
    user_for(session, people.auditor.id).language = "hr"
    session.commit()
    page = auditor.get(f"/visits/{visit.id}")
    assert value(page, "answer-price") == "12,5"
    auditor.submit("visit")
    assert block(auditor.page, "state") | {"csrf_token": ""} == before | {"csrf_token": ""}


REFUSED = {
    "answer-offers=many": "Please enter a number.",
    "answer-offers=²": "Please enter a number.",
    f"answer-offers={'9' * 5000}": "Please enter a number.",
    "answer-offers=2,5": "Please enter a whole number.",
    "answer-offers=-1": "Please enter a number that is not below zero.",
    "answer-offers=21": "Please enter a number from 0 to 20.",
    "answer-price=cheap": "Please enter a number.",
    "answer-wait=a while": "Please enter a number.",
    "answer-wait=1:2:3": "Please enter a number.",
    "answer-day=tomorrow": "Please enter a date.",
    "answer-hour=25:00": "Please enter a time, for instance 14:30.",
    f"remark-seen={'x' * 4001}": "This text is too long: 4000 letters are the most. Please shorten it.",
}


@pytest.mark.parametrize("number", range(len(REFUSED)))
def test_what_cannot_be_taken_says_so_at_its_place_and_stays(
    auditor: PageClient, number: int, look: Look
) -> None:
    (typed, message), name = list(REFUSED.items())[number], list(REFUSED)[number].partition("=")[0]
    text, key = typed.partition("=")[2], name.partition("-")[2]
    page = save(auditor, {name: text, "answer-greeting": "good"}, status=422)
    assert problem_at(page, key) == message
    element = page.one(f'[name="{name}"]')
    assert (element.text if element.tag == "textarea" else element.get("value")) == text
    assert "open" in page.one(f"details.section:has(#q-{key})").attrib
    assert look.answers["greeting"].value == "good"


@pytest.mark.parametrize(
    "seconds,minutes,expected",
    [
        ("90", "", 90),
        ("1:30", "", 90),
        ("0:07,25", "", 7.25),
        ("", "3", 180),
        ("5", "2", 125),
        ("", "", None),
    ],
)
def test_a_duration_is_read_as_people_write_it(
    auditor: PageClient, seconds: str, minutes: str, expected: float | None, look: Look
) -> None:
    save(auditor, {"answer-wait": seconds, "minutes-wait": minutes, "answer-greeting": "good"})
    answers = look.answers
    assert (answers["wait"].value if "wait" in answers else None) == expected


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_a_full_disk_under_the_database_is_told_from_a_fault(
    app: Flask, auditor: PageClient, look: Look
) -> None:
    engine = app.extensions["auditapp.database"].engine
    engine.dispose()
    event.listen(
        engine, "connect", lambda connection, _: connection.execute("PRAGMA max_page_count = 1").close()
    )  # less than it has means no more than it has
    remarks: dict[str, Typed] = {
        f"remark-{key}": "Seen from the door. " * 100 for key in ("greeting", "seated", "offers", "window")
    }
    page = save(auditor, remarks, status=503)
    assert page.h1 == "Nothing can be stored at the moment"
    assert look.log == []


def test_none_of_these_is_an_answer(auditor: PageClient, look: Look) -> None:
    page = save(auditor, {"none-seen": True})
    assert look.answers["seen"].value == []
    assert chosen(page, "none-seen") == ["yes"]
    save(auditor, {"answer-seen": ["ramp"]})
    assert look.answers["seen"].value == ["ramp"]
    assert chosen(auditor.page, "none-seen") == []


def test_a_question_appears_with_the_answer_that_asks_for_it(auditor: PageClient, look: Look) -> None:
    page = save(auditor, {"answer-seated": "no"})
    assert "excuse" in shown(page)
    save(auditor, {"answer-excuse": "No chairs."})
    page = save(auditor, {"answer-seated": "yes"})
    assert "excuse" not in shown(page)
    assert look.answers["excuse"].value == "No chairs."


def test_not_applicable_is_taken_back_by_an_answer(auditor: PageClient, look: Look) -> None:
    page = save(auditor, {"na-seated": True})
    assert page.texts(".section .count")[0] == "1 of 3"
    page = save(auditor, {"answer-seated": "yes"})
    seated = look.answers["seated"]
    assert (seated.value, seated.na, chosen(page, "na-seated")) == ("yes", False, [])
    page = save(auditor, {"na-seated": True})
    seated = look.answers["seated"]
    assert (seated.value, seated.na, chosen(page, "na-seated")) == ("yes", True, ["yes"])


def test_an_old_page_does_not_undo_what_another_device_did(
    auditor: PageClient, people: People, visit: Visit, new_client: Callable[[], PageClient], look: Look
) -> None:
    phone = Phone(new_client().log_in(people.auditor), visit.id)
    phone.answer(greeting="late", offers=4)
    save(auditor, {"answer-seated": "yes", "answer-offers": "5"})
    answers = look.answers
    assert [answers[key].value for key in ("greeting", "offers", "seated")] == ["late", 5, "yes"]


def test_an_old_page_does_not_undo_what_a_phone_did_long_ago_and_sent_since(
    auditor: PageClient, people: People, visit: Visit, new_client: Callable[[], PageClient], look: Look
) -> None:
    save(auditor, {"answer-seated": "yes"})
    save(auditor, {"answer-seated": "no"})
    Phone(new_client().log_in(people.auditor), visit.id).answer(greeting="late")
    save(auditor, {"answer-offers": "5"})
    answers = look.answers
    assert [answers[key].value for key in ("greeting", "offers", "seated")] == ["late", 5, "no"]


def test_the_score_so_far_is_shown(auditor: PageClient) -> None:
    page = save(auditor, {"answer-greeting": "late"})
    assert page.texts("[data-score]") == ["50.0 %"]


def test_the_score_is_hidden_where_the_checklist_says_so(
    session: Session, people: People, client: PageClient
) -> None:
    version = publish(session, people, {**EVERYTHING, "slug": "blind", "auditor_sees_score": False})
    visit = plan_visit(session, people, version)
    page = client.log_in(people.auditor).get(f"/visits/{visit.id}")
    assert page.texts("#bar p") == ["", "", "0 of 11", ""]


def test_coming_and_going_are_stamped(auditor: PageClient, look: Look) -> None:
    assert auditor.page.texts(".stamp p:first-child") == ["Check-in: not yet", "Check-out: not yet"]
    auditor.submit("Check in", {"answer-greeting": "good"})
    page = auditor.submit("Check out")
    capture = look.capture
    assert capture.answers["greeting"].value == "good"
    assert capture.check_in is not None
    assert capture.check_out is not None
    assert capture.check_in.at < capture.check_out.at
    assert (capture.check_in.place, capture.check_in.refused) == (None, False)
    assert all(text.endswith("without place") for text in page.texts(".stamp p:first-child"))
    assert page.texts(".stamp button") == ["Check in again", "Check out again"]


def test_that_questions_may_appear_is_said_beforehand(auditor: PageClient) -> None:
    grows = "More questions may appear as you answer."
    assert grows in auditor.page.text
    assert grows not in save(auditor, {"answer-seated": "no"}).text


def test_a_call_has_no_place_to_prove(session: Session, people: People, client: PageClient) -> None:
    version = publish(session, people, {**EVERYTHING, "slug": "by-phone", "channel": "call"})
    visit = plan_visit(session, people, version)
    page = client.log_in(people.auditor).get(f"/visits/{visit.id}")
    assert page.texts(".stamp button") == ["I begin", "I am done"]
    assert page.all("[data-place], .stamp .hint") == []


def test_what_is_missing_is_listed_with_the_way_to_it(auditor: PageClient, look: Look) -> None:
    fields = WHOLE | {"answer-greeting": "never", "answer-offers": "", "na-receipt": False}
    page = auditor.submit("Hand in the visit", fields, status=422)
    assert page.texts("#missing li") == [
        "1.1 The greeting? A remark is asked for here",
        "2.1 The offers? Answer missing",
        "2.7 The receipt? A photo is asked for here",
    ]
    assert [link.get("href") for link in page.all("#missing a")] == ["#q-greeting", "#q-offers", "#q-receipt"]
    assert [one.get("id") for one in page.all(".missing")] == ["q-greeting", "q-offers", "q-receipt"]
    assert "open" in page.one("#q-greeting .remark").attrib
    assert look.state() == VisitState.IN_PROGRESS


def test_handing_in_asks_first(auditor: PageClient, visit: Visit, look: Look) -> None:
    page = auditor.submit("Hand in the visit", WHOLE)
    assert page.h1 == "Hand in this visit?"
    assert "You have not checked out." in page.text
    assert look.state() == VisitState.IN_PROGRESS
    page = auditor.submit("Hand it in")
    assert (page.h1, page.texts(".message")) == ("My visits", ["Done: Thank you. The visit is handed in."])
    assert look.state() == VisitState.SUBMITTED
    assert "You handed this visit in." in auditor.get(f"/visits/{visit.id}").text


def test_of_a_published_visit_nothing_more_is_asked(
    auditor: PageClient, session: Session, visit: Visit
) -> None:
    visit.state, visit.published_at = VisitState.PUBLISHED, now()
    session.commit()
    assert "Nothing is left for you to do." in auditor.get(f"/visits/{visit.id}").text


def test_a_form_that_comes_too_late_is_kept_apart(
    auditor: PageClient, session: Session, people: People, visit: Visit, look: Look
) -> None:
    cancel_visit(session, user_for(session, people.admin.id), visit, "The store is closed.")
    session.commit()
    page = save(auditor, {"answer-greeting": "good"})
    assert page.h1 == "My visits"
    assert "kept apart for the agency" in page.text
    assert dict(look.answers) == {}
    assert "called off" in auditor.get(f"/visits/{visit.id}").text


def test_a_former_auditors_form_is_kept_apart(
    auditor: PageClient, session: Session, people: People, visit: Visit
) -> None:
    admin, other = (user_for(session, one.id) for one in (people.admin, people.second_auditor))
    reassign_visit(session, admin, visit, other)
    session.commit()
    assert "kept apart for the agency" in save(auditor, {"answer-greeting": "good"}).text
    auditor.get(f"/visits/{visit.id}", 404)


def test_the_reviewers_words_stand_at_their_questions(
    auditor: PageClient, session: Session, people: People, visit: Visit
) -> None:
    auditor.submit("Hand in the visit", WHOLE)
    auditor.submit("Hand it in")
    session.refresh(visit)
    step = move_visit(session, user_for(session, people.reviewer.id), visit, VisitState.RETURNED)
    for question, message in (("", "Almost there."), ("offers", "Which three?")):
        session.add(
            ReturnMessage(transition_id=step.id, visit_id=visit.id, question=question, message=message)
        )
    session.commit()
    page = auditor.get(f"/visits/{visit.id}")
    assert page.texts(".returned p, .returned li") == ["Almost there.", "2.1 The offers?"]
    assert page.texts(".asked-back") == ["The reviewer asks: Which three?"]
    assert "open" in page.one("details.section:has(#q-offers)").attrib
    save(auditor, {"remark-offers": "Three vases."})
    auditor.submit("Hand in the visit")
    assert auditor.submit("Hand it in").h1 == "My visits"


def test_a_strangers_form_is_not_even_read(
    auditor: PageClient, new_client: Callable[[], PageClient], people: People
) -> None:
    stranger = new_client().log_in(people.second_auditor)
    stranger.get("/home")
    token = stranger.page.all("[name=csrf_token]")[0].get("value")
    stranger.post(auditor.page.path, 404, data={"csrf_token": token, "asked": "offers", "answer-offers": "3"})


def test_a_form_without_the_token_changes_nothing(auditor: PageClient, look: Look) -> None:
    auditor.post(auditor.page.path, 400, data={"asked": "offers", "answer-offers": "3"})
    assert dict(look.answers) == {}


def test_the_preview_is_the_page_with_nothing_to_save_to(
    session: Session, people: People, client: PageClient
) -> None:
    version = publish(session, people)
    session.commit()
    page = client.log_in(people.admin).get(f"/checklists/versions/{version.id}/preview")
    assert page.h1 == "Everything"
    assert "Preview of version 1" in page.text
    assert page.texts(".section h2") == ["Welcome", "Facts"]
    assert page.all("form[method=post], [name=then][value=submit][form], #confirm") == []
    assert "Hand in the visit" not in page.text
    assert "rushed" in shown(client.submit("Show", scenario="hurry"))
    assert "rushed" not in shown(client.get(f"/checklists/versions/{version.id}/preview?scenario=nothing"))


@pytest.mark.parametrize("name,status", [("reviewer", 200), ("auditor", 403), ("head_office", 403)])
def test_the_preview_is_the_agencys(
    session: Session, people: People, client: PageClient, name: str, status: int
) -> None:
    version = publish(session, people)
    session.commit()
    client.log_in(getattr(people, name)).get(f"/checklists/versions/{version.id}/preview", status)


def test_the_page_is_described_by_its_heading(auditor: PageClient) -> None:
    assert auditor.page.title.startswith("Subotica, Korzo – ")
    assert text_of(auditor.page.one(".visit-head a")) == "‹ My visits"
