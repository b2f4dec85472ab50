"""How sure a mean is that few visits stand behind, and what can be told apart (domain.md, method 5).

A visit shows a store on one day. How much its visits differ among themselves is learned from all stores that were
visited more than once, together, since hardly any has visits enough of its own. Scores are shares, 0 to 1; everything
here is an estimate, hence in floating point.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from math import atan, cos, pi, sin, sqrt
from statistics import NormalDist
from typing import TypeVar

CONFIDENCE = 0.95
FALSE_SHARE = 0.05
"""Of what is named as clearly different, how much may be expected to be chance."""
FEWEST_REPEATS = 5
"""With fewer, the spread itself is so little known that two like visits by luck would pass for certainty."""
MANY = 200
"""Degrees of freedom beyond which the normal distribution stands in for Student's."""

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Spread:
    """How visits of one store differ: a standard deviation, and the number of repeats that it comes from."""

    deviation: float
    repeats: int


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean of that many visits."""

    value: float
    visits: int


class Standing(StrEnum):
    """Where a store stands against the mean of all stores, as far as that can be told."""

    ABOVE = "above"
    LEVEL = "level"
    BELOW = "below"


def pooled_spread(stores: Iterable[Sequence[float]]) -> Spread | None:
    """The spread from visit to visit, from the scores of each store; None where too little or nothing differs.

    The pooled within-group variance of the one-way layout, sum of squares over N - k degrees of freedom
    (NIST/SEMATECH e-Handbook of Statistical Methods, 7.4.3.3). What truly changed between two visits widens it, so it errs on the side of caution.
    """
    squares, repeats = 0.0, 0
    for scores in stores:
        mean = sum(scores) / len(scores) if scores else 0.0
        squares += sum((score - mean) ** 2 for score in scores)
        repeats += max(len(scores) - 1, 0)
    if repeats < FEWEST_REPEATS or squares <= 0:
        return None
    return Spread(sqrt(squares / repeats), repeats)


def margin(spread: Spread, *visits: int) -> float:
    """Half the width of the 95 % confidence interval of a mean of so many visits; with two numbers, of the difference

    of two such means: t · s · √(1/n + 1/m) (NIST/SEMATECH e-Handbook, 1.3.5.2 and 1.3.5.3, with the pooled s).
    """
    return t_quantile(spread.repeats) * spread.deviation * sqrt(sum(1 / number for number in visits))


def margin_of_mean(spread: Spread, visits: Iterable[int]) -> float:
    """The same for the mean of several stores, each counted once, by the visits of each: the variance is σ²/k² · Σ 1/n."""
    numbers = list(visits)
    return t_quantile(spread.repeats) * spread.deviation * sqrt(sum(1 / n for n in numbers)) / len(numbers)


def standings(means: Mapping[Key, Mean], spread: Spread | None) -> dict[Key, Standing]:
    """Which stores can be told from the mean of all of them. Everything else is level: there are no ranks.

    The comparison of the analysis of means (E. R. Ott, Industrial Quality Control 24, 1967): a mean of n visits less
    the mean of k stores has the variance σ² · ((1 - 2/k)/n + Σ(1/n)/k²). Which differences are named: see `clear`.
    """
    if spread is None or len(means) < 2:
        return dict.fromkeys(means, Standing.LEVEL)
    count = len(means)
    whole = sum(mean.value for mean in means.values()) / count
    shared = sum(1 / mean.visits for mean in means.values()) / count**2
    differences = {
        key: (mean.value - whole, sqrt(max((1 - 2 / count) / mean.visits + shared, 0)))
        for key, mean in means.items()
    }
    told = clear(differences, spread)
    return {key: _standing(key in told, differences[key][0]) for key in means}


def clear_changes(changes: Mapping[Key, tuple[Mean, Mean]], spread: Spread | None) -> frozenset[Key]:
    """Which changes from a mean before to a mean now are more than chance; none where the spread is not known."""
    if spread is None:
        return frozenset()
    differences = {
        key: (after.value - before.value, sqrt(1 / before.visits + 1 / after.visits))
        for key, (before, after) in changes.items()
    }
    return clear(differences, spread)


def clear(differences: Mapping[Key, tuple[float, float]], spread: Spread) -> frozenset[Key]:
    """The differences (each with its standard error in units of the spread) that stand out among all of them.

    Y. Benjamini and Y. Hochberg, Controlling the False Discovery Rate, Journal of the Royal Statistical Society B 57
    (1995): of what is named, 5 % at most are expected to be chance, however many were looked at.
    """
    chances = {
        key: _chance(abs(difference) / (error * spread.deviation), spread.repeats)
        for key, (difference, error) in differences.items()
        if error > 0
    }
    ascending = sorted(chances.values())
    limits = [FALSE_SHARE * place / len(ascending) for place in range(1, len(ascending) + 1)]
    highest = max((p for p, limit in zip(ascending, limits, strict=True) if p <= limit), default=-1.0)
    return frozenset(key for key, chance in chances.items() if chance <= highest)


@lru_cache(maxsize=256)
def t_quantile(freedom: int, confidence: float = CONFIDENCE) -> float:
    """What |t| stays below with this confidence, by halving an interval that surely holds it."""
    low, high = 0.0, 1e6
    while high - low > 1e-9 * max(high, 1):
        middle = (low + high) / 2
        low, high = (middle, high) if 1 - _chance(middle, freedom) < confidence else (low, middle)
    return high


def _chance(t: float, freedom: int) -> float:
    """How probably |t| is at least this large by chance: Student's distribution.

    M. Abramowitz and I. Stegun, Handbook of Mathematical Functions, 26.7.3, 26.7.4; beyond MANY degrees, 26.7.8.
    """
    if freedom > MANY:
        normal = t * (1 - 1 / (4 * freedom)) / sqrt(1 + t * t / (2 * freedom))
        return 2 * NormalDist().cdf(-normal)
    angle = atan(t / sqrt(freedom))
    return 1 - (_odd(angle, freedom) if freedom % 2 else _even(angle, freedom))


def _odd(angle: float, freedom: int) -> float:
    term, total = cos(angle), 0.0
    for step in range(1, freedom - 1, 2):
        total += term
        term *= cos(angle) ** 2 * (step + 1) / (step + 2)
    return 2 / pi * (angle + sin(angle) * total)


def _even(angle: float, freedom: int) -> float:
    term, total = 1.0, 0.0
    for step in range(0, freedom - 1, 2):
        total += term
        term *= cos(angle) ** 2 * (step + 1) / (step + 2)
    return sin(angle) * total


def _standing(told: bool, difference: float) -> Standing:  # noqa: FBT001 - two facts, one answer
    if not told:
        return Standing.LEVEL
    return Standing.ABOVE if difference > 0 else Standing.BELOW
