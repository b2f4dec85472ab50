"""Finding published visits by the thousand, and what was worked out over them."""

import json
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import String, cast, func
from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from auditapp.analytics.models import ScoreImpact
from auditapp.checklists.models import ChecklistVersion
from auditapp.domain.answers import Answer
from auditapp.domain.impact import Impact, PublishedVisit, load_impact
from auditapp.domain.lifecycle import VisitState
from auditapp.domain.operations import Entry, OperationField, fold_answers
from auditapp.visits.models import OperationRow, Visit

ANSWERING = (OperationField.ANSWER.value, OperationField.NA.value, OperationField.PHOTO.value)
"""What a score depends on: neither remarks nor coming and going."""


def published_count(session: Session, version: ChecklistVersion) -> int:
    """How many visits were published by this version."""
    query = select(func.count()).where(Visit.version_id == version.id, Visit.state == VisitState.PUBLISHED)
    return session.exec(query).one()


def kept_impact(session: Session, version_id: int, digest: str, visits: int) -> ScoreImpact | None:
    """The row of what was worked out for a draft with this digest and so many visits."""
    query = select(ScoreImpact).where(
        ScoreImpact.version_id == version_id, ScoreImpact.digest == digest, ScoreImpact.visits == visits
    )
    return session.exec(query).first()


def impact_of(session: Session, version_id: int, digest: str, visits: int) -> Impact | None:
    """What was worked out, if it was."""
    row = kept_impact(session, version_id, digest, visits)
    return load_impact(row.content) if row else None


def published_visits_after(session: Session, version_id: int, after: int, limit: int) -> list[PublishedVisit]:
    """The next visits published by a version, by their id, with their answers: two queries for all of them."""
    query = (
        select(Visit)
        .where(Visit.version_id == version_id, Visit.state == VisitState.PUBLISHED, col(Visit.id) > after)
        .order_by(col(Visit.id))
        .limit(limit)
    )
    visits = session.exec(query).all()
    answers = dict(_answers_of(session, [visit.id for visit in visits]))
    return [
        PublishedVisit(visit.id, visit.scenario, visit.score, visit.band, answers.get(visit.id, {}))
        for visit in visits
    ]


def _answers_of(session: Session, visits: Sequence[int]) -> Iterator[tuple[int, dict[str, Answer]]]:
    """By visit. Plain texts: to make objects of half a million rows would take several times as long."""
    row = OperationRow
    query = (
        select(  # type: ignore[call-overload]  # SQLModel knows four columns
            row.visit_id,
            row.question,
            row.field,
            row.item,
            cast(row.value, String),
            row.counter,
            row.device,
            cast(row.id, String),
        )
        .where(col(row.visit_id).in_(visits), col(row.late).is_(False), col(row.field).in_(ANSWERING))
        .order_by(col(row.visit_id))
    )
    for visit_id, log in groupby(session.exec(query), key=itemgetter(0)):
        entries = (
            Entry(question, field, item, _decoded(value), *order)
            for _visit, question, field, item, value, *order in log
        )
        yield visit_id, fold_answers(entries)


@lru_cache(maxsize=10_000)
def _decoded(value: str) -> Any:  # noqa: ANN401 - any JSON
    """Most answers are one of a few options."""
    return json.loads(value)


def visits_with_stores(session: Session, ids: Sequence[int]) -> dict[int, Visit]:
    """These visits with their stores, by their id."""
    query = select(Visit).where(col(Visit.id).in_(ids)).options(joinedload(Visit.store))  # type: ignore[arg-type]  # a mapped attribute
    return {visit.id: visit for visit in session.exec(query)}
