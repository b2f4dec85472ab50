"""Putting a summary into words: from exact figures to what it says."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time
from fractions import Fraction
from itertools import groupby
from statistics import mean

from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from auditapp.clients.models import Store
from auditapp.core.alphabets import sort_key
from auditapp.core.i18n import locale_of
from auditapp.domain.checklist import Question, Section
from auditapp.domain.language import Language
from auditapp.domain.stats import Standing, margin, margin_of_mean
from auditapp.reports.content import Figure
from auditapp.reports.summary.content import (
    ActionsLine,
    Change,
    FindingLine,
    MoverLine,
    Overall,
    RegionPart,
    SectionLine,
    StoreGroup,
    StoreLine,
    SummaryContent,
)
from auditapp.reports.summary.facts import Facts
from auditapp.reports.summary.method import method_notes
from auditapp.reports.words import Writer

MOVERS, FINDINGS = 3, 10
ORDER = (Standing.ABOVE, Standing.LEVEL, Standing.BELOW)


def summary_content(facts: Facts, language: Language) -> SummaryContent:
    """What the summary says to a reader of `language`. Needs the app's context, whose catalogues word it."""
    with force_locale(locale_of(language)):
        return _Composer(facts, Writer(language)).content()


class _Composer:
    """One summary in the making."""

    def __init__(self, facts: Facts, writer: Writer) -> None:
        self.facts, self.writer = facts, writer
        self.latest = {outcome.store_id: outcome.visit_id for outcome in facts.visits}
        self.margins: dict[tuple[int, ...], str] = {}
        self.mean = mean(found.value for found in facts.now.values()) if facts.now else None
        self.changes = {store: self._change(store) for store in facts.compared}

    def content(self) -> SummaryContent:
        """The whole summary."""
        facts, writer = self.facts, self.writer
        actions = tuple(self._actions())
        return SummaryContent(
            language=writer.language.value,
            client=facts.wave.client.name,
            scope=self._scope(),
            wave=facts.wave.name,
            period=f"{writer.day(facts.wave.starts_on, 'medium')} – {writer.day(facts.wave.ends_on, 'medium')}",
            checklist=writer.text(facts.checklist.definition.title),
            as_of=writer.day(facts.today),
            made_at=datetime.combine(facts.today, time(), UTC).isoformat(timespec="seconds"),
            overall=self._overall(),
            verdict=self._verdict(),
            better=tuple(self._movers("up")),
            worse=tuple(self._movers("down")),
            sections=tuple(self._sections()),
            findings=tuple(self._findings()),
            regions=tuple(self._regions()),
            actions=actions,
            all_actions=ActionsLine(
                region=_("All regions"),
                done=sum(line.done for line in actions),
                open=sum(line.open for line in actions),
                overdue=sum(line.overdue for line in actions),
            ),
            method=method_notes(facts, writer),
        )

    def _scope(self) -> str:
        if self.facts.whole_client:
            return ""
        key = sort_key(self.writer.language)
        names = sorted({store.region.name for store in self.facts.stores.values()}, key=key)
        return str(_("Only the stores that you may see, in: %(regions)s", regions=", ".join(names)))

    def _overall(self) -> Overall:
        facts, there = self.facts, self._with_result_or_active()
        return Overall(
            figure=self.writer.figure(self.mean),
            margin=self._margin_of_mean([found.visits for found in facts.now.values()]),
            visits=len(facts.visits),
            stores=str(_("%(visited)s of %(stores)s", visited=len(facts.now), stores=there)),
            previous_wave=facts.before[0].wave if facts.before else "",
            compared=len(facts.compared),
            change=self._overall_change(),
        )

    def _with_result_or_active(self) -> int:
        return sum(store.active or key in self.facts.now for key, store in self.facts.stores.items())

    def _overall_change(self) -> Change | None:
        facts = self.facts
        if not facts.compared:
            return None
        moved = mean(facts.change(store) for store in facts.compared)
        behind = [
            visits
            for store in facts.compared
            for visits in (facts.now[store].visits, facts.then[store].visits)
        ]
        if facts.spread is None:
            return Change(self.writer.moved(moved), "", clear=False)
        # The difference of two means over the same stores varies twice as much as the mean of all their results.
        reach = 2 * margin_of_mean(facts.spread, behind)
        return Change(self.writer.moved(moved), self.writer.margin(reach), clear=abs(moved) > reach)

    def _verdict(self) -> str:
        told = list(self.facts.standings.values())
        above, below = told.count(Standing.ABOVE), told.count(Standing.BELOW)
        if len(told) < 2:
            return ""
        if self.facts.spread is None:
            return str(
                _(
                    "From so few repeated visits it cannot be told which stores differ by more than chance. The figures are"
                    " shown, but no order is made of them."
                )
            )
        if not above + below:
            return str(
                _("The visits do not tell any store apart from the others: the differences may be chance.")
            )
        parts = (
            ngettext(
                "%(num)d store is clearly above the mean", "%(num)d stores are clearly above the mean", above
            ),
            ngettext("%(num)d is clearly below it", "%(num)d are clearly below it", below),
            ngettext(
                "%(num)d cannot be told from it", "%(num)d cannot be told from it", len(told) - above - below
            ),
        )
        return "; ".join(parts) + "."

    def _movers(self, direction: str) -> Iterator[MoverLine]:
        facts = self.facts
        moved = [store for store in facts.compared if self.changes[store].shift.direction == direction]
        for store in sorted(moved, key=lambda store: -abs(facts.change(store)))[:MOVERS]:
            yield MoverLine(
                visit_id=self.latest[store],
                name=facts.stores[store].name,
                before=self.writer.figure(facts.then[store].value),
                now=self.writer.figure(facts.now[store].value),
                change=self.changes[store],
            )

    def _change(self, store: int) -> Change:
        facts = self.facts
        reach = self._margin(facts.now[store].visits, facts.then[store].visits)
        return Change(self.writer.moved(facts.change(store)), reach, clear=store in facts.clear_changes)

    def _margin(self, *visits: int) -> str:
        """In words, once for all stores with so many visits; empty where the spread is not known."""
        if self.facts.spread is None:
            return ""
        if visits not in self.margins:
            self.margins[visits] = self.writer.margin(margin(self.facts.spread, *visits))
        return self.margins[visits]

    def _sections(self) -> Iterator[SectionLine]:
        for section in self.facts.checklist.definition.sections:
            found = self.facts.section_means(section.key, self.facts.visits)
            if found is None:
                continue
            before = self.facts.section_means(section.key, self.facts.before)
            figure = self.writer.figure(found.value)
            previous = self.writer.figure(before.value) if before else None
            label = self.writer.text(section.title)
            yield SectionLine(
                label=label,
                figure=figure,
                stores=found.visits,
                previous=previous,
                change=self.writer.shift(found.value, before.value if before else None),
                title=_section_title(label, figure, previous),
            )

    def _findings(self) -> Iterator[FindingLine]:
        questions = dict(self._questions())
        found = [
            (len(failed), len(asked), key) for key, (failed, asked) in self.facts.failures().items() if failed
        ]
        for failed, asked, key in sorted(found, key=lambda entry: (-entry[0], entry[1]))[:FINDINGS]:
            section, question = questions[key]
            text = self.writer.text(question.text)
            count = _("%(visited)s of %(stores)s", visited=failed, stores=asked)
            yield FindingLine(
                section=self.writer.text(section.title),
                question=text,
                count=str(count),
                share=100 * failed / asked,
                title=f"{text}: {count}",
            )

    def _questions(self) -> Iterator[tuple[str, tuple[Section, Question]]]:
        """Of all versions the wave was visited by; the newest words what several have."""
        for version in sorted(self.facts.versions.values(), key=lambda version: version.number):
            for section, question in version.definition.questions():
                yield question.key, (section, question)

    def _regions(self) -> Iterator[RegionPart]:
        facts = self.facts
        order = sort_key(self.writer.language)
        stores = sorted(
            (facts.stores[store] for store in facts.now), key=lambda store: order(store.region.name)
        )
        for name, members in groupby(stores, key=lambda store: store.region.name):
            present = sorted(members, key=lambda store: order(store.name))
            values = [facts.now[store.id] for store in present]
            yield RegionPart(
                name=name,
                figure=self.writer.figure(mean(found.value for found in values)),
                margin=self._margin_of_mean([found.visits for found in values]),
                stores=len(present),
                groups=tuple(self._groups(present)),
            )

    def _groups(self, stores: Sequence[Store]) -> Iterator[StoreGroup]:
        several = set(self.facts.standings.values()) != {Standing.LEVEL}
        headings = {
            Standing.ABOVE: _("Clearly above the mean of these stores"),
            Standing.LEVEL: _("Not to be told from the mean of these stores"),
            Standing.BELOW: _("Clearly below the mean of these stores"),
        }
        for standing in ORDER:
            members = [store for store in stores if self.facts.standings[store.id] is standing]
            if members:
                lines = tuple(self._store(store) for store in members)
                yield StoreGroup(str(headings[standing]) if several else "", lines)

    def _store(self, store: Store) -> StoreLine:
        found = self.facts.now[store.id]
        figure = self.writer.figure(found.value)
        reach = margin(self.facts.spread, found.visits) if self.facts.spread else None
        low, high = self._bounds(found.value, reach)
        written = self._margin(found.visits)
        return StoreLine(
            visit_id=self.latest[store.id],
            name=store.name,
            city="" if store.city in store.name else store.city,
            visits=found.visits,
            figure=figure,
            margin=written,
            low=low,
            high=high,
            change=self.changes.get(store.id),
            title=" ".join(filter(None, (f"{store.name}: {figure.text}", written))),
        )

    def _bounds(self, value: Fraction, reach: float | None) -> tuple[float | None, float | None]:
        if reach is None:
            return None, None
        return max(100 * (float(value) - reach), 0), min(100 * (float(value) + reach), 100)

    def _margin_of_mean(self, visits: Sequence[int]) -> str:
        if self.facts.spread is None or not visits:
            return ""
        return self.writer.margin(margin_of_mean(self.facts.spread, visits))

    def _actions(self) -> Iterator[ActionsLine]:
        names = {store.region_id: store.region.name for store in self.facts.stores.values()}
        order = sort_key(self.writer.language)
        for region in sorted(self.facts.actions, key=lambda region: order(names[region])):
            count = self.facts.actions[region]
            yield ActionsLine(region=names[region], done=count.done, open=count.open, overdue=count.overdue)


def _section_title(label: str, figure: Figure, previous: Figure | None) -> str:
    before = _("; the wave before %(score)s", score=previous.text) if previous else ""
    return f"{label}: {figure.text}{before}"
