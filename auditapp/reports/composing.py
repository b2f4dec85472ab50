"""Putting a visit into words: from exact figures to what a report says."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlmodel import Session

from auditapp.actions.models import Action
from auditapp.checklists.words import OWNER_NAMES
from auditapp.core.i18n import locale_of
from auditapp.domain.answers import Answer
from auditapp.domain.checklist import Question, Section
from auditapp.domain.language import Language
from auditapp.domain.plan import Finding, strengths
from auditapp.domain.scoring import QuestionState, SectionScore
from auditapp.reports.branding import brand_of
from auditapp.reports.content import (
    ActionLine,
    AnswerLine,
    AnswerSection,
    Change,
    Figure,
    FindingLine,
    Mean,
    PhotoMark,
    Place,
    ReportContent,
    SectionLine,
    StrengthLine,
    TrendPoint,
)
from auditapp.reports.facts import ExactMean, Facts, facts_of
from auditapp.reports.method import knock_outs, method_notes
from auditapp.reports.queries import published_on
from auditapp.reports.words import NO_BREAK, NOTHING, Writer
from auditapp.visits.models import Visit

STRENGTHS = 3
TREND_VISITS = 6
UNANSWERED = Answer()


def report_content(session: Session, visit: Visit, language: Language) -> ReportContent:
    """What the report of a published visit says to a reader of `language`, whoever asks for it.

    Needs the app's context, whose catalogues word it.
    """
    return content_of(facts_of(session, visit), language)


def content_of(facts: Facts, language: Language) -> ReportContent:
    """The same, of facts that are at hand."""
    with force_locale(locale_of(language)):
        return _Composer(facts, Writer(language)).content()


class _Composer:
    """One report in the making."""

    def __init__(self, facts: Facts, writer: Writer) -> None:
        self.facts, self.writer = facts, writer
        self.checklist = facts.visit.version.definition
        self.sections = list(enumerate(self.checklist.sections_in(facts.visit.scenario), start=1))
        self.numbers = dict(self._question_numbers())
        self.sections_by_key = {section.key: section for section in self.checklist.sections}
        self.texts = {
            question.key: (section, writer.text(question.text))
            for section, question in self.checklist.questions()
        }
        self.gains = {finding.question.key: self._gain(finding) for finding in facts.findings}

    def content(self) -> ReportContent:
        """The whole report."""
        facts, visit, writer = self.facts, self.facts.visit, self.writer
        findings = tuple(self._finding(finding) for finding in facts.findings)
        published = visit.published_at or visit.created_at
        return ReportContent(
            language=writer.language.value,
            visit_id=visit.id or 0,
            brand=brand_of(visit.brand),
            store=_place(visit),
            visited=writer.day(facts.day),
            published=writer.day(published_on(visit)),
            published_at=published.isoformat(timespec="seconds"),
            checklist=writer.text(self.checklist.title),
            version=visit.version.number,
            scenario=self._scenario(),
            wave=visit.wave.name if visit.wave else "",
            score=writer.figure(facts.result.total),
            band=writer.band(self.checklist, facts.result.band.key if facts.result.band else None),
            change=self._change(),
            mean=self._mean(facts.mean()),
            visits=facts.visits,
            trend=tuple(self._trend()),
            knock_outs=knock_outs(facts, writer),
            strengths=tuple(self._strengths()),
            actions=tuple(self._action(action) for action in facts.plan),
            sections=tuple(self._section_lines()),
            findings=findings,
            answers=tuple(self._answers()),
            further_photos=tuple(self._further_photos({finding.number for finding in findings})),
            method=method_notes(facts, writer),
        )

    def _question_numbers(self) -> Iterator[tuple[str, str]]:
        """The numbers that the auditor saw, so that both speak of the same question."""
        for number, section in self.sections:
            for position, question in enumerate(section.questions, start=1):
                yield question.key, f"{number}.{position}"

    def _scenario(self) -> str:
        chosen = self.facts.visit.scenario
        part = next((part for part in self.checklist.scenarios if part.key == chosen), None)
        return self.writer.text(part.title) if part else ""

    def _change(self) -> Change | None:
        last = self.facts.last
        shift = self.writer.shift(self.facts.result.total, last.score.total) if last else None
        if last is None or shift is None:
            return None
        previous = self.writer.figure(last.score.total)
        return Change(shift=shift, previous=previous, previous_on=self.writer.day(last.day))

    def _mean(self, mean: ExactMean | None) -> Mean | None:
        return Mean(self.writer.figure(mean.value), mean.visits) if mean else None

    def _trend(self) -> Iterator[TrendPoint]:
        before = [(visit.day, visit.score.total) for visit in self.facts.earlier[: TREND_VISITS - 1]]
        for day, total in (*reversed(before), (self.facts.day, self.facts.result.total)):
            figure = self.writer.figure(total)
            yield TrendPoint(label=self.writer.day(day, "medium"), value=figure.value, text=figure.text)

    def _strengths(self) -> Iterator[StrengthLine]:
        for strength in strengths(self.checklist, self.facts.result)[:STRENGTHS]:
            yield StrengthLine(
                section=self.writer.text(strength.section.title),
                question=self.writer.text(strength.question.text),
                answer=self._answer_text(strength.question),
            )

    def _action(self, action: Action) -> ActionLine:
        section, _question = self.texts[action.question]
        gain, waits = self.gains.get(action.question, (NOTHING, False))
        return ActionLine(
            rank=action.rank,
            question_number=self.numbers.get(action.question, ""),
            section=self.writer.text(section.title),
            what=self.writer.text(action.what),
            why=self.writer.text(action.why),
            steps=tuple(line.strip() for line in self.writer.text(action.how).splitlines() if line.strip()),
            owner=str(OWNER_NAMES[action.owner]),
            due=self.writer.day(action.due_on),
            gain=gain,
            gain_waits=waits,
            critical=action.critical,
            streak=action.streak,
        )

    def _gain(self, finding: Finding) -> tuple[str, bool]:
        """What full marks would add; in brackets where a knock-out or a clamp lets it show only later."""
        if finding.score.impact > 0:
            return self._at_least_a_tenth(finding.score.impact), False
        carried = finding.priority / finding.streak
        return (f"({self._at_least_a_tenth(carried)})", True) if carried > 0 else (NOTHING, False)

    def _at_least_a_tenth(self, share: Fraction) -> str:
        text = self.writer.difference(share)
        return text if text.startswith("+") else f"<{NO_BREAK}{self.writer.difference(Fraction(1, 1000))[1:]}"

    def _section_lines(self) -> Iterator[SectionLine]:
        scores = {part.key: part for part in self.facts.result.sections}
        for _number, section in self.sections:
            if any(question.points_known for question in section.questions):
                yield self._section_line(section, scores[section.key])

    def _section_line(self, section: Section, score: SectionScore) -> SectionLine:
        before, mean = self.facts.section_before(section.key), self.facts.section_mean(section.key)
        previous = self.writer.figure(before.score) if before and before.score is not None else None
        figure, label, mean_mark = (
            self.writer.figure(score.score),
            self.writer.text(section.title),
            self._mean(mean),
        )
        return SectionLine(
            label=label,
            figure=figure,
            points=self.writer.points(score.earned, score.possible),
            previous=previous,
            change=self.writer.shift(score.score, before.score if before else None),
            mean=mean_mark,
            title=_in_one_line(label, figure, previous, mean_mark),
        )

    def _finding(self, finding: Finding) -> FindingLine:
        key = finding.question.key
        gain, waits = self.gains[key]
        return FindingLine(
            number=self.numbers[key],
            section=self.writer.text(finding.section.title),
            question=self.writer.text(finding.question.text),
            answer=self._answer_text(finding.question),
            points=self.writer.points(finding.score.earned, finding.score.possible),
            gain=gain,
            gain_waits=waits,
            remark=self.facts.remarks.get(key, ""),
            photos=tuple(self._photos(key)),
            streak=finding.streak,
            critical=finding.score.failed_critical,
            action_rank=next((action.rank for action in self.facts.plan if action.question == key), None),
        )

    def _photos(self, key: str) -> Iterator[PhotoMark]:
        _section, text = self.texts[key]
        caption = _("Question %(number)s: %(question)s", number=self.numbers[key], question=text)
        for photo_id in self.facts.capture.answers.get(key, UNANSWERED).photos:
            photo = self.facts.photos.get(photo_id)
            if photo is not None:
                yield PhotoMark(photo_id, photo.width, photo.height, caption)

    def _further_photos(self, shown: set[str]) -> Iterator[PhotoMark]:
        for key, number in self.numbers.items():
            if number not in shown and self.facts.result.questions[key].state is not QuestionState.HIDDEN:
                yield from self._photos(key)

    def _answers(self) -> Iterator[AnswerSection]:
        scores: Mapping[str, SectionScore] = {part.key: part for part in self.facts.result.sections}
        for number, section in self.sections:
            lines = tuple(
                self._answer_line(question) for question in section.questions if self._is_asked(question)
            )
            if lines:
                share = self.writer.figure(scores[section.key].score).text
                yield AnswerSection(str(number), self.writer.text(section.title), share, lines)

    def _is_asked(self, question: Question) -> bool:
        return self.facts.result.questions[question.key].state is not QuestionState.HIDDEN

    def _answer_line(self, question: Question) -> AnswerLine:
        score = self.facts.result.questions[question.key]
        return AnswerLine(
            number=self.numbers[question.key],
            question=self.writer.text(question.text),
            answer=self._answer_text(question),
            points=self.writer.points(score.earned, score.possible),
            remark=self.facts.remarks.get(question.key, ""),
            answered=score.state is QuestionState.ANSWERED,
            lost=score.lost,
        )

    def _answer_text(self, question: Question) -> str:
        answer = self.facts.capture.answers.get(question.key, UNANSWERED)
        match self.facts.result.questions[question.key].state:
            case QuestionState.NA:
                return str(_("Not applicable"))
            case QuestionState.ANSWERED:
                return self.writer.answer(question, answer)
            case _:
                return str(_("Not answered"))


def _place(visit: Visit) -> Place:
    store = visit.store
    return Place(
        code=store.code,
        name=store.name,
        client=store.region.client.name,
        region=store.region.name,
        address=f"{store.street}, {store.postal_code} {store.city}",
    )


def _in_one_line(label: str, figure: Figure, previous: Figure | None, mean: Mean | None) -> str:
    """What a drawing shows, for those who do not see it."""
    parts = [f"{label}: {figure.text}"]
    if previous:
        parts.append(_("last visit %(score)s", score=previous.text))
    if mean:
        parts.append(_("mean of all stores %(score)s", score=mean.figure.text))
    return "; ".join(parts)
