"""What differs between two versions, in words: from `domain.comparison` to lines for a page."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext

from auditapp.checklists.condition_words import condition_text
from auditapp.checklists.field_names import FIELD_NAMES, PART_FIELD_NAMES
from auditapp.checklists.words import (
    CHANNEL_NAMES,
    EFFECT_RULES,
    EVIDENCE_NAMES,
    NA_RULES,
    OWNER_NAMES,
    TOTAL_RULES,
    TYPE_NAMES,
)
from auditapp.core.i18n import OWN_NAMES, number_text
from auditapp.domain.checklist import (
    Action,
    Band,
    Checklist,
    CriticalEffect,
    Option,
    Question,
    Section,
    Threshold,
)
from auditapp.domain.comparison import Change, Kind, Part, QuestionDifference, SectionDifference, compare
from auditapp.domain.language import Language, text_in
from auditapp.domain.pieces import Piece, difference

_NAMES: Mapping[str, Mapping[Any, object]] = {
    "channel": CHANNEL_NAMES,
    "type": TYPE_NAMES,
    "policy.na": NA_RULES,
    "policy.total": TOTAL_RULES,
    "evidence.comment": EVIDENCE_NAMES,
    "evidence.photo": EVIDENCE_NAMES,
    "action.owner": OWNER_NAMES,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One difference: what it is about, and how that was and is; a text also word by word, with its language."""

    label: str
    before: str = ""
    after: str = ""
    pieces: Sequence[Piece] = ()
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A question, or the checklist or a section themselves, with what differs. `fate`: `added`, `removed` or none."""

    title: str
    fate: str
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A section, or first the checklist as a whole."""

    entry: Entry
    questions: Sequence[Entry] = ()


def differences(before: Checklist, after: Checklist, language: Language) -> list[Chapter]:
    """All that differs, section by section, in the reader's language; texts in all of theirs."""
    found = compare(before, after)
    writer = _Writer(before, after, language)
    whole = Entry(title=str(_("The checklist as a whole")), fate="", lines=writer.lines(found.changes))
    chapters = [Chapter(entry=whole)] if found.changes else []
    return [*chapters, *(writer.chapter(section) for section in found.sections)]


class _Writer:
    def __init__(self, before: Checklist, after: Checklist, language: Language) -> None:
        self.before, self.after, self.language = before, after, language

    def chapter(self, section: SectionDifference) -> Chapter:
        return Chapter(
            entry=Entry(
                title=self._title(section.after, section.before),
                fate=_fate(section.before, section.after),
                lines=self.lines(section.changes),
            ),
            questions=[self._question(question) for question in section.questions],
        )

    def _question(self, question: QuestionDifference) -> Entry:
        lines = self.lines(question.changes, question.before, question.after)
        return Entry(
            title=self._title(question.after, question.before),
            fate=_fate(question.before, question.after),
            lines=list(self._of_new(question.after)) if question.before is None and question.after else lines,
        )

    def _of_new(self, question: Question) -> Iterator[Line]:
        """What matters most about a question that was not there before."""
        for name in ("type", "weight", "show_when"):
            value = self._value(name, getattr(question, name), self.after, question)
            if value:
                yield Line(label=str(FIELD_NAMES[name]), after=value)
        for name, parts in (("options", question.options), ("thresholds", question.thresholds)):
            for part in parts:
                yield Line(label=str(FIELD_NAMES[name]), after=self._part_with_points(part))

    def _title(self, *parts: Section | Question | None) -> str:
        found = next(part for part in parts if part is not None)
        return text_in(found.title if isinstance(found, Section) else found.text, self.language)

    def lines(
        self, changes: Iterable[Change], before: Question | None = None, after: Question | None = None
    ) -> list[Line]:
        return [self._line(change, before, after) for change in changes]

    def _line(self, change: Change, before: Question | None, after: Question | None) -> Line:
        label = self._label(change)
        if change.language:
            return Line(label=label, pieces=difference(change.before, change.after), language=change.language)
        return Line(
            label=label,
            before=self._value(change.field, change.before, self.before, before),
            after=self._value(change.field, change.after, self.after, after),
        )

    def _label(self, change: Change) -> str:
        if change.kind is Kind.MOVED:
            return str(_MOVES[change.field])
        if change.part is not None and change.field in PART_FIELD_NAMES:
            return str(PART_FIELD_NAMES[change.field]) % {"part": self._part(change.part)}
        return str(FIELD_NAMES[change.field])

    def _value(self, field: str, value: Any, checklist: Checklist, question: Question | None) -> str:  # noqa: ANN401 - any field's value
        """How a field stood, in words; nothing where it was empty."""
        if value is None or value == ():
            return ""
        if field in _NAMES:
            return str(_NAMES[field][value])
        if field == "show_when":
            return condition_text(checklist, value, self.language)
        if isinstance(value, CriticalEffect):
            return self._effect(value)
        if isinstance(value, tuple):
            return ", ".join(self._member(field, member, checklist, question) for member in value)
        return self._plain(value)

    def _plain(self, value: Any) -> str:  # noqa: ANN401 - as above
        if isinstance(value, bool):
            return str(_("yes") if value else _("no"))
        if isinstance(value, Decimal | int):
            return number_text(value, self.language, decimals=4)
        if isinstance(value, Section):
            return text_in(value.title, self.language)
        if isinstance(value, Action):
            return text_in(value.what, self.language)
        if isinstance(value, Part):
            return self._part_with_points(value)
        return str(value)

    def _member(self, field: str, member: Any, checklist: Checklist, question: Question | None) -> str:  # noqa: ANN401 - as above
        if field == "languages":
            return OWN_NAMES[Language(member)]
        if field == "fails_on":
            option = question.option(member) if question else None
            return text_in(option.label, self.language) if option else str(member)
        if field == "scenarios" and isinstance(member, str):
            titles = {part.key: text_in(part.title, self.language) for part in checklist.scenarios}
            return titles.get(member, member)
        return self._part(member)

    def _effect(self, effect: CriticalEffect) -> str:
        if effect.kind == "policy":
            return str(_("What the checklist says for all."))
        return str(EFFECT_RULES[effect.kind]) % {"cap": self._plain(effect.cap or 0)}

    def _part(self, part: Part) -> str:
        """What an option, threshold, band or scenario is called."""
        if isinstance(part, Threshold):
            if part.up_to is None:
                return str(_("more"))
            return str(_("up to %(limit)s", limit=self._plain(part.up_to)))
        return text_in(part.label if isinstance(part, Option | Band) else part.title, self.language)

    def _part_with_points(self, part: Part) -> str:
        name = self._part(part)
        if isinstance(part, Band):
            return str(_("%(band)s, from %(start)s %%", band=name, start=self._plain(part.start)))
        points = part.points if isinstance(part, Option | Threshold) else None
        if points is None:
            return name
        return str(_("%(part)s: %(points)s", part=name, points=self._points(points)))

    def _points(self, points: Decimal) -> str:
        if points == int(points):
            return str(ngettext("%(num)s point", "%(num)s points", int(points)))
        return str(_("%(number)s points", number=self._plain(points)))


def _fate(before: object, after: object) -> str:
    return "added" if before is None else "removed" if after is None else ""


_MOVES = {
    "order": lazy_gettext("Place in the order"),
    "section": lazy_gettext("Moved to another section"),
    "options": lazy_gettext("Order of the answers"),
    "bands": lazy_gettext("Order of the bands"),
    "scenarios": lazy_gettext("Order of the scenarios"),
    "thresholds": lazy_gettext("Order of the steps"),
}
