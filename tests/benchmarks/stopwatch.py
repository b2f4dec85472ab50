"""How long something takes, as a multiple of something else in the same run: seconds depend on the machine."""

from collections.abc import Callable, Mapping
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


def say_beside(what: str, ours: float, plain: float, unit: str, must: str) -> None:
    """Print our figure beside that of the reference, on a line of its own."""
    ratio = f"{ours / plain:.2f} times" if plain else "-"
    print(f"\n{what}: ours {ours:,.0f} {unit}, plain {plain:,.0f} {unit}, {ratio} (must: {must})", end="")  # noqa: T201 - the result is what one asks for


def say_parts(sizes: Mapping[str, int]) -> None:
    """Print figures, each with its name."""
    for name, size in sizes.items():
        print(f"\n  {size:8,}  {name}", end="")  # noqa: T201 - the result is what one asks for
