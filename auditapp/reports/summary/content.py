"""What a summary says, ready for its templates. `auditapp/reports/summary/composing.py` makes it."""

from dataclasses import dataclass

from auditapp.reports.content import Figure, Note, Shift


@dataclass(frozen=True, slots=True)
class Change:
    """How a score moved since the wave before. `clear`: by more than chance; `margin` is empty where it is not known."""

    shift: Shift
    margin: str
    clear: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreLine:
    """A store's result; `low` and `high` bound its 95 % interval for drawings, `title` says the drawing in words."""

    visit_id: int
    """Its latest visit of the wave."""
    name: str
    city: str
    visits: int
    figure: Figure
    margin: str
    low: float | None
    high: float | None
    change: Change | None
    title: str


@dataclass(frozen=True, slots=True)
class StoreGroup:
    """Stores that cannot be told apart, by name. `heading` is empty where there is one group only."""

    heading: str
    stores: tuple[StoreLine, ...]


@dataclass(frozen=True, slots=True)
class RegionPart:
    """The stores of a region that have a result."""

    name: str
    figure: Figure
    margin: str
    stores: int
    groups: tuple[StoreGroup, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionLine:
    """A section over all stores in which something counted."""

    label: str
    figure: Figure
    stores: int
    previous: Figure | None
    change: Shift | None
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingLine:
    """A question, and in how many of the stores that were asked it lost points."""

    section: str
    question: str
    count: str
    share: float
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MoverLine:
    """A store that moved most."""

    visit_id: int
    name: str
    before: Figure
    now: Figure
    change: Change


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionsLine:
    """How a region's actions stand."""

    region: str
    done: int
    open: int
    overdue: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.done + self.open + self.overdue


@dataclass(frozen=True, slots=True, kw_only=True)
class Overall:
    """All stores together, each counted once; the change is that of the `compared` stores with a result in both waves."""

    figure: Figure
    margin: str
    visits: int
    stores: str
    previous_wave: str
    compared: int
    change: Change | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryContent:
    """One wave by one checklist for one reader."""

    language: str
    client: str
    scope: str
    """What part of the client it is about; empty for all of it."""
    wave: str
    period: str
    checklist: str
    as_of: str
    made_at: str
    """ISO 8601, for the file's metadata."""
    overall: Overall
    verdict: str
    """What can be told of the stores, in one sentence."""
    better: tuple[MoverLine, ...]
    worse: tuple[MoverLine, ...]
    sections: tuple[SectionLine, ...]
    findings: tuple[FindingLine, ...]
    regions: tuple[RegionPart, ...]
    actions: tuple[ActionsLine, ...]
    all_actions: ActionsLine
    method: tuple[Note, ...]
