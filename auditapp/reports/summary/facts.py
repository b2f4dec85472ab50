"""The exact figures behind a summary, and what can be told from them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from functools import cached_property
from itertools import groupby
from statistics import mean

from sqlmodel import Session

from auditapp.accounts.models import User
from auditapp.checklists.models import ChecklistVersion
from auditapp.clients.models import Store
from auditapp.domain.stats import Mean, Spread, Standing, clear_changes, pooled_spread, standings
from auditapp.reports.summary import queries
from auditapp.reports.summary.queries import ActionCount, Outcome, Result
from auditapp.visits.models import Wave

LATEST_VISITS = 4
"""How many visits of each store, this wave's and those before it, the spread is learned from."""


@dataclass(frozen=True, slots=True)
class StoreMean:
    """A store's visits in one wave that have a score."""

    value: Fraction
    visits: int

    @property
    def estimate(self) -> Mean:
        """For statistics."""
        return Mean(float(self.value), self.visits)


@dataclass(frozen=True, kw_only=True)
class Facts:
    """Everything that a summary says, before it is put into words."""

    wave: Wave
    checklist: ChecklistVersion
    """The newest version that the wave was visited by."""
    versions: Mapping[int, ChecklistVersion]
    whole_client: bool
    today: date
    stores: Mapping[int, Store]
    """All stores of the scope; `now` tells which of them have a result."""
    visits: Sequence[Outcome]
    """Of this wave, oldest first."""
    before: Sequence[Outcome]
    """Of the wave before it."""
    past: Sequence[Outcome]
    """Of any time up to the wave's last visit, oldest first."""
    results: Mapping[int, Result]
    actions: Mapping[int, ActionCount]

    @cached_property
    def now(self) -> dict[int, StoreMean]:
        """The stores' results in this wave."""
        return _means(self.visits)

    @cached_property
    def then(self) -> dict[int, StoreMean]:
        """The stores' results in the wave before."""
        return _means(self.before)

    @cached_property
    def spread(self) -> Spread | None:
        """How visits of one store differ."""
        return pooled_spread(self.repeats.values())

    @cached_property
    def repeats(self) -> dict[int, list[float]]:
        """The latest scores of each store."""
        scores: dict[int, list[float]] = {}
        for outcome in self.past:
            if outcome.score is not None:
                scores.setdefault(outcome.store_id, []).append(float(outcome.score))
        return {store: found[-LATEST_VISITS:] for store, found in scores.items()}

    @cached_property
    def standings(self) -> dict[int, Standing]:
        """What can be told of each store against the mean of all."""
        return standings({store: found.estimate for store, found in self.now.items()}, self.spread)

    @cached_property
    def compared(self) -> list[int]:
        """The stores with a result in both waves."""
        return [store for store in self.now if store in self.then]

    @cached_property
    def clear_changes(self) -> frozenset[int]:
        """The stores whose change is more than chance."""
        changes = {store: (self.then[store].estimate, self.now[store].estimate) for store in self.compared}
        return clear_changes(changes, self.spread)

    def change(self, store: int) -> Fraction:
        """By how much a store's result moved since the wave before."""
        return self.now[store].value - self.then[store].value

    def section_means(self, key: str, visits: Iterable[Outcome]) -> StoreMean | None:
        """The mean of a section over the stores in which something counted there, and how many they are."""
        shares: dict[int, list[Fraction]] = {}
        for outcome in visits:
            result = self.results.get(outcome.visit_id)
            if result and key in result.sections:
                shares.setdefault(outcome.store_id, []).append(Fraction(result.sections[key]))
        means = [found[0] if len(found) == 1 else mean(found) for found in shares.values()]
        return StoreMean(mean(means), len(means)) if means else None

    def failures(self) -> dict[str, tuple[set[int], set[int]]]:
        """For each question: the stores that lost points at it, and all that were asked."""
        found: dict[str, tuple[set[int], set[int]]] = {}
        for outcome in self.visits:
            result = self.results.get(outcome.visit_id)
            for key, lost in (result.lost if result else {}).items():
                failed, asked = found.setdefault(key, (set(), set()))
                asked.add(outcome.store_id)
                if lost:
                    failed.add(outcome.store_id)
        return found

    @property
    def last_published(self) -> datetime | None:
        """When the newest visit of the wave was published."""
        return max((outcome.published_at for outcome in self.visits), default=None)


def facts_of(session: Session, actor: User, wave: Wave, checklist_id: int, today: date) -> Facts:
    """Everything about a wave, of the stores that `actor` may see and of no other."""
    known = queries.outcomes_of(session, actor, wave, checklist_id)
    visits = [outcome for outcome in known if outcome.wave_id == wave.id]
    before = _wave_before(wave, known)
    end = max((outcome.submitted_at for outcome in visits), default=None)
    waves = [found.wave_id for found in (*visits[:1], *before[:1]) if found.wave_id is not None]
    versions = queries.versions_with(session, {outcome.version_id for outcome in (*visits, *before)})
    present = [versions[outcome.version_id] for outcome in visits]
    return Facts(
        wave=wave,
        checklist=max(present, key=_number, default=None) or queries.latest_version(session, checklist_id),
        versions=versions,
        whole_client=queries.sees_whole_client(session, actor, wave.client_id),
        today=today,
        stores=queries.stores_with(session, actor, wave),
        visits=visits,
        before=before,
        past=[outcome for outcome in known if end is not None and outcome.submitted_at <= end],
        results=queries.results_of(session, actor, wave, checklist_id, waves),
        actions=queries.action_counts(session, actor, wave, checklist_id, today),
    )


def _wave_before(wave: Wave, known: Sequence[Outcome]) -> list[Outcome]:
    """The visits of the latest wave that began before this one."""
    earlier = [
        outcome for outcome in known if outcome.wave_starts_on and _order(outcome) < (wave.starts_on, wave.id)
    ]
    latest = max(map(_order, earlier), default=None)
    return [outcome for outcome in earlier if _order(outcome) == latest]


def _order(outcome: Outcome) -> tuple[date, int]:
    return outcome.wave_starts_on or date.min, outcome.wave_id or 0


def _number(version: ChecklistVersion) -> int:
    return version.number


def _means(visits: Sequence[Outcome]) -> dict[int, StoreMean]:
    return {store: StoreMean(value, count) for store, value, count in _per_store(visits)}


def _per_store(visits: Sequence[Outcome]) -> Iterator[tuple[int, Fraction, int]]:
    for store, members in groupby(sorted(visits, key=_store), key=_store):
        scores = [outcome.score for outcome in members if outcome.score is not None]
        if scores:
            yield store, scores[0] if len(scores) == 1 else mean(scores), len(scores)


def _store(outcome: Outcome) -> int:
    return outcome.store_id
