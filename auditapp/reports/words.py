"""How figures and answers are written in a report, in its reader's language.

Texts of our own go through gettext, so callers have the language in force; numbers and dates are told the language.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from fractions import Fraction

from babel.dates import format_time
from flask_babel import gettext as _
from flask_babel import ngettext

from auditapp.core.i18n import date_text, decimal_text, locale_of, number_text, percent_text
from auditapp.domain.answers import Answer
from auditapp.domain.checklist import Checklist, Question, QuestionType
from auditapp.domain.language import Language, Texts, text_in
from auditapp.domain.scoring import percent
from auditapp.reports.content import BandMark, Figure, Shift

NOTHING = "–"
MINUS = "\N{MINUS SIGN}"
NO_BREAK = "\N{NO-BREAK SPACE}"
ONE_DECIMAL = "#,##0.0"


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes for one reader."""

    language: Language

    def text(self, texts: Texts | None) -> str:
        """A wording of the checklist."""
        return text_in(texts, self.language) if texts else ""

    def day(self, value: date, style: str = "long") -> str:
        """A day."""
        return date_text(value, self.language, style)

    def figure(self, share: Fraction | None) -> Figure:
        """A share as a percentage with one decimal, rounded half up (S9)."""
        if share is None:
            return Figure(None, NOTHING)
        rounded = percent(share)
        return Figure(float(rounded), percent_text(rounded, self.language))

    def difference(self, share: Fraction) -> str:
        """A difference of shares in percentage points, with its sign."""
        rounded = percent(abs(share))
        sign = "±" if not rounded else "+" if share > 0 else MINUS
        return sign + decimal_text(rounded, self.language, ONE_DECIMAL)

    def band(self, checklist: Checklist, key: str | None) -> BandMark | None:
        """The band with this key, and its place among the others."""
        band = next((band for band in checklist.bands if band.key == key), None)
        if band is None:
            return None
        better = sum(other.start > band.start for other in checklist.bands)
        return BandMark(self.text(band.label), better + 1, len(checklist.bands))

    def shift(self, share: Fraction | None, before: Fraction | None) -> Shift | None:
        """How a score moved; None where one of both is missing."""
        return None if share is None or before is None else self.moved(share - before)

    def moved(self, difference: Fraction) -> Shift:
        """By how much a score moved."""
        text = self.difference(difference)
        return Shift(text, "same" if text.startswith("±") else "up" if difference > 0 else "down")

    def margin(self, reach: float) -> str:
        """Half the width of an interval, in percentage points."""
        return f"±{NO_BREAK}{decimal_text(percent(Fraction(reach)), self.language, ONE_DECIMAL)}"

    def points(self, earned: Fraction, possible: Fraction) -> str:
        """Points of a question or section: earned of possible; a bonus only says what it brought."""
        if not possible:
            return self.signed(earned) if earned else NOTHING
        return f"{self.number(earned)}{NO_BREAK}/{NO_BREAK}{self.number(possible)}"

    def signed(self, value: Fraction) -> str:
        """A number of points with its sign."""
        return ("+" if value > 0 else "") + self.number(value)

    def number(self, value: Fraction | Decimal | int, decimals: int = 2) -> str:
        """A number as the language writes it."""
        return number_text(value, self.language, decimals=decimals).replace("-", MINUS)

    def duration(self, seconds: float) -> str:
        """A measured time in hours, minutes and seconds, as far as there are any."""
        minutes, rest = divmod(round(seconds), 60)
        hours, minutes = divmod(minutes, 60)
        if hours:
            return str(_("%(hours)s h %(minutes)s min", hours=hours, minutes=minutes))
        if minutes:
            return str(_("%(minutes)s min %(seconds)s s", minutes=minutes, seconds=rest))
        return str(_("%(seconds)s s", seconds=rest))

    def answer(self, question: Question, answer: Answer) -> str:
        """What was answered, in words."""
        if question.type is QuestionType.PHOTO:
            return str(ngettext("%(num)d photo", "%(num)d photos", len(answer.photos)))
        return _WRITERS[question.type](self, question, answer.value)

    def options(self, question: Question, value: object) -> str:
        """The labels of the options chosen."""
        chosen = value if isinstance(value, list) else [value]
        labels = [self.text(option.label) for option in question.options if option.key in chosen]
        return "; ".join(labels) or _("None of these")

    def money(self, amount: str) -> str:
        """An amount with two decimals; the question says of which currency."""
        return decimal_text(Decimal(amount), self.language, "#,##0.00")

    def clock(self, text: str) -> str:
        """A time of day."""
        return format_time(time.fromisoformat(text), "short", locale=locale_of(self.language))


_WRITERS: Mapping[QuestionType, Callable[[Writer, Question, object], str]] = {
    QuestionType.CHOICE: Writer.options,
    QuestionType.SCALE: Writer.options,
    QuestionType.YES_NO: Writer.options,
    QuestionType.MULTI: Writer.options,
    QuestionType.COUNT: lambda writer, _question, value: writer.number(Decimal(str(value)), 0),
    QuestionType.NPS: lambda _writer, _question, value: _("%(points)s of 10", points=value),
    QuestionType.DURATION: lambda writer, _question, value: writer.duration(float(str(value))),
    QuestionType.NUMBER: lambda writer, _question, value: writer.number(Decimal(str(value)), 4),
    QuestionType.MONEY: lambda writer, _question, value: writer.money(str(value)),
    QuestionType.DATE: lambda writer, _question, value: writer.day(date.fromisoformat(str(value))),
    QuestionType.TIME: lambda writer, _question, value: writer.clock(str(value)),
    QuestionType.TEXT: lambda _writer, _question, value: str(value),
}
