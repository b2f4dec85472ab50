"""How the figures of a summary came about, and what they cannot tell."""

from collections.abc import Iterator
from fractions import Fraction

from flask_babel import gettext as _
from flask_babel import ngettext

from auditapp.reports.content import Note
from auditapp.reports.method import rounding
from auditapp.reports.summary.facts import Facts
from auditapp.reports.words import Writer


def method_notes(facts: Facts, writer: Writer) -> tuple[Note, ...]:
    """What a reader should know about the figures."""
    parts = (_results, _spread, _groups, _change, _findings, _actions, rounding)
    return tuple(note for part in parts for note in part(facts, writer))


def _results(facts: Facts, _writer: Writer) -> Iterator[Note]:
    texts = [
        _(
            "A store’s result is the mean of its visits in this wave. The mean of several stores counts each of them once."
        )
    ]
    if facts.now and all(found.visits == 1 for found in facts.now.values()):
        texts.append(_("Each store was visited once: a snapshot, not a habit."))
    yield Note(_("Results"), " ".join(texts))


def _spread(facts: Facts, writer: Writer) -> Iterator[Note]:
    if facts.spread is None:
        text = _(
            "Two visits of the same store never come out quite alike. How far apart they lie by chance can be told only from at"
            " least five repeated visits that differ. Until then no uncertainty is shown, and no store is called better or worse."
        )
    else:
        text = _(
            "Two visits of the same store never come out quite alike. From repeated visits (%(repeats)s) a standard deviation of"
            " %(points)s percentage points follows. The figure after ± tells how far chance reaches: such intervals hold the"
            " true value in 95 of 100 cases. What truly changed between two visits counts as chance here, so the figure is"
            " too large rather than too small.",
            repeats=writer.number(facts.spread.repeats),
            points=writer.difference(Fraction(facts.spread.deviation))[1:],
        )
    yield Note(_("Uncertainty"), str(text))


def _groups(facts: Facts, _writer: Writer) -> Iterator[Note]:
    if facts.spread is not None:
        yield Note(
            _("Groups, not ranks"),
            _(
                "Stores of one group stand by name, because the visits put them into no order. Of the stores called clearly"
                " above or below the mean, and of the changes called clear, 5 % at most are expected to be chance, however"
                " many are compared (Benjamini and Hochberg, 1995)."
            ),
        )


def _change(facts: Facts, _writer: Writer) -> Iterator[Note]:
    if facts.before:
        text = ngettext(
            "Changes compare with the wave “%(wave)s”. The change of all stores together is the mean over the %(num)d store"
            " with a result in both waves.",
            "Changes compare with the wave “%(wave)s”. The change of all stores together is the mean over the %(num)d stores"
            " with a result in both waves.",
            len(facts.compared),
            wave=facts.before[0].wave,
        )
    else:
        text = _("There is no earlier wave by this checklist, so there is no change to report.")
    yield Note(_("Change"), str(text))


def _findings(_facts: Facts, _writer: Writer) -> Iterator[Note]:
    yield Note(
        _("Findings"),
        _(
            "A question counts in each store where it lost points on any visit of the wave, out of the stores where it was"
            " answered. What was not applicable counts in neither."
        ),
    )


def _actions(facts: Facts, writer: Writer) -> Iterator[Note]:
    day = writer.day(facts.today)
    yield Note(
        _("Actions"),
        _(
            "Counted on the day of this summary (%(day)s). Overdue: not done, and its date has passed.",
            day=day,
        ),
    )
