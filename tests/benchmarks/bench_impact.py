"""What a draft would do to 10,000 published visits: an admin waits for it before publishing."""

from collections.abc import Iterator
from datetime import UTC, datetime
from fractions import Fraction
from random import Random
from time import perf_counter
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import insert
from sqlmodel import Session, col, select

from auditapp.analytics.queries import published_visits_after
from auditapp.analytics.services import order_impact
from auditapp.app import create_app
from auditapp.checklists.models import ChecklistVersion
from auditapp.checklists.services import import_definition, publish_version
from auditapp.core.config import Settings
from auditapp.core.jobs import Job, JobState
from auditapp.core.running import run
from auditapp.core.worker import context_of
from auditapp.domain.answers import Answer
from auditapp.domain.checklist import Checklist
from auditapp.domain.definition import dump_definition, parse_definition
from auditapp.domain.scoring import score
from auditapp.visits.models import OperationRow, Visit
from tests.benchmarks.bench_scoring import STEPS, checklist_of
from tests.benchmarks.stopwatch import say
from tests.support.people import People, create_people, load_people

VISITS = 10_000
QUESTIONS = 48
PHOTOS = 4
CHUNK = 500
ROUNDS = 5
SCORING_BUDGET = 1.5
WHEN = datetime(2026, 3, 11, 9, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The product with a checklist of 48 questions, 10,000 visits published by it, and a draft that changes weights."""
    folder = tmp_path_factory.mktemp("impact")
    app = create_app(Settings.from_environment({"AUDITAPP_INSTANCE": str(folder)}))
    assert app.test_cli_runner().invoke(args=["db", "upgrade"]).exit_code == 0
    with app.extensions["auditapp.database"].transaction() as session:
        create_people(session)
        version = import_definition(session, None, checklist_of(QUESTIONS))
        publish_version(session, None, version, acknowledged="Only measured.")
        _publish_visits(session, load_people(session), version)
        import_definition(session, None, _changed(version.definition))
    with app.app_context():
        yield app
    app.extensions["auditapp.database"].engine.dispose()


def _changed(definition: Checklist) -> Checklist:
    raw = dump_definition(definition)
    for section in raw["sections"]:
        section["questions"][0]["weight"] = 3
        section["questions"].pop()
    return parse_definition(raw)


def _publish_visits(session: Session, people: People, version: ChecklistVersion) -> None:
    """Straight into the tables: through the front door it would take an hour."""
    chance = Random(1)  # noqa: S311 - no secret
    keys = [question.key for _section, question in version.definition.questions()]
    for first in range(1, VISITS + 1, CHUNK):
        ids = range(first, first + CHUNK)
        session.connection().execute(insert(Visit), [_visit(number, people, version) for number in ids])
        rows = [row for number in ids for row in _log(number, keys, people, chance)]
        session.connection().execute(insert(OperationRow), rows)


def _visit(number: int, people: People, version: ChecklistVersion) -> dict[str, Any]:
    return {
        "id": number, "store_id": people.store_id, "version_id": version.id, "auditor_id": people.auditor.id,
        "window_from": WHEN.date(), "window_to": WHEN.date(), "note": "", "state": "published", "created_at": WHEN,
        "submitted_at": WHEN, "published_at": WHEN, "score": Fraction(number % 101, 100), "band": "any",
    }  # fmt: skip


def _log(number: int, keys: list[str], people: People, chance: Random) -> Iterator[dict[str, Any]]:
    """An answer to each question, one of five of them changed once; some remarks and photos."""
    places = [(key, "answer", "", chance.choice(STEPS)[0]) for key in keys]
    places += [(key, "answer", "", chance.choice(STEPS)[0]) for key in keys[::5]]
    places += [(key, "remark", "", "Seen from the door, for a while.") for key in keys[::8]]
    places += [(key, "photo", str(UUID(int=chance.getrandbits(128))), "attached") for key in keys[:PHOTOS]]
    for counter, (question, field, item, value) in enumerate(places, start=1):
        yield {
            "id": UUID(int=chance.getrandbits(128)), "visit_id": number, "user_id": people.auditor.id,
            "question": question, "field": field, "item": item, "value": value, "device": "phone", "counter": counter,
            "sequence": counter, "phone_at": WHEN, "received_at": WHEN, "late": False,
        }  # fmt: skip


def test_the_impact_on_10_000_visits_takes_little_more_than_scoring_them(app: Flask) -> None:
    database = app.extensions["auditapp.database"]
    with database.session() as session:
        first, second = session.exec(select(ChecklistVersion).order_by(col(ChecklistVersion.number))).all()
        job = order_impact(session, first, second)
        session.commit()
        sample = published_visits_after(session, first.id, 0, CHUNK)
        sheets = [dict(visit.answers) for visit in sample]
        bare = min(_seconds_to_score(second.definition, sheets) for _ in range(ROUNDS)) * VISITS / CHUNK
    began = perf_counter()
    run(context_of(app), job.id)
    took = perf_counter() - began
    with database.session(writes=False) as session:
        assert session.get_one(Job, job.id).state == JobState.DONE
    print(f"\n{VISITS:,} visits in {took:.1f} s", end="")  # noqa: T201 - the result is what one asks for
    say("The impact of a draft, against score() of the same answers alone", took / bare, SCORING_BUDGET)
    assert took / bare < SCORING_BUDGET


def _seconds_to_score(draft: Checklist, sheets: list[dict[str, Answer]]) -> float:
    began = perf_counter()
    for answers in sheets:
        score(draft, answers)
    return perf_counter() - began
