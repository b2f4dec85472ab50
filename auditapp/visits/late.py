"""What came too late to change a visit: kept apart, in words, for the agency to look at (V5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from auditapp.accounts.models import User
from auditapp.domain.answers import Answer
from auditapp.domain.language import Language, text_in
from auditapp.domain.operations import Capture, fold
from auditapp.visits.models import OperationRow, Photo, Visit
from auditapp.visits.queries import operation_of, photos_of
from auditapp.visits.words import answer_text


@dataclass(frozen=True, slots=True, kw_only=True)
class LateAnswer:
    """What one question became late; `answer` is empty where only its remark or photos came."""

    question: str
    answer: str
    remark: str
    photos: Sequence[Photo]


@dataclass(frozen=True, slots=True, kw_only=True)
class LateWork:
    """What one person sent late, and when its last part arrived."""

    name: str
    arrived: datetime
    answers: Sequence[LateAnswer]


def late_work(session: Session, visit: Visit, language: Language) -> list[LateWork]:
    """Everything that came late, by who sent it. Nothing of it is part of the visit."""
    rows = session.exec(
        select(OperationRow, User)
        .join(User)
        .where(OperationRow.visit_id == visit.id, col(OperationRow.late))
        .order_by(col(User.id))
    ).all()
    photos = photos_of(session, visit)
    return [
        _work(visit, user, [row for row, sender in rows if sender.id == user.id], photos, language)
        for user in {user.id: user for _, user in rows}.values()
    ]


def _work(
    visit: Visit, user: User, rows: Sequence[OperationRow], photos: dict[str, Photo], language: Language
) -> LateWork:
    capture = fold(operation_of(row) for row in rows)
    return LateWork(
        name=user.name,
        arrived=max(row.received_at for row in rows),
        answers=list(_answers(visit, capture, photos, language)),
    )


def _answers(
    visit: Visit, capture: Capture, photos: dict[str, Photo], language: Language
) -> Sequence[LateAnswer]:
    return [
        LateAnswer(
            question=text_in(question.text, language),
            answer=answer_text(question, answer, language) if _says_something(answer) else "",
            remark=answer.remark,
            photos=[photos[photo] for photo in answer.photos if photo in photos],
        )
        for _, question in visit.version.definition.questions()
        if (answer := capture.answers.get(question.key)) is not None
    ]


def _says_something(answer: Answer) -> bool:
    return answer.na or answer.value is not None
