"""A checklist with every type of question, small enough to fill in by hand, and visits by it."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlmodel import Session

from auditapp.accounts.queries import user_for
from auditapp.checklists.models import ChecklistVersion
from auditapp.checklists.services import import_definition, publish_version
from auditapp.clients.models import Store
from auditapp.core.clock import now
from auditapp.domain.definition import parse_definition
from auditapp.visits.models import Visit
from auditapp.visits.services import Plan, assign_visit
from tests.support.people import People

LANGUAGES = ["en", "sr-Cyrl", "hr", "hu", "sk"]


def text(english: str, **others: str) -> dict[str, str]:
    """A wording in all languages: the English one where no other is given."""
    return dict.fromkeys(LANGUAGES, english) | others


ACTION = {
    "what": text("Greet"),
    "why": text("Guests leave"),
    "how": text("Train"),
    "days": 14,
    "owner": "store_manager",
}
STEPS = [
    {"key": "good", "label": text("Greeted at once, with a smile"), "points": 2},
    {"key": "late", "label": text("Greeted after a while"), "points": 1},
    {"key": "never", "label": text("Not greeted at all"), "points": 0},
]


def question(key: str, kind: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - as in a definition file
    """A question, without points unless `more` gives it some."""
    return {"key": key, "type": kind, "text": text(f"The {key.replace('_', ' ')}?"), **more}


EVERYTHING: Mapping[str, Any] = {
    "slug": "everything",
    "channel": "visit",
    "title": text("Everything", hu="Minden"),
    "languages": LANGUAGES,
    "briefing": text("Be an ordinary customer."),
    "policy": {"na": "exclude", "total": "sections", "bonus_cap": True, "critical": {"cap_total": 50}},
    "bands": [
        {"key": "good", "from": 75, "label": text("Good")},
        {"key": "weak", "from": 0, "label": text("Weak")},
    ],
    "scenarios": [
        {"key": "gift", "title": text("The gift"), "brief": text("You look for a gift.")},
        {"key": "hurry", "title": text("The hurry"), "brief": text("You have no time.")},
    ],
    "sections": [
        {
            "key": "welcome",
            "title": text("Welcome", hu="Üdvözlés"),
            "weight": 3,
            "questions": [
                question(
                    "greeting",
                    "choice",
                    options=STEPS,
                    guidance=text("Count from the door."),
                    action=ACTION,
                    evidence={"comment": "on_loss"},
                ),
                question(
                    "seated",
                    "yes_no",
                    options=[{"key": "yes", "points": 1}, {"key": "no", "points": 0}],
                    allow_na=True,
                    action=ACTION,
                ),
                question(
                    "excuse",
                    "text",
                    show_when={"question": "seated", "in": ["no"]},
                    evidence={"comment": "never", "photo": "never"},
                ),
                question(
                    "wait",
                    "duration",
                    thresholds=[{"up_to": 60, "points": 2}, {"up_to": 180, "points": 1}, {"points": 0}],
                    action=ACTION,
                ),
            ],
        },
        {
            "key": "facts",
            "title": text("Facts"),
            "weight": 2,
            "questions": [
                question("offers", "count", maximum=20, minimum=0),
                question("price", "money", required=False),
                question("seen", "multi", options=[
                    {"key": "ramp", "label": text("A ramp"), "points": 1},
                    {"key": "light", "label": text("Good light"), "points": 1},
                ], action=ACTION),
                question("day", "date", required=False),
                question("hour", "time", required=False),
                question("recommend", "nps"),
                question("receipt", "photo", allow_na=True),
                question("window", "yes_no",
                    options=[{"key": "yes", "points": 1}, {"key": "no", "points": 0}],
                    evidence={"photo": "on_loss"}, action=ACTION),
            ],
        },
        {
            "key": "hurry",
            "title": text("The hurry"),
            "scenarios": ["hurry"],
            "questions": [question("rushed", "text")],
        },
    ],
}  # fmt: skip
"""In the scenario `gift` it asks for twelve answers; one of them only if nobody offered a seat."""


TINY: Mapping[str, Any] = {
    "slug": "tiny",
    "channel": "visit",
    "title": text("Tiny"),
    "languages": LANGUAGES,
    "policy": {"na": "exclude", "total": "points", "bonus_cap": True, "critical": "flag"},
    "bands": [{"key": "any", "from": 0, "label": text("Any")}],
    "sections": [
        {
            "key": "shop",
            "title": text("The shop"),
            "weight": 1,
            "questions": [
                question(
                    "open",
                    "yes_no",
                    options=[{"key": "yes", "points": 1}, {"key": "no", "points": 0}],
                    evidence={"photo": "always"},
                    action=ACTION,
                )
            ],
        }
    ],
}
"""One question, answered by one tap and one photo."""


def publish(session: Session, people: People, definition: Mapping[str, Any] = EVERYTHING) -> ChecklistVersion:
    """The checklist, published."""
    admin = user_for(session, people.admin.id)
    version = import_definition(session, admin, parse_definition(definition))
    publish_version(session, admin, version, acknowledged="Its wordings are only for tests.")
    return version


def plan_visit(
    session: Session, people: People, version: ChecklistVersion, scenario: str | None = "gift"
) -> Visit:
    """A visit of the store in Subotica that the auditor can do today; committed."""
    plan = Plan(
        store=session.get_one(Store, people.store_id),
        version=version,
        scenario=scenario,
        auditor=user_for(session, people.auditor.id),
        window_from=now().date(),
        window_to=now().date() + timedelta(days=7),
        note="Buy a postcard.",
    )
    visit = assign_visit(session, user_for(session, people.admin.id), plan)
    session.commit()
    return visit
