"""The exact figures behind a report: this visit, those before it at the store, and those beside it in the wave."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from statistics import mean

from sqlmodel import Session

from auditapp.actions.models import Action
from auditapp.actions.queries import MOST_EARLIER_VISITS, plan_of
from auditapp.domain.operations import Capture
from auditapp.domain.plan import Finding, findings, outcomes
from auditapp.domain.scoring import Score, SectionScore, score
from auditapp.reports import queries
from auditapp.reviews.queries import remarks_to_publish
from auditapp.visits.models import Photo, Visit
from auditapp.visits.queries import photos_of
from auditapp.visits.results import results_of


@dataclass(frozen=True, slots=True)
class PastVisit:
    """An earlier visit of the store by the same checklist."""

    day: date
    score: Score


@dataclass(frozen=True, slots=True)
class Beside:
    """A visit of the same wave: its score, and those of its sections in which something counted."""

    total: Fraction | None
    sections: Mapping[str, Fraction]

    @classmethod
    def of(cls, result: Score) -> "Beside":
        """What is needed of a whole score."""
        shares = {part.key: part.score for part in result.sections if part.score is not None}
        return cls(result.total, shares)


@dataclass(frozen=True, slots=True)
class ExactMean:
    """A mean, and how many visits stand behind it."""

    value: Fraction
    visits: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything that a report says, before it is put into words."""

    visit: Visit
    day: date
    capture: Capture
    result: Score
    earlier: Sequence[PastVisit]
    """Newest first, as many as streaks look back."""
    visits: int
    """How many visits of this store by this checklist there are, this one included."""
    wave: Sequence[Beside]
    """All published visits of the client's wave by this checklist, this one included."""
    findings: Sequence[Finding]
    plan: Sequence[Action]
    remarks: Mapping[str, str]
    photos: Mapping[str, Photo]

    @property
    def last(self) -> PastVisit | None:
        """The visit that this one is held against."""
        return self.earlier[0] if self.earlier else None

    def mean(self) -> ExactMean | None:
        """The client's mean in the wave; None where no other visit can be compared."""
        return _mean(visit.total for visit in self.wave)

    def section_mean(self, key: str) -> ExactMean | None:
        """The same for one section, by the visits in which something counted there."""
        return _mean(visit.sections.get(key) for visit in self.wave)

    def section_before(self, key: str) -> SectionScore | None:
        """How a section stood at the last visit; None where the checklist did not have it."""
        sections = self.last.score.sections if self.last else ()
        return next((section for section in sections if section.key == key), None)


def facts_of(session: Session, visit: Visit) -> Facts:
    """Everything about a published visit, as it was known when it was published (R5)."""
    all_before, beside = queries.earlier_visits(session, visit), queries.visits_of_wave(session, visit)
    results = results_of(session, beside)
    earlier = all_before[:MOST_EARLIER_VISITS]
    captures = queries.captures_of(session, (visit, *earlier))
    days = queries.days_of(session, [visit, *earlier])
    scores = {v.id: _score(v, captures) for v in (visit, *earlier)}
    result, capture = scores[visit.id], captures[visit.id]
    return Facts(
        visit=visit,
        day=days[visit.id],
        capture=capture,
        result=result,
        earlier=[PastVisit(days[before.id], scores[before.id]) for before in earlier],
        visits=len(all_before) + 1,
        wave=[Beside(other.score, results[other.id].shares) for other in beside],
        findings=findings(
            visit.version.definition, result, [outcomes(scores[before.id]) for before in earlier]
        ),
        plan=plan_of(session, visit),
        remarks=remarks_to_publish(session, visit, capture),
        photos=photos_of(session, visit),
    )


def _score(visit: Visit, captures: Mapping[int | None, Capture]) -> Score:
    return score(visit.version.definition, captures[visit.id].answers, visit.scenario)


def _mean(shares: Iterable[Fraction | None]) -> ExactMean | None:
    known = [share for share in shares if share is not None]
    return ExactMean(mean(known), len(known)) if len(known) > 1 else None
