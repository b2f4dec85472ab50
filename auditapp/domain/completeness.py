"""What a visit still needs before it can be handed in: required answers, and evidence (S4, C4)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from auditapp.domain.answers import Answer
from auditapp.domain.checklist import Checklist, Question, QuestionType
from auditapp.domain.scoring import QuestionScore, QuestionState, score

_NOTHING = Answer()


@dataclass(frozen=True, slots=True)
class Gap:
    """One missing thing of one question."""

    question: str
    needs: Literal["answer", "remark", "photo"]


def gaps(checklist: Checklist, answers: Mapping[str, Answer], scenario: str | None = None) -> tuple[Gap, ...]:
    """Everything that is missing, in the order of the checklist; hidden questions need nothing."""
    scores = score(checklist, answers, scenario).questions
    return tuple(
        gap
        for _, question in checklist.questions()
        for gap in _gaps_of(question, answers.get(question.key, _NOTHING), scores[question.key])
    )


def _gaps_of(question: Question, answer: Answer, scored: QuestionScore) -> Iterator[Gap]:
    if scored.state is QuestionState.HIDDEN or answer.na:
        return
    if question.type is QuestionType.PHOTO:
        if question.required and not answer.photos:
            yield Gap(question.key, "photo")
        return
    if scored.state is QuestionState.UNANSWERED:
        if question.required:
            yield Gap(question.key, "answer")
        return
    if _asked_for(question.evidence.comment, scored) and not answer.remark.strip():
        yield Gap(question.key, "remark")
    if _asked_for(question.evidence.photo, scored) and not answer.photos:
        yield Gap(question.key, "photo")


def _asked_for(rule: str, scored: QuestionScore) -> bool:
    return rule == "always" or (rule == "on_loss" and scored.lost)
