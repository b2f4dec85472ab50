"""How long something takes, as a multiple of something else in the same run: seconds depend on the machine."""

from collections.abc import Callable
from time import perf_counter

ROUNDS = 15


def times_as_long(work: Callable[[], object], reference: Callable[[], object], rounds: int = ROUNDS) -> float:
    """How many times as long `work` takes as `reference`: the best of each, taken in turns."""
    pairs = [(_seconds(work), _seconds(reference)) for _ in range(rounds)]
    return min(first for first, _ in pairs) / min(second for _, second in pairs)


def say(what: str, ratio: float, budget: float) -> None:
    """Print a result on a line of its own."""
    print(f"\n{what}: {ratio:.2f} times (budget {budget:g})", end="")  # noqa: T201 - the result is what one asks for


def _seconds(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start
