"""Answers in words, as a reader of the language expects them: for the review, the report and e-mails."""

from datetime import date, time
from decimal import Decimal

from babel.dates import format_time
from flask_babel import gettext as _

from auditapp.core.i18n import date_text, locale_of, number_text
from auditapp.domain.answers import Answer
from auditapp.domain.checklist import OPTION_TYPES, Question, QuestionType
from auditapp.domain.language import Language, text_in


def answer_text(question: Question, answer: Answer, language: Language) -> str:
    """What was answered, in words; a dash where nothing was. gettext has to speak `language`, too."""
    if answer.na:
        return str(_("not applicable"))
    if question.type is QuestionType.PHOTO:
        return str(_("see photo")) if answer.photos else "–"
    if answer.value is None or answer.value == []:
        return str(_("none of these")) if answer.value == [] else "–"
    if question.type in OPTION_TYPES:
        return _option_text(question, answer, language)
    return _measured_text(question.type, str(answer.value), language)


def _option_text(question: Question, answer: Answer, language: Language) -> str:
    keys = answer.value if isinstance(answer.value, list) else [str(answer.value)]
    return "; ".join(text_in(option.label, language) for option in question.options if option.key in keys)


def _measured_text(kind: QuestionType, value: str, language: Language) -> str:
    match kind:
        case QuestionType.DURATION:
            return duration_text(Decimal(value))
        case QuestionType.DATE:
            return date_text(date.fromisoformat(value), language)
        case QuestionType.TIME:
            return format_time(time.fromisoformat(value), "short", locale=locale_of(language))
        case QuestionType.TEXT:
            return value
        case _:
            return number_text(Decimal(value), language, decimals=2)


def duration_text(seconds: Decimal) -> str:
    """A length of time in minutes and seconds."""
    minutes, rest = divmod(int(seconds), 60)
    if not minutes:
        return str(_("%(seconds)s s", seconds=rest))
    return str(_("%(minutes)s min %(seconds)s s", minutes=minutes, seconds=rest))
