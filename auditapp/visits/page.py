"""What the capture page shows, ready for its template: one checklist, as far as it is answered.

The same page serves a visit and the preview of a checklist, which has no visit behind it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from babel.numbers import get_decimal_symbol

from auditapp.core.i18n import locale_of
from auditapp.domain.answers import Answer
from auditapp.domain.checklist import Checklist, Question, QuestionType, Section
from auditapp.domain.completeness import gaps
from auditapp.domain.definition import dump_definition
from auditapp.domain.language import Language, text_in
from auditapp.domain.scoring import QuestionState, Score, score
from auditapp.visits.plain import NOTHING, field_texts, mark_of

NOT_FOR_SCRIPTS = frozenset(
    {"title", "text", "guidance", "label", "action", "brief", "briefing", "slug", "channel", "languages"}
)
ELSEWHERE = frozenset({"key", "options"})
"""Of a question: what its controls say themselves."""
NPS_MOST = 10
LONGEST_SEGMENT, LONGEST_ROW = 10, 24
"""Letters that options side by side may have, each and together, to fit a screen of 320 px."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionView:
    """One answer step."""

    key: str
    label: str
    chosen: bool
    points: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionView:
    """One question with what is known of it.

    `fields`: what stands in its text fields, by their names. `layout`: `short` for options side by side, `steps`
    for a row of figures, else one below the other. `needs`: what is missing for handing in (Gap.needs).
    `messages` are the reviewer's, `problems` the server's.
    """

    question: Question
    number: str
    text: str
    guidance: str
    options: Sequence[OptionView]
    layout: str
    fields: Mapping[str, str]
    answer: Answer
    hidden: bool
    answered: bool
    needs: Sequence[str]
    messages: Sequence[str]
    problems: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionView:
    """A section with its progress over the questions that are shown. `done`: nothing in it is missing.

    `rules`: what the phone needs for scoring and conditions.
    """

    key: str
    title: str
    questions: Sequence[QuestionView]
    answered: int
    asked: int
    done: bool
    rules: Mapping[str, Any]
    opened: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CapturePage:
    """Everything above and around the questions."""

    title: str
    briefing: str
    scenario_title: str
    scenario_brief: str
    sections: Sequence[SectionView]
    answered: int
    asked: int
    score: Score | None
    rules: Mapping[str, Any]
    """Those of the checklist, without its sections."""
    mark: str

    def views(self) -> Iterator[QuestionView]:
        """All questions in order."""
        return (question for section in self.sections for question in section.questions)

    def types(self) -> set[QuestionType]:
        """The types of its questions."""
        return {view.question.type for view in self.views()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Notes:
    """What stands at questions beside the answers: by question key, and `typed` by the name of the field."""

    messages: Mapping[str, Sequence[str]] = field(default_factory=dict)
    problems: Mapping[str, Sequence[str]] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)


def capture_page(
    checklist: Checklist,
    scenario: str | None,
    answers: Mapping[str, Answer],
    language: Language,
    notes: Notes | None = None,
) -> CapturePage:
    """The page's content in the reader's language."""
    writer = _Writer(checklist, scenario, answers, language, notes or Notes())
    sections = writer.sections()
    part = next((part for part in checklist.scenarios if part.key == scenario), None)
    return CapturePage(
        title=text_in(checklist.title, language),
        briefing=text_in(checklist.briefing or {}, language),
        scenario_title=text_in(part.title, language) if part else "",
        scenario_brief=text_in(part.brief, language) if part else "",
        sections=sections,
        answered=sum(section.answered for section in sections),
        asked=sum(section.asked for section in sections),
        score=writer.score if checklist.auditor_sees_score else None,
        rules={name: rule for name, rule in writer.rules.items() if name != "sections"},
        mark=mark_of(checklist, scenario),
    )


def rules_of(checklist: Checklist) -> dict[str, Any]:
    """The definition without its wording: what the phone needs for scoring and conditions."""
    rules: dict[str, Any] = _without_wording(dump_definition(checklist))
    return rules


def _without_wording(value: Any) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(value, dict):
        return {name: _without_wording(part) for name, part in value.items() if name not in NOT_FOR_SCRIPTS}
    return [_without_wording(part) for part in value] if isinstance(value, list) else value


def _in_place(section: Mapping[str, Any]) -> dict[str, Any]:
    questions = [
        {name: rule for name, rule in question.items() if name not in ELSEWHERE}
        for question in section["questions"]
    ]
    return {**section, "questions": questions}


class _Writer:
    """Puts a checklist and its answers into words."""

    def __init__(
        self,
        checklist: Checklist,
        scenario: str | None,
        answers: Mapping[str, Answer],
        language: Language,
        notes: Notes,
    ) -> None:
        self.checklist, self.scenario, self.answers = checklist, scenario, answers
        self.language, self.notes = language, notes
        self.decimal_mark = get_decimal_symbol(locale_of(language))
        self.score = score(checklist, answers, scenario)
        self.rules = rules_of(checklist)
        self.section_rules = {section["key"]: _in_place(section) for section in self.rules["sections"]}
        self.needs: dict[str, list[str]] = {}
        for gap in gaps(checklist, answers, scenario):
            self.needs.setdefault(gap.question, []).append(gap.needs)

    def sections(self) -> list[SectionView]:
        """The sections of the scenario. Open are the first with something to do, and those with something to read."""
        asked = self.checklist.sections_in(self.scenario)
        views = [self._section(section, number) for number, section in enumerate(asked, start=1)]
        current = next((view for view in views if view.asked and not view.done), None)
        return [replace(view, opened=view is current or _speaks(view)) for view in views]

    def _section(self, section: Section, number: int) -> SectionView:
        questions = [
            self._question(question, f"{number}.{position}")
            for position, question in enumerate(section.questions, start=1)
        ]
        shown = [question for question in questions if not question.hidden]
        answered = sum(question.answered for question in shown)
        return SectionView(
            key=section.key,
            title=text_in(section.title, self.language),
            questions=questions,
            answered=answered,
            asked=len(shown),
            done=answered > 0 and not any(question.needs for question in shown),
            rules=self.section_rules[section.key],
        )

    def _question(self, question: Question, number: str) -> QuestionView:
        state = self.score.questions[question.key].state
        answer = self.answers.get(question.key, NOTHING)
        options = self._options(question, answer)
        return QuestionView(
            question=question,
            number=number,
            text=text_in(question.text, self.language),
            guidance=text_in(question.guidance or {}, self.language),
            options=options,
            layout=_layout(question, options),
            fields=self._fields(question, answer),
            answer=answer,
            hidden=state is QuestionState.HIDDEN,
            answered=state in {QuestionState.ANSWERED, QuestionState.NA},
            needs=self.needs.get(question.key, ()),
            messages=self.notes.messages.get(question.key, ()),
            problems=self.notes.problems.get(question.key, ()),
        )

    def _options(self, question: Question, answer: Answer) -> list[OptionView]:
        value = answer.value
        chosen = set(value) if isinstance(value, list) else {str(value)}
        if question.type is QuestionType.NPS:
            keys = [str(likely) for likely in range(NPS_MOST + 1)]
            return [OptionView(key=key, label=key, chosen=key in chosen) for key in keys]
        return [
            OptionView(
                key=option.key,
                label=text_in(option.label, self.language),
                chosen=option.key in chosen,
                points=option.points,
            )
            for option in question.options
        ]

    def _fields(self, question: Question, answer: Answer) -> dict[str, str]:
        texts = field_texts(question, answer, self.decimal_mark)
        return {name: self.notes.typed.get(name, text) for name, text in texts.items()}


def _speaks(section: SectionView) -> bool:
    return any(question.messages or question.problems for question in section.questions)


def _layout(question: Question, options: Sequence[OptionView]) -> str:
    if question.type is QuestionType.NPS:
        return "steps"
    lengths = [len(option.label) for option in options]
    fits = bool(lengths) and max(lengths) <= LONGEST_SEGMENT and sum(lengths) <= LONGEST_ROW
    return "short" if fits and question.type is not QuestionType.MULTI else ""
