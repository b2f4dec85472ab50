"""Areas of a picture that must not be recognized, in pixels from its top left corner."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

MOST_AREAS = 30
"""In one photo; who needs more takes the photo out of the report."""

AreaProblem: TypeAlias = Literal["empty", "outside"]


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle."""

    left: int
    top: int
    width: int
    height: int

    @property
    def box(self) -> tuple[int, int, int, int]:
        """Left, top, and where the rectangle ends to the right and below."""
        return self.left, self.top, self.left + self.width, self.top + self.height


def problem_of(area: Area, width: int, height: int) -> AreaProblem | None:
    """What is wrong with an area of a picture of this size; None where nothing is."""
    if area.width < 1 or area.height < 1:
        return "empty"
    _left, _top, right, bottom = area.box
    return "outside" if min(area.left, area.top) < 0 or right > width or bottom > height else None


def areas_fit(areas: Sequence[Area], width: int, height: int) -> bool:
    """Whether a picture of this size can have all these areas."""
    return len(areas) <= MOST_AREAS and not any(problem_of(area, width, height) for area in areas)
