"""What came too late to change a visit: kept apart, in words, for the agency to look at (V5)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from auditapp.accounts.models import User
from auditapp.domain.answers import Answer
from auditapp.domain.language import Language, text_in
from auditapp.domain.operations import Capture, fold
from auditapp.visits.models import OperationRow, Photo, Visit
from auditapp.visits.queries import capture_of, operation_of, photos_of
from auditapp.visits.words import answer_text

NOTHING = Answer()


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
    """Everything that came late, by who sent it. Nothing of it is part of the visit.

    A late photo whose operation was lost, or is still on the way, stands at the question that it was sent for.
    """
    query = select(OperationRow).where(OperationRow.visit_id == visit.id, col(OperationRow.late))
    rows = session.exec(query).all()
    photos = photos_of(session, visit)
    standing = capture_of(session, visit).photo_ids()
    late_photos = [photo for name, photo in photos.items() if photo.late and name not in standing]
    senders = {row.user_id for row in rows} | {photo.user_id for photo in late_photos}
    return [
        _work(
            visit,
            user,
            [row for row in rows if row.user_id == user.id],
            _Photos(photos, [photo for photo in late_photos if photo.user_id == user.id]),
            language,
        )
        for user in session.exec(select(User).where(col(User.id).in_(senders)).order_by(col(User.id)))
    ]


@dataclass(frozen=True, slots=True)
class _Photos:
    """All photos of a visit by their id, and those that somebody sent late."""

    known: Mapping[str, Photo]
    late: Sequence[Photo]

    def at(self, question: str, answer: Answer) -> list[Photo]:
        """Those of an answer, and the late ones of its question that no answer names."""
        named = [self.known[photo] for photo in answer.photos if photo in self.known]
        return named + [photo for photo in self.late if photo.question == question and photo not in named]


def _work(
    visit: Visit, user: User, rows: Sequence[OperationRow], photos: _Photos, language: Language
) -> LateWork:
    capture = fold(operation_of(row) for row in rows)
    arrivals = [row.received_at for row in rows] + [photo.received_at for photo in photos.late]
    return LateWork(
        name=user.name,
        arrived=max(arrivals),
        answers=_answers(visit, capture, photos, language),
    )


def _answers(visit: Visit, capture: Capture, photos: _Photos, language: Language) -> list[LateAnswer]:
    answers = []
    for _section, question in visit.version.definition.questions():
        answer = capture.answers.get(question.key, NOTHING)
        pictures = photos.at(question.key, answer)
        if question.key in capture.answers or pictures:
            answers.append(
                LateAnswer(
                    question=text_in(question.text, language),
                    answer=answer_text(question, answer, language) if _says_something(answer) else "",
                    remark=answer.remark,
                    photos=pictures,
                )
            )
    return answers


def _says_something(answer: Answer) -> bool:
    return answer.na or answer.value is not None
