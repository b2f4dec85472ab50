"""What a score means for the store: what to keep, and what to do first (R1, R2)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import takewhile

from auditapp.domain.checklist import Checklist, Question, Section
from auditapp.domain.scoring import ONE, ZERO, QuestionScore, QuestionState, Score


@dataclass(frozen=True, slots=True)
class Finding:
    """A question that lost points, or failed as a critical one. Its action stands at the question.

    `streak` counts the visits in a row that failed it, this one included. `priority` is a share of the total.
    """

    section: Section
    question: Question
    score: QuestionScore
    streak: int
    priority: Fraction


@dataclass(frozen=True, slots=True)
class Strength:
    """A question with full marks, and the share of the total that it carries."""

    section: Section
    question: Question
    share: Fraction


def findings(
    checklist: Checklist, score: Score, earlier: Sequence[Mapping[str, bool]] = ()
) -> tuple[Finding, ...]:
    """The findings of a visit, what matters most first (R1).

    `earlier` holds the `outcomes` of the store's earlier visits, newest first. Failed critical questions lead; then
    priority decides: the impact on the total, times the streak. Where a knock-out or a clamp hides the impact, the
    share of the total that the lost points carry stands for it. Equals stay in the checklist's order.
    """
    worth = _worth_of_points(checklist, score)
    found = [
        _finding(section, question, score.questions[question.key], earlier, worth[section.key])
        for section, question in checklist.questions()
        if score.questions[question.key].lost
    ]
    return tuple(sorted(found, key=lambda finding: (not finding.score.failed_critical, -finding.priority)))


def strengths(checklist: Checklist, score: Score) -> tuple[Strength, ...]:
    """The questions with full marks, those that carry most of the total first."""
    worth = _worth_of_points(checklist, score)
    found = [
        Strength(section, question, score.questions[question.key].possible * worth[section.key])
        for section, question in checklist.questions()
        if score.questions[question.key].full_marks
    ]
    return tuple(sorted(found, key=lambda strength: -strength.share))


def outcomes(score: Score) -> dict[str, bool]:
    """For later visits: whether each answered question failed. What was not asked says nothing."""
    answered = QuestionState.ANSWERED
    return {key: question.lost for key, question in score.questions.items() if question.state is answered}


def streak_of(key: str, earlier: Iterable[Mapping[str, bool]]) -> int:
    """How many of the earlier visits, newest first, failed the question in a row; one that did not ask is skipped."""
    asked = (visit[key] for visit in earlier if key in visit)
    return sum(1 for _ in takewhile(bool, asked))


def _finding(
    section: Section,
    question: Question,
    score: QuestionScore,
    earlier: Sequence[Mapping[str, bool]],
    worth: Fraction,
) -> Finding:
    streak = 1 + streak_of(question.key, earlier)
    loss = (score.possible - score.earned) * worth
    return Finding(section, question, score, streak, max(score.impact, loss) * streak)


def _worth_of_points(checklist: Checklist, score: Score) -> dict[str, Fraction]:
    """For each section: the share of the total that one of its points carries, before clamps and effects."""
    parts = list(zip(checklist.sections, score.sections, strict=True))
    if checklist.policy.total == "points":
        return {section.key: _ratio(ONE, score.possible) for section, _ in parts}
    whole = sum((Fraction(section.weight) for section, part in parts if part.possible), ZERO)
    return {section.key: _ratio(Fraction(section.weight), part.possible * whole) for section, part in parts}


def _ratio(share: Fraction, whole: Fraction) -> Fraction:
    return share / whole if whole else ZERO
