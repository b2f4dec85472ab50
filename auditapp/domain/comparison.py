"""What differs between two definitions of a checklist, part by part: parts are the same where their keys are.

`compare(a, b)` is empty exactly where `a == b`.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeAlias, TypeVar

from auditapp.domain.checklist import (
    Action,
    Band,
    Checklist,
    Evidence,
    Model,
    Option,
    Policy,
    Question,
    Scenario,
    Section,
    Threshold,
)
from auditapp.domain.language import STORED_LANGUAGES

Part: TypeAlias = Band | Scenario | Option | Threshold
_Keyed = TypeVar("_Keyed", Section, Question, Band, Scenario, Option, Threshold)
_Identity: TypeAlias = tuple[str, int]
"""A key, and how often it stood there before: what has double keys can be compared, too."""

_TEXTS = frozenset({"title", "briefing", "text", "guidance", "label", "brief", "what", "why", "how"})
_GROUPS = (Policy, Evidence, Action)


class Kind(StrEnum):
    """What happened to a field or a part."""

    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference.

    `field` holds the names as in a file, joined by dots ("weight", "action.how", "options.points"). `part` tells which
    option, threshold, band or scenario it is about, as that was, or as it is where it is new. A question or section that
    moved has its places, counted from 1, as `before` and `after`; a question that went to another section has both
    sections there, and parts in a new order are all there, in either order.
    """

    kind: Kind
    field: str
    before: Any = None
    after: Any = None
    part: Part | None = None
    language: str = ""


@dataclass(frozen=True, slots=True)
class QuestionDifference:
    """What happened to a question; new where `before` is None, gone where `after` is."""

    before: Question | None
    after: Question | None
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class SectionDifference:
    """What happened to a section and in it; new where `before` is None, gone where `after` is."""

    before: Section | None
    after: Section | None
    changes: tuple[Change, ...]
    questions: tuple[QuestionDifference, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """All differences: of the checklist as a whole, and section by section."""

    changes: tuple[Change, ...]
    sections: tuple[SectionDifference, ...]

    @property
    def is_empty(self) -> bool:
        """Whether both are the same."""
        return not (self.changes or self.sections)


def compare(before: Checklist, after: Checklist) -> Comparison:
    """Every difference between two definitions, in the order of the later one."""
    return Comparison(
        changes=tuple(_fields(before, after, without=("sections",))),
        sections=tuple(_Sections(before, after).differences()),
    )


class _Sections:
    """The sections of two definitions beside each other."""

    def __init__(self, before: Checklist, after: Checklist) -> None:
        self.before, self.after = _by_identity(before.sections), _by_identity(after.sections)
        self.questions_before = _questions(self.before)
        self.questions_after = _questions(self.after)
        self.moved = _moved(list(self.before), list(self.after))

    def differences(self) -> Iterator[SectionDifference]:
        """Those that differ: first those that there are now, then those that are gone."""
        gone = [identity for identity in self.before if identity not in self.after]
        for identity in (*self.after, *gone):
            before, after = self.before.get(identity), self.after.get(identity)
            found = SectionDifference(
                before, after, tuple(self._changes(identity)), tuple(self._questions(identity))
            )
            if before is None or after is None or found.changes or found.questions:
                yield found

    def _changes(self, identity: _Identity) -> Iterator[Change]:
        before, after = self.before.get(identity), self.after.get(identity)
        if before is None or after is None:
            return
        if identity in self.moved:
            yield Change(Kind.MOVED, "order", *self.moved[identity])
        yield from _fields(before, after, without=("key", "questions"))

    def _questions(self, section: _Identity) -> Iterator[QuestionDifference]:
        there = {key: question for key, (home, question) in self.questions_after.items() if home == section}
        was_there = {
            key: question for key, (home, question) in self.questions_before.items() if home == section
        }
        moved = _moved(list(was_there), list(there))
        for key, question in there.items():
            if key not in self.questions_before:
                yield QuestionDifference(None, question)
                continue
            changes = (*self._move(key, moved), *self._question_changes(key))
            if changes:
                yield QuestionDifference(self.questions_before[key][1], question, changes)
        for key, question in was_there.items():
            if key not in self.questions_after:
                yield QuestionDifference(question, None)

    def _move(self, key: _Identity, moved: Mapping[Hashable, tuple[int, int]]) -> Iterator[Change]:
        home_before, home_after = self.questions_before[key][0], self.questions_after[key][0]
        if home_before != home_after:
            yield Change(Kind.MOVED, "section", self.before[home_before], self.after[home_after])
        elif key in moved:
            yield Change(Kind.MOVED, "order", *moved[key])

    def _question_changes(self, key: _Identity) -> Iterator[Change]:
        return _fields(self.questions_before[key][1], self.questions_after[key][1], without=("key",))


def _fields(
    before: Model, after: Model, path: str = "", part: Part | None = None, without: Sequence[str] = ()
) -> Iterator[Change]:
    for name in type(before).model_fields:
        old, new = getattr(before, name), getattr(after, name)
        if old != new and name not in without:
            yield from _values(f"{path}{name}", name, old, new, part)


def _values(field: str, name: str, old: Any, new: Any, part: Part | None) -> Iterator[Change]:  # noqa: ANN401 - any field's value
    if name in _TEXTS:
        yield from _texts(field, old or {}, new or {}, part)
    elif isinstance(old, tuple) and any(isinstance(part, Model) for part in (*old, *new)):
        yield from _parts(field, old, new)
    elif isinstance(old, _GROUPS) and isinstance(new, _GROUPS):
        yield from _fields(old, new, f"{field}.", part)
    else:
        kind = Kind.ADDED if old is None else Kind.REMOVED if new is None else Kind.CHANGED
        yield Change(kind, field, old, new, part)


def _texts(field: str, old: Mapping[str, str], new: Mapping[str, str], part: Part | None) -> Iterator[Change]:
    for language in STORED_LANGUAGES:
        before, after = old.get(language, ""), new.get(language, "")
        if before != after:
            yield Change(Kind.CHANGED, field, before, after, part, language.value)


def _parts(field: str, old: Iterable[Any], new: Iterable[Any]) -> Iterator[Change]:
    before, after = _by_identity(old), _by_identity(new)
    stayed = [identity for identity in before if identity in after]
    if stayed != [identity for identity in after if identity in before]:
        yield Change(Kind.MOVED, field, tuple(before.values()), tuple(after.values()))
    for identity, part in after.items():
        if identity in before:
            yield from _fields(before[identity], part, f"{field}.", before[identity])
        else:
            yield Change(Kind.ADDED, field, None, part, part)
    for identity, part in before.items():
        if identity not in after:
            yield Change(Kind.REMOVED, field, part, None, part)


def _by_identity(parts: Iterable[_Keyed]) -> dict[_Identity, _Keyed]:
    seen: Counter[str] = Counter()
    found = {}
    for part in parts:
        key = _key(part)
        found[key, seen[key]] = part
        seen[key] += 1
    return found


def _key(part: Any) -> str:  # noqa: ANN401 - whatever stands in a list
    """A threshold is known by its limit."""
    return str(part.up_to) if isinstance(part, Threshold) else str(part.key)


def _questions(sections: Mapping[_Identity, Section]) -> dict[_Identity, tuple[_Identity, Question]]:
    """Every question with its section, in order."""
    pairs = [(home, question) for home, section in sections.items() for question in section.questions]
    identities = _by_identity(question for _home, question in pairs)
    return dict(zip(identities, pairs, strict=True))


def _moved(before: Sequence[Hashable], after: Sequence[Hashable]) -> dict[Hashable, tuple[int, int]]:
    """The fewest whose moving explains the new order, each with its place before and after, counted from 1."""
    places = {key: place for place, key in enumerate(before, start=1)}
    common = [key for key in after if key in places]
    stayed = _longest_rise([places[key] for key in common])
    return {
        key: (places[key], place)
        for place, key in enumerate(after, start=1)
        if key in places and places[key] not in stayed
    }


def _longest_rise(numbers: Sequence[int]) -> frozenset[int]:
    """The longest subsequence of different numbers that only rises (patience sorting, Fredman 1975)."""
    tops: list[int] = []
    below: dict[int, int | None] = {}
    for number in numbers:
        pile = bisect_left(tops, number)
        below[number] = tops[pile - 1] if pile else None
        tops[pile : pile + 1] = [number]
    rise: list[int] = []
    last = tops[-1] if tops else None
    while last is not None:
        rise.append(last)
        last = below[last]
    return frozenset(rise)
