"""What can be told of means that few visits stand behind. Numbers to compare with are those of published tables."""

from math import sqrt
from random import Random
from statistics import pvariance, stdev

import pytest

from auditapp.domain.stats import (
    Mean,
    Spread,
    Standing,
    clear,
    clear_changes,
    margin,
    margin_of_mean,
    pooled_spread,
    standings,
    t_quantile,
)


@pytest.mark.parametrize(
    "freedom,confidence,table",
    [
        (1, 0.95, 12.706),
        (2, 0.95, 4.303),
        (5, 0.95, 2.571),
        (10, 0.95, 2.228),
        (30, 0.95, 2.042),
        (120, 0.95, 1.980),
        (5000, 0.95, 1.960),
        (7, 0.99, 3.499),
        (60, 0.99, 2.660),
    ],
)
def test_quantiles_are_those_of_the_tables(freedom: int, confidence: float, table: float) -> None:
    assert t_quantile(freedom, confidence) == pytest.approx(table, abs=0.0006)


def test_the_spread_comes_from_repeats_of_all_stores_together() -> None:
    spread = pooled_spread([(0.7, 0.9), (0.5, 0.5, 0.8), (0.6,), (0.9, 0.8), (0.4, 0.5)])
    assert spread is not None
    assert spread.repeats == 5
    assert spread.deviation == pytest.approx(sqrt((0.02 + 0.06 + 0.005 + 0.005) / 5))
    one_store = (0.7, 0.72, 0.9, 0.65, 0.8, 0.81)
    alone = pooled_spread([one_store])
    assert alone is not None
    assert alone.deviation == pytest.approx(stdev(one_store))


@pytest.mark.parametrize(
    "stores",
    [[], [(0.5,), (0.9,)], [(0.5, 0.9)] * 4, [(0.8, 0.8)] * 9, [()]],
    ids=["no store", "one visit each", "too few repeats", "no difference at all", "no score"],
)
def test_where_nothing_is_known_nothing_is_said(stores: list[tuple[float, ...]]) -> None:
    assert pooled_spread(stores) is None
    means = {"a": Mean(0.1, 1), "b": Mean(0.9, 1)}
    assert set(standings(means, None).values()) == {Standing.LEVEL}
    assert clear_changes({"a": (Mean(0.1, 1), Mean(0.9, 1))}, None) == frozenset()


def test_margins_shrink_with_visits_and_grow_with_a_second_mean() -> None:
    spread = Spread(0.08, 10)
    assert margin(spread, 1) == pytest.approx(2.228 * 0.08, abs=0.0001)
    assert margin(spread, 4) == pytest.approx(margin(spread, 1) / 2)
    assert margin(spread, 1, 1) == pytest.approx(margin(spread, 1) * sqrt(2))
    assert margin_of_mean(spread, [1] * 16) == pytest.approx(margin(spread, 1) / 4)
    assert margin_of_mean(spread, [3]) == pytest.approx(margin(spread, 3))


def test_a_store_far_off_is_told_and_the_others_are_not_ranked() -> None:
    means = {f"store {n}": Mean(0.80 + n / 1000, 1) for n in range(10)} | {"far": Mean(0.30, 1)}
    found = standings(means, Spread(0.06, 20))
    assert found.pop("far") is Standing.BELOW
    assert set(found.values()) == {Standing.LEVEL}
    assert standings({"only": Mean(0.3, 1)}, Spread(0.06, 20)) == {"only": Standing.LEVEL}


def test_two_stores_mirror_each_other() -> None:
    spread = Spread(0.05, 30)
    assert standings({"a": Mean(0.9, 4), "b": Mean(0.6, 4)}, spread) == {"a": "above", "b": "below"}
    assert set(standings({"a": Mean(0.8, 1), "b": Mean(0.75, 1)}, spread).values()) == {Standing.LEVEL}


def test_among_many_stores_chance_alone_is_hardly_ever_named() -> None:
    """300 stores that are all alike, 40 times: the error the procedure promises to keep."""
    chance, named = Random(7), 0  # noqa: S311 - no secret
    for _round in range(40):
        means = {n: Mean(chance.gauss(0.8, 0.07), 1) for n in range(300)}
        named += any(place is not Standing.LEVEL for place in standings(means, Spread(0.07, 300)).values())
    assert named <= 6  # 5 % of 40 are 2


def test_the_variance_of_a_store_less_the_mean_is_what_the_comparison_takes_it_for() -> None:
    chance, visits = Random(3), (1, 2, 4)  # noqa: S311 - no secret
    differences = []
    for _round in range(20_000):
        means = [chance.gauss(0, 1 / sqrt(number)) for number in visits]
        differences.append(means[0] - sum(means) / 3)
    shared = sum(1 / number for number in visits) / 9
    assert pvariance(differences) == pytest.approx((1 - 2 / 3) / 1 + shared, rel=0.03)


def test_the_procedure_of_benjamini_and_hochberg_takes_all_up_to_the_last_that_fits() -> None:
    """By chance 2 % and 4 % each: alone the first would not fit at 0.05/2, but the second does at 0.05."""
    spread = Spread(1, 100_000)
    assert clear({"a": (2.3263, 1.0), "b": (2.0537, 1.0)}, spread) == {"a", "b"}
    assert clear({"a": (2.3263, 1.0), "b": (1.0, 1.0)}, spread) == {"a"}
    assert clear({"a": (2.0537, 1.0), "b": (1.0, 1.0)}, spread) == frozenset()
    assert clear({}, spread) == frozenset()


def test_a_change_is_clear_when_it_is_larger_than_two_visits_differ_anyway() -> None:
    spread = Spread(0.05, 40)
    changes = {
        "up": (Mean(0.5, 1), Mean(0.9, 1)),
        "down": (Mean(0.9, 2), Mean(0.6, 1)),
        "same": (Mean(0.80, 1), Mean(0.84, 1)),
    }
    assert clear_changes(changes, spread) == {"up", "down"}
