"""The score of a visit (S1 to S11): exact, explained, and one function for phone, review, report and command line.

Its twin for the phone is static/js/scoring/score.js; tests/domain/vectors hold both to the same results.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import floor
from typing import Any

from auditapp.domain.answers import Answer, Reading
from auditapp.domain.checklist import Band, Checklist, Policy, Question, Section
from auditapp.domain.conditions import NO_ANSWER, visible_readings
from auditapp.domain.points import fails, full_points, points_of

ZERO, ONE = Fraction(0), Fraction(1)


class QuestionState(StrEnum):
    """How a question stands in a score; only answered ones, and N/A by policy, count."""

    ANSWERED = "answered"
    NA = "na"
    HIDDEN = "hidden"
    UNANSWERED = "unanswered"


@dataclass(frozen=True, slots=True)
class Effect:
    """What failing a critical question did (S8): flag, zero_section, cap_total or zero_total. `cap` is a percentage."""

    kind: str
    question: str
    section: str
    cap: Decimal | None = None


@dataclass(frozen=True, slots=True)
class QuestionScore:
    """One question's part. `impact`: by how much the total would rise had it earned full marks (S10)."""

    state: QuestionState
    earned: Fraction
    possible: Fraction
    impact: Fraction
    failed_critical: bool

    @property
    def lost(self) -> bool:
        """Whether it is a finding (R1): points were lost, or a critical question failed."""
        return self.earned < self.possible or self.failed_critical

    @property
    def full_marks(self) -> bool:
        """Whether it was answered as well as can be, and that counts."""
        return self.state is QuestionState.ANSWERED and self.possible > 0 and not self.lost


@dataclass(frozen=True, slots=True)
class SectionScore:
    """A section's part; `score` is None where nothing counts (S5)."""

    key: str
    score: Fraction | None
    earned: Fraction
    possible: Fraction


@dataclass(frozen=True, slots=True)
class Score:
    """A visit's score. `total` lies between 0 and 1, above 1 only with the bonus cap off; None: nothing counts."""

    total: Fraction | None
    band: Band | None
    earned: Fraction
    possible: Fraction
    sections: tuple[SectionScore, ...]
    questions: Mapping[str, QuestionScore]
    effects: tuple[Effect, ...]


@dataclass(frozen=True, slots=True)
class _Mark:
    """What one question brings in. `best`: what full marks would earn, a bonus counted."""

    state: QuestionState
    earned: Fraction = ZERO
    possible: Fraction = ZERO
    best: Fraction = ZERO
    effect: Effect | None = None


HIDDEN = _Mark(QuestionState.HIDDEN)


def score(checklist: Checklist, answers: Mapping[str, Answer], scenario: str | None = None) -> Score:
    """The score of these answers.

    Unanswered and hidden questions leave earned and possible points (S2, S4), so a preview tells the score so far.
    Raises AnswerRefused for a visible answer that the checklist does not know: it never counts as something else.
    """
    return Scorer(checklist).score(answers, scenario)


class Scorer:
    """Scores visits by one checklist, one after the other: what an answer is worth is worked out once for all of them."""

    def __init__(self, checklist: Checklist) -> None:
        self.checklist = checklist
        self._marker = _Marker(checklist.policy)

    def score(self, answers: Mapping[str, Answer], scenario: str | None = None) -> Score:
        """As the function `score`."""
        sheet = self._sheet(answers, scenario)
        return Score(
            total=sheet.total,
            band=self._band(sheet.total),
            earned=_sum(section.earned for section in sheet.sections),
            possible=_sum(section.possible for section in sheet.sections),
            sections=tuple(sheet.sections),
            questions=dict(sheet.question_scores()),
            effects=tuple(sheet.effects),
        )

    def outcome(
        self, answers: Mapping[str, Answer], scenario: str | None = None
    ) -> tuple[Fraction | None, Band | None]:
        """The same score's total and band, without explaining them. Raises AnswerRefused, too."""
        total = self._sheet(answers, scenario).total
        return total, self._band(total)

    def _sheet(self, answers: Mapping[str, Answer], scenario: str | None) -> "_Sheet":
        readings = visible_readings(self.checklist, answers, scenario)
        marks = [self._marker.marks(section, answers, readings) for section in self.checklist.sections]
        return _Sheet(self.checklist, marks)

    def _band(self, total: Fraction | None) -> Band | None:
        return None if total is None else band_of(self.checklist.bands, total)


def band_of(bands: Iterable[Band], total: Fraction) -> Band | None:
    """The band with the highest start that the exact total reaches (S9); None below every band."""
    reached = (band for band in bands if Fraction(band.start) <= total * 100)
    return max(reached, key=lambda band: band.start, default=None)


def percent(share: Fraction) -> Decimal:
    """A share as a percentage with one decimal, rounded half up; for display only (S9)."""
    return Decimal(floor(share * 1000 + Fraction(1, 2))).scaleb(-1)


class _Marker:
    """Marks questions one by one, each for itself (S1 to S4), and the same answer to the same question once."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self._known: dict[tuple[int, bool, Reading | None], _Mark] = {}

    def marks(
        self, section: Section, answers: Mapping[str, Answer], readings: Mapping[str, Reading | None]
    ) -> dict[str, _Mark]:
        """The marks of a section's questions, in order."""
        found = {}
        for question in section.questions:
            if question.key not in readings:
                found[question.key] = HIDDEN
                continue
            na, reading = answers.get(question.key, NO_ANSWER).na, readings[question.key]
            # By identity: two questions may have one key, and none can be hashed. The checklist keeps them alive.
            place = id(question), na, reading
            if place not in self._known:
                self._known[place] = self._mark(section, question, reading, na=na)
            found[question.key] = self._known[place]
        return found

    def _mark(self, section: Section, question: Question, reading: Reading | None, *, na: bool) -> _Mark:
        weight = Fraction(question.weight)
        best = weight * full_points(question)
        possible = ZERO if question.bonus else best
        if na:
            counted = possible if self.policy.na == "full" else ZERO
            return _Mark(QuestionState.NA, earned=counted, possible=counted, best=counted)
        if reading is None:
            return _Mark(QuestionState.UNANSWERED)
        effect = self._effect(section, question) if fails(question, reading) else None
        return _Mark(QuestionState.ANSWERED, weight * points_of(question, reading), possible, best, effect)

    def _effect(self, section: Section, question: Question) -> Effect:
        own = question.critical
        effect = self.policy.critical if own is None or own.kind == "policy" else own
        return Effect(effect.kind, question.key, section.key, effect.cap)


class _Sheet:
    """The marks of all sections, and what they add up to."""

    def __init__(self, checklist: Checklist, marks: Sequence[Mapping[str, _Mark]]) -> None:
        self.checklist, self.marks = checklist, marks
        self.earned = [_sum(mark.earned for mark in part.values()) for part in marks]
        self.possible = [_sum(mark.possible for mark in part.values()) for part in marks]
        self.effects = [mark.effect for part in marks for mark in part.values() if mark.effect]
        self.sections = [self._section_score(index, self.effects) for index in range(len(marks))]
        self.reached = _sum(self._reached(index, section) for index, section in enumerate(self.sections))
        self.whole = _sum(self._whole(index, section) for index, section in enumerate(self.sections))
        self.total = self._total(self.reached, self.effects)

    def question_scores(self) -> Iterator[tuple[str, QuestionScore]]:
        """Every question's part, in order."""
        for index, part in enumerate(self.marks):
            for key, mark in part.items():
                impact, failed = self._impact(index, mark), mark.effect is not None
                yield key, QuestionScore(mark.state, mark.earned, mark.possible, impact, failed)

    def _impact(self, index: int, mark: _Mark) -> Fraction:
        """S10, on the total after effects: all else as it is, but this question at full marks and not failed."""
        gained = mark.best - mark.earned
        if self.total is None or not (gained or mark.effect):
            return ZERO
        effects = [effect for effect in self.effects if effect is not mark.effect]
        better = self._section_score(index, effects, gained)
        reached = self.reached - self._reached(index, self.sections[index]) + self._reached(index, better)
        return (self._total(reached, effects) or ZERO) - self.total

    def _section_score(self, index: int, effects: Iterable[Effect], gained: Fraction = ZERO) -> SectionScore:
        """S5 and S7: never below 0, zeroed by a failed critical question, at most 1 with the bonus cap."""
        key, possible = self.checklist.sections[index].key, self.possible[index]
        zeroed = any(effect.kind == "zero_section" and effect.section == key for effect in effects)
        earned = ZERO if zeroed else max(ZERO, self.earned[index] + gained)
        return SectionScore(key, _share(earned, possible, self.checklist.policy), earned, possible)

    def _reached(self, index: int, section: SectionScore) -> Fraction:
        """What a section brings into the total: its score by its weight, or its points (S6)."""
        if self.checklist.policy.total == "points":
            return section.earned
        return Fraction(self.checklist.sections[index].weight) * (section.score or ZERO)

    def _whole(self, index: int, section: SectionScore) -> Fraction:
        """What a section could bring in at most; nothing where its score is undefined."""
        if self.checklist.policy.total == "points":
            return section.possible
        return ZERO if section.score is None else Fraction(self.checklist.sections[index].weight)

    def _total(self, reached: Fraction, effects: Iterable[Effect]) -> Fraction | None:
        """S6 to S8: what is reached of the whole, and then what failed critical questions leave of it."""
        total = _share(reached, self.whole, self.checklist.policy)
        return None if total is None else min([total, *_caps(effects)])


def _share(reached: Fraction, whole: Fraction, policy: Policy) -> Fraction | None:
    """What is reached of the whole; None of nothing, and not above 1 unless the bonus cap is off (S7)."""
    if not whole:
        return None
    return min(ONE, reached / whole) if policy.bonus_cap else reached / whole


def _sum(shares: Iterable[Fraction]) -> Fraction:
    """Whole numbers are added up for each denominator, of which there are few: fractions one by one take ten times as long."""
    numerators: dict[int, int] = {}
    for share in shares:
        numerators[share.denominator] = numerators.get(share.denominator, 0) + share.numerator
    return sum((Fraction(numerator, denominator) for denominator, numerator in numerators.items()), ZERO)


def _caps(effects: Iterable[Effect]) -> Iterator[Fraction]:
    for effect in effects:
        if effect.kind == "zero_total":
            yield ZERO
        elif effect.cap is not None:
            yield Fraction(effect.cap) / 100


def dump_score(score: Score) -> dict[str, Any]:
    """The score as JSON, fractions as "n/d": what the phone's twin returns, and what a report carries (R5)."""
    return {
        "total": _written(score.total),
        "band": score.band.key if score.band else None,
        "earned": _written(score.earned),
        "possible": _written(score.possible),
        "sections": [
            {
                "key": section.key,
                "score": _written(section.score),
                "earned": _written(section.earned),
                "possible": _written(section.possible),
            }
            for section in score.sections
        ],
        "questions": {
            key: {
                "state": question.state.value,
                "earned": _written(question.earned),
                "possible": _written(question.possible),
                "impact": _written(question.impact),
                "failed_critical": question.failed_critical,
            }
            for key, question in score.questions.items()
        },
        "effects": [
            {
                "kind": effect.kind,
                "question": effect.question,
                "section": effect.section,
                "cap": None if effect.cap is None else _written(Fraction(effect.cap)),
            }
            for effect in score.effects
        ],
    }


def _written(share: Fraction | None) -> str | None:
    return None if share is None else f"{share.numerator}/{share.denominator}"
