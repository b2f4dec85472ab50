"""Where two phones changed the same thing unseen, in words: what counts, and what the other one said (V5)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from auditapp.domain.answers import Answer
from auditapp.domain.checklist import Checklist, Question
from auditapp.domain.conflicts import conflicts
from auditapp.domain.language import Language
from auditapp.domain.operations import ATTACHED, OF_THE_VISIT, Operation, OperationField
from auditapp.reviews.evidence import phone_time
from auditapp.visits.models import OperationRow
from auditapp.visits.queries import operation_of
from auditapp.visits.words import answer_text


@dataclass(frozen=True, slots=True)
class Said:
    """What one phone says, and when; of coming and going the time says all."""

    text: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """One thing that two phones do not agree on. `field` is that of the operations."""

    field: str
    counts: Said
    others: Sequence[Said]


def disagreements_of(
    checklist: Checklist, log: Iterable[OperationRow], language: Language
) -> dict[str, list[Disagreement]]:
    """All of a visit by question; under no question those about coming and going."""
    rows = {str(row.id): row for row in log}
    questions = {question.key: question for _section, question in checklist.questions()}
    found: dict[str, list[Disagreement]] = {}
    for conflict in conflicts(operation_of(row) for row in rows.values()):
        counts, *others = (
            Said(_text(questions, operation, language), phone_time(rows[operation.id])[0])
            for operation in (conflict.winner, *conflict.others)
        )
        found.setdefault(conflict.winner.question, []).append(
            Disagreement(field=conflict.winner.field, counts=counts, others=others)
        )
    return found


def _text(questions: Mapping[str, Question], operation: Operation, language: Language) -> str:
    if operation.field in OF_THE_VISIT:
        return ""
    match operation.field:
        case OperationField.ANSWER:
            return answer_text(questions[operation.question], Answer(value=operation.value), language)
        case OperationField.NA:
            return str(_("not applicable") if operation.value else _("applicable"))
        case OperationField.PHOTO:
            return str(_("photo added") if operation.value == ATTACHED else _("photo removed"))
        case _:
            return operation.value or str(_("(no remark)"))
