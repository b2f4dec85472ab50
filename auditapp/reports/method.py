"""The method note: how the figures of a report came about, so that nobody has to take them on trust."""

from collections.abc import Iterator
from decimal import Decimal

from flask_babel import gettext as _
from flask_babel import ngettext

from auditapp.domain.scoring import Effect, QuestionState
from auditapp.reports.content import Note
from auditapp.reports.facts import Facts
from auditapp.reports.words import NO_BREAK, Writer


def method_notes(facts: Facts, writer: Writer) -> tuple[Note, ...]:
    """What a reader should know about the figures."""
    parts = (
        _checklist,
        _total,
        _not_applicable,
        _critical,
        _bonus,
        _bands,
        _visits,
        _gains,
        rounding,
        _persons,
    )
    return tuple(note for part in parts for note in part(facts, writer))


def knock_outs(facts: Facts, writer: Writer) -> tuple[str, ...]:
    """What each failed critical question did to the score."""
    return tuple(_effect_text(facts, writer, effect) for effect in facts.result.effects)


def _effect_text(facts: Facts, writer: Writer, effect: Effect) -> str:
    checklist = facts.visit.version.definition
    section, question = next(pair for pair in checklist.questions() if pair[1].key == effect.question)
    names = {"question": writer.text(question.text), "section": writer.text(section.title)}
    match effect.kind:
        case "zero_section":
            return str(
                _(
                    "“%(question)s” is a critical point and was failed. The section “%(section)s” counts as 0 %%.",
                    **names,
                )
            )
        case "cap_total":
            cap = _percentage(writer, effect.cap)
            return str(
                _(
                    "“%(question)s” is a critical point and was failed. It limits the score to %(cap)s.",
                    cap=cap,
                    **names,
                )
            )
        case "zero_total":
            return str(
                _("“%(question)s” is a critical point and was failed. It sets the score to 0 %%.", **names)
            )
        case _:
            return str(
                _(
                    "“%(question)s” is a critical point and was failed. The score is not changed by it.",
                    **names,
                )
            )


def _percentage(writer: Writer, value: Decimal | None) -> str:
    return f"{writer.number(value or Decimal(0))}{NO_BREAK}%"


def _checklist(facts: Facts, writer: Writer) -> Iterator[Note]:
    version = facts.visit.version
    yield Note(
        _("Checklist"),
        _(
            "%(title)s, version %(number)s. A version never changes once visits are made by it; every answer keeps"
            " the points that it had on the day of the visit.",
            title=writer.text(version.definition.title),
            number=version.number,
        ),
    )


def _total(facts: Facts, _writer: Writer) -> Iterator[Note]:
    texts = {
        "sections": _(
            "The score is the mean of the section scores, each counted by the weight of its section."
        ),
        "points": _("The score is the share of all possible points that was earned."),
    }
    section = _("A section’s score is the share of its possible points that was earned.")
    yield Note(_("Score"), f"{texts[facts.visit.version.definition.policy.total]} {section}")


def _not_applicable(facts: Facts, _writer: Writer) -> Iterator[Note]:
    states = [question.state for question in facts.result.questions.values()]
    count = states.count(QuestionState.NA)
    counted = ngettext(
        "%(num)d question did not apply on this visit.",
        "%(num)d questions did not apply on this visit.",
        count,
    )
    policy = {
        "exclude": _("What does not apply is left out of earned and possible points alike."),
        "full": _("What does not apply counts as fully earned."),
    }
    yield Note(_("Not applicable"), f"{counted} {policy[facts.visit.version.definition.policy.na]}")


def _critical(facts: Facts, writer: Writer) -> Iterator[Note]:
    asked = facts.result.questions
    critical = [
        question
        for _section, question in facts.visit.version.definition.questions()
        if question.critical and asked[question.key].state is not QuestionState.HIDDEN
    ]
    if not critical:
        return
    counted = ngettext(
        "%(num)d question of this visit is critical: failing it has an effect beyond its points.",
        "%(num)d questions of this visit are critical: failing one has an effect beyond its points.",
        len(critical),
    )
    struck = knock_outs(facts, writer) or (_("None of them was failed."),)
    yield Note(_("Critical points"), " ".join((counted, *struck)))


def _bonus(facts: Facts, _writer: Writer) -> Iterator[Note]:
    checklist = facts.visit.version.definition
    if any(question.bonus for _section, question in checklist.questions()):
        limit = {
            True: _("Bonus questions can make up for lost points, but lift no score above 100 %."),
            False: _("Bonus questions can make up for lost points, and lift a score above 100 %."),
        }
        yield Note(_("Bonus"), limit[checklist.policy.bonus_cap])


def _bands(facts: Facts, writer: Writer) -> Iterator[Note]:
    bands = sorted(facts.visit.version.definition.bands, key=lambda band: band.start, reverse=True)
    ranges = [
        _("%(band)s from %(start)s", band=writer.text(band.label), start=_percentage(writer, band.start))
        for band in bands
    ]
    yield Note(_("Bands"), "; ".join(ranges) + ".")


def _visits(facts: Facts, writer: Writer) -> Iterator[Note]:
    """How many visits stand behind each figure (domain.md, method 5)."""
    texts = [_("The score, its sections and the findings come from this one visit: a snapshot, not a habit.")]
    if facts.last:
        texts.append(
            _("The change compares it with one other visit, that of %(day)s.", day=writer.day(facts.last.day))
        )
        texts.append(
            ngettext(
                "“Weak on several visits in a row” looks back over %(num)d earlier visit of this store.",
                "“Weak on several visits in a row” looks back over %(num)d earlier visits of this store.",
                len(facts.earlier),
            )
        )
    else:
        texts.append(_("It is the store’s first visit by this checklist, so there is no change to report."))
    mean = facts.mean()
    if mean and facts.visit.wave:
        texts.append(_mean_text(facts.visit.wave.name, mean.visits))
    yield Note(_("Visits behind the figures"), " ".join(texts))


def _mean_text(wave: str, visits: int) -> str:
    return str(
        ngettext(
            "The mean of all stores comes from %(num)d visit of the wave “%(wave)s” that was published up to this one.",
            "The mean of all stores comes from %(num)d visits of the wave “%(wave)s” that were published up to this one.",
            visits,
            wave=wave,
        )
    )


def _gains(_facts: Facts, _writer: Writer) -> Iterator[Note]:
    yield Note(
        _("Gain"),
        _(
            "By how many percentage points the score would rise if this one answer had earned full marks and all else"
            " stayed as it is. Gains in brackets show in the score only once a failed critical point is mended."
        ),
    )


def rounding(_facts: object, _writer: Writer) -> Iterator[Note]:
    """How figures are rounded (S9): in all documents the same."""
    yield Note(
        _("Rounding"),
        _(
            "Everything is computed exactly and rounded to one decimal for reading only. Bands and differences follow"
            " from the exact figures."
        ),
    )


def _persons(facts: Facts, _writer: Writer) -> Iterator[Note]:
    if not facts.visit.store.region.client.names_in_reports:
        yield Note(
            _("Persons"),
            _("This report speaks of the store and of what was done there, never of a person."),
        )
