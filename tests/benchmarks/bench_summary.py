"""The summary of a wave of 1,000 stores: a head office opens it, so it must not wait for scores to be worked out anew."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from random import Random
from time import perf_counter
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import insert
from sqlmodel import Session, select

from auditapp.accounts.models import User
from auditapp.actions.models import Action
from auditapp.app import create_app
from auditapp.checklists.models import ChecklistVersion
from auditapp.checklists.services import import_definition, publish_version
from auditapp.clients.models import Store
from auditapp.core.config import Settings
from auditapp.domain.answers import Answer
from auditapp.domain.language import Language
from auditapp.domain.scoring import Scorer
from auditapp.reports.summary.making import DESIGN, printable_summary, summary_of, summary_paper
from auditapp.visits.models import Visit, VisitResult, Wave
from tests.benchmarks.bench_scoring import STEPS, checklist_of
from tests.benchmarks.stopwatch import say, times_as_long
from tests.support.people import People, create_people, load_people

STORES, WAVES, QUESTIONS, ACTIONS = 1_000, 3, 60, 5
ROUNDS = 5
SCORING_BUDGET = 1.0
WHEN = datetime(2026, 3, 11, 9, 30, tzinfo=UTC)
TODAY = date(2026, 12, 1)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The product with a wave over 1,000 stores, and two before it."""
    folder = tmp_path_factory.mktemp("summary")
    app = create_app(Settings.from_environment({"AUDITAPP_INSTANCE": str(folder)}))
    assert app.test_cli_runner().invoke(args=["db", "upgrade"]).exit_code == 0
    with app.extensions["auditapp.database"].transaction() as session:
        create_people(session)
        version = import_definition(session, None, checklist_of(QUESTIONS))
        publish_version(session, None, version, acknowledged="Only measured.")
        _fill(session, load_people(session), version)
    with app.app_context():
        yield app
    app.extensions["auditapp.database"].engine.dispose()


def _fill(session: Session, people: People, version: ChecklistVersion) -> None:
    """Straight into the tables: through the front door it would take an hour."""
    chance, connection = Random(1), session.connection()  # noqa: S311 - no secret
    near = session.get_one(Store, people.store_id)
    stores = range(1_001, 1_001 + STORES)
    connection.execute(insert(Store), [_store(number, near) for number in stores])
    for turn in range(WAVES):
        day = WHEN.date() + timedelta(days=90 * turn)
        wave = Wave(client_id=people.client_id, name=f"2026/{turn}", starts_on=day, ends_on=day)
        session.add(wave)
        session.flush()
        ids = [turn * STORES + store for store in stores]
        connection.execute(insert(Visit), [_visit(number, wave, people, version, chance) for number in ids])
        connection.execute(insert(VisitResult), [_result(number, version, chance) for number in ids])
        connection.execute(
            insert(Action), [_action(number, rank) for number in ids for rank in range(1, ACTIONS)]
        )


def _store(number: int, near: Store) -> dict[str, Any]:
    return near.model_dump() | {"id": number, "code": f"N{number}", "name": f"Korzo {number}"}


def _visit(
    number: int, wave: Wave, people: People, version: ChecklistVersion, chance: Random
) -> dict[str, Any]:
    return {
        "id": number, "wave_id": wave.id, "store_id": 1_001 + (number - 1) % STORES, "version_id": version.id,
        "auditor_id": people.auditor.id, "window_from": wave.starts_on, "window_to": wave.starts_on, "note": "",
        "state": "published", "created_at": WHEN, "submitted_at": WHEN + timedelta(days=wave.id),
        "published_at": WHEN + timedelta(days=wave.id), "score": Fraction(chance.randrange(500, 1000), 1000),
    }  # fmt: skip


def _result(number: int, version: ChecklistVersion, chance: Random) -> dict[str, Any]:
    checklist = version.definition
    return {
        "visit_id": number,
        "sections": {part.key: f"{chance.randrange(60)}/60" for part in checklist.sections},
        "lost": {question.key: chance.random() < 0.2 for _section, question in checklist.questions()},
    }


def _action(visit: int, rank: int) -> dict[str, Any]:
    texts = {"en": "Greet everyone who comes in."}
    return {
        "visit_id": visit, "question": f"q{rank}", "rank": rank, "streak": 1, "critical": False, "impact_numerator": 1,
        "impact_denominator": 60, "what": texts, "why": texts, "how": texts, "due_on": TODAY + timedelta(days=rank - 3),
        "owner": "staff", "state": "open",
    }  # fmt: skip


def test_a_summary_of_1_000_stores_costs_less_than_scoring_them(app: Flask) -> None:
    with app.extensions["auditapp.database"].session(writes=False) as session:
        head = session.exec(select(User).where(User.email == "head.office@test.example")).one()
        wave = session.exec(select(Wave).order_by(Wave.id.desc())).first()  # type: ignore[attr-defined]  # a column
        version = session.exec(select(ChecklistVersion)).one()
        assert wave is not None
        scorer, chance = Scorer(version.definition), Random(2)  # noqa: S311 - no secret
        keys = [question.key for _section, question in version.definition.questions()]
        sheets = [{key: Answer(chance.choice(STEPS)[0]) for key in keys} for _store in range(STORES)]

        def summarise() -> None:
            session.expire_all()
            content = summary_of(session, head, wave, version.checklist_id, Language.HUNGARIAN, TODAY)
            assert sum(len(group.stores) for part in content.regions for group in part.groups) == STORES

        def score_all() -> None:
            for answers in sheets:
                scorer.score(answers)

        ratio = times_as_long(summarise, score_all, ROUNDS)
        content = summary_of(session, head, wave, version.checklist_id, Language.HUNGARIAN, TODAY)
        began = perf_counter()
        pdf = DESIGN.drawn(
            printable_summary(content, summary_paper(head, wave, version.checklist_id, content, TODAY))
        )
        took = perf_counter() - began
    print(f"\n{pdf.pages} pages of {STORES:,} stores drawn in {took:.1f} s", end="")  # noqa: T201 - what one asks for
    say("A summary of 1,000 stores from the database, against scoring their visits", ratio, SCORING_BUDGET)
    assert ratio < SCORING_BUDGET
