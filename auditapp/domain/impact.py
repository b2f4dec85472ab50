"""What a changed checklist would do to the scores of visits that were published by the one before it.

Answers count where question and answer are still known by their keys; what is gone counts as unanswered, and what is
new is unanswered. The visits themselves never change (C5): what stands before is what was published.
"""

from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from heapq import heappush, heappushpop
from typing import Any

from auditapp.domain.answers import Answer, AnswerRefused, read
from auditapp.domain.checklist import Checklist, QuestionType
from auditapp.domain.conditions import visible_readings
from auditapp.domain.scoring import Scorer

LONGEST_LIST = 500
"""How many of the visits that would change are kept, the largest changes first."""
_BEYOND_COMPARE = Fraction(2)
"""The size of a change from or to no score at all: before every change of a score."""


@dataclass(frozen=True, slots=True)
class PublishedVisit:
    """What is known of a visit: its answers, and the score and the key of the band that it was published with."""

    id: int
    scenario: str | None
    total: Fraction | None
    band: str | None
    answers: Mapping[str, Answer]


@dataclass(frozen=True, slots=True)
class Move:
    """One visit before and after; `lost` tells how many of its answers would not count any more."""

    visit_id: int
    before: Fraction | None
    after: Fraction | None
    band_before: str | None
    band_after: str | None
    lost: int

    @property
    def changes_band(self) -> bool:
        """Whether the visit would fall into another band."""
        return self.band_before != self.band_after

    @property
    def size(self) -> Fraction:
        """By how much the score would change."""
        if self.before is None or self.after is None:
            return Fraction(0) if self.before is self.after else _BEYOND_COMPARE
        return abs(self.after - self.before)


@dataclass(frozen=True, slots=True, kw_only=True)
class Impact:
    """All visits together. The means are over the visits that have a score before and after: `compared` of them.

    `lost` tells of each question in how many visits its answer would not count any more. `moves` are the largest of all
    `moved`, largest first.
    """

    visits: int
    compared: int
    mean_before: Fraction | None
    mean_after: Fraction | None
    moved: int
    band_changes: int
    lost: Mapping[str, int]
    moves: tuple[Move, ...]


@dataclass(slots=True)
class _Mean:
    """A mean of many fractions: whole numbers are added up for each denominator, so that they stay short."""

    count: int = 0
    numerators: Counter[int] = field(default_factory=Counter)

    def add(self, share: Fraction) -> None:
        self.count += 1
        self.numerators[share.denominator] += share.numerator

    @property
    def value(self) -> Fraction | None:
        shares = (Fraction(numerator, denominator) for denominator, numerator in self.numerators.items())
        return sum(shares, Fraction(0)) / self.count if self.count else None


class Rehearsal:
    """Scores published visits once more, by a draft. Visits come one by one; only the largest changes are kept."""

    def __init__(self, before: Checklist, draft: Checklist) -> None:
        self._before = before
        self._always_asked = {
            question.key
            for section, question in before.questions()
            if question.show_when is None and not section.scenarios
        }
        self._photos = {q.key for _section, q in before.questions() if q.type is QuestionType.PHOTO}
        self._questions = {question.key: question for _section, question in draft.questions()}
        self._scorer = Scorer(draft)
        self._fits: dict[tuple[str, Hashable], bool] = {}
        self._visits = self._moved = self._band_changes = 0
        self._means = _Mean(), _Mean()
        self._lost: Counter[str] = Counter()
        self._largest: list[tuple[Fraction, bool, int, Move]] = []

    def take(self, visit: PublishedVisit) -> Move:
        """One more visit, and what would become of it."""
        answers = {key: answer for key, answer in visit.answers.items() if self._is_known(key, answer)}
        lost = self._lost_of(visit, answers)
        total, band = self._scorer.outcome(answers, visit.scenario)
        move = Move(visit.id, visit.total, total, visit.band, band.key if band else None, len(lost))
        self._lost.update(lost)
        self._note(move)
        return move

    def impact(self) -> Impact:
        """What all visits so far come to."""
        before, after = self._means
        moves = sorted(self._largest, key=lambda entry: entry[:3], reverse=True)
        return Impact(
            visits=self._visits,
            compared=before.count,
            mean_before=before.value,
            mean_after=after.value,
            moved=self._moved,
            band_changes=self._band_changes,
            lost=dict(self._lost),
            moves=tuple(move for *_, move in moves),
        )

    def _is_known(self, key: str, answer: Answer) -> bool:
        place = key, (answer.na, str(answer.value), bool(answer.photos))
        if place not in self._fits:
            self._fits[place] = self._is_taken(key, answer)
        return self._fits[place]

    def _is_taken(self, key: str, answer: Answer) -> bool:
        question = self._questions.get(key)
        try:
            return question is not None and (read(question, answer) is not None or answer.na)
        except AnswerRefused:
            return False

    def _lost_of(self, visit: PublishedVisit, known: Mapping[str, Answer]) -> list[str]:
        """The questions whose answer counted so far: not a remark alone, nor an answer that was hidden again."""
        unknown = [
            key for key, answer in visit.answers.items() if key not in known and self._counted(key, answer)
        ]
        if all(key in self._always_asked for key in unknown):
            return unknown
        shown = visible_readings(self._before, visit.answers, visit.scenario)
        return [key for key in unknown if key in shown]

    def _counted(self, key: str, answer: Answer) -> bool:
        return answer.na or answer.value is not None or (key in self._photos and bool(answer.photos))

    def _note(self, move: Move) -> None:
        self._visits += 1
        if move.before is not None and move.after is not None:
            for mean, share in zip(self._means, (move.before, move.after), strict=True):
                mean.add(share)
        self._band_changes += move.changes_band
        if move.before == move.after and not move.changes_band:
            return
        self._moved += 1
        keep = heappush if len(self._largest) < LONGEST_LIST else heappushpop
        keep(self._largest, (move.size, move.changes_band, -move.visit_id, move))


def dump_impact(impact: Impact) -> dict[str, Any]:
    """The impact as JSON, fractions as "n/d"."""
    return {
        "visits": impact.visits,
        "compared": impact.compared,
        "mean": [_written(impact.mean_before), _written(impact.mean_after)],
        "moved": impact.moved,
        "band_changes": impact.band_changes,
        "lost": dict(impact.lost),
        "moves": [
            [
                move.visit_id,
                _written(move.before),
                _written(move.after),
                move.band_before,
                move.band_after,
                move.lost,
            ]
            for move in impact.moves
        ],
    }


def load_impact(written: Mapping[str, Any]) -> Impact:
    """What `dump_impact` wrote."""
    mean_before, mean_after = map(_read, written["mean"])
    return Impact(
        visits=written["visits"],
        compared=written["compared"],
        mean_before=mean_before,
        mean_after=mean_after,
        moved=written["moved"],
        band_changes=written["band_changes"],
        lost=written["lost"],
        moves=tuple(
            Move(visit_id, _read(before), _read(after), *rest)
            for visit_id, before, after, *rest in written["moves"]
        ),
    )


def _written(share: Fraction | None) -> str | None:
    return None if share is None else str(share)


def _read(written: str | None) -> Fraction | None:
    return None if written is None else Fraction(written)
