"""How good each store of the demo is at what, and how that changes from wave to wave."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random

from auditapp.demo.answers import Level
from auditapp.domain.checklist import Question, Section

_WHOLLY_LOST = 0.28
"""How much of what goes wrong goes wrong altogether."""
_STEADINESS = 0.45
"""How much of it goes the same way in every visit: a shop keeps its habits, and luck is the rest."""


@dataclass(frozen=True, slots=True)
class Habit:
    """A weakness that comes back in each of these waves."""

    question: str
    waves: frozenset[int]


def _habit(question: str, *waves: int) -> Habit:
    return Habit(question, frozenset(waves))


@dataclass(frozen=True, slots=True)
class Profile:
    """A store: share of full marks in the first wave, its change per wave, what differs by section, its habits."""

    start: float
    trend: float = 0.0
    sections: Mapping[str, float] = field(default_factory=dict)
    habits: tuple[Habit, ...] = ()


PROFILES: Mapping[str, Profile] = {
    "BG-01": Profile(
        0.5,
        0.11,
        {"close": -0.25},
        (_habit("close_invited_back", 0, 1, 2, 3), _habit("premises_access", 0, 1, 2)),
    ),
    "BG-02": Profile(
        0.74,
        -0.08,
        {"welcome": -0.15},
        (_habit("welcome_noticed", 1, 2, 3), _habit("look_recognisable", 0, 1, 2, 3)),
    ),
    "BG-03": Profile(0.81, 0.01, {"premises": -0.1}, (_habit("premises_access", 0, 1, 2, 3),)),
    "VO-01": Profile(0.66, 0.07, {"offer": -0.15}, (_habit("offer_benefit", 0, 1, 2),)),
    "VO-02": Profile(0.83, 0.01, {}, (_habit("premises_waiting", 0, 1, 2, 3),)),
    "VO-03": Profile(
        0.5, 0.12, {"needs": -0.2, "objections": -0.15}, (_habit("needs_open_questions", 0, 1),)
    ),
    "VO-04": Profile(0.61, 0.0, {"flexibility": -0.3}, (_habit("flexibility_request", 0, 1, 2),)),
    "ZG-01": Profile(0.78, 0.02, {"welcome": -0.15}, (_habit("welcome_help_wait", 0, 1, 2, 3),)),
    "ZG-02": Profile(0.6, 0.06, {"objections": -0.2}, (_habit("objections_price", 1, 2),)),
    "ZG-03": Profile(0.78, -0.06, {"premises": -0.2}, (_habit("premises_price_tags", 0, 1, 2, 3),)),
    "SL-01": Profile(0.79, 0.02, {"close": -0.2}, (_habit("close_extra", 0, 1, 2, 3),)),
    "SL-02": Profile(
        0.44,
        0.03,
        {"product_knowledge": -0.2, "welcome": 0.2},
        (_habit("knowledge_differences", 0, 1, 2, 3),),
    ),
    "HU-1": Profile(0.77, 0.03, {"needs": -0.15}, (_habit("needs_repeat_back", 0, 1, 3),)),
    "HU-2": Profile(0.68, -0.03, {"offer": -0.2}, (_habit("close_invited_back", 0, 1, 3),)),
    "HU-3": Profile(0.55, 0.1, {"premises": -0.15}, (_habit("premises_hours_shown", 0, 1),)),
    "SK-1": Profile(0.7, 0.06, {"objections": -0.2}, (_habit("objections_heard_out", 0, 1),)),
    "SK-2": Profile(0.9, -0.09, {"welcome": -0.1}, (_habit("welcome_greeted", 1, 3),)),
}


@dataclass(frozen=True, slots=True)
class Judge:
    """How one visit to a store goes."""

    code: str
    wave: int
    rng: Random

    def __call__(self, section: Section, question: Question) -> Level:
        """How well a question went."""
        profile = PROFILES[self.code]
        if any(habit.question == question.key and self.wave in habit.waves for habit in profile.habits):
            return Level.PART if self.rng.random() < 0.6 else Level.NONE
        own = Random(f"{self.code} {question.key}").random()  # noqa: S311 - fiction
        drawn = own if self.rng.random() < _STEADINESS else self.rng.random()
        if drawn < profile.start + profile.trend * self.wave + profile.sections.get(section.key, 0.0):
            return Level.FULL
        return Level.NONE if self.rng.random() < _WHOLLY_LOST else Level.PART
