"""What the capture page shows, ready for its template: one checklist, as far as it is answered.

The same page serves a visit and the preview of a checklist, which has no visit behind it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from auditapp.domain.answers import Answer
from auditapp.domain.checklist import Checklist, Question, Section
from auditapp.domain.completeness import Gap, gaps
from auditapp.domain.definition import dump_definition
from auditapp.domain.language import Language, text_in
from auditapp.domain.scoring import Score, score

NOTHING = Answer()
WORDING = frozenset({"title", "text", "guidance", "label", "action", "brief", "briefing"})


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionView:
    """One question with what is known of it. `messages` are the reviewer's, `problems` the server's."""

    question: Question
    number: str
    text: str
    guidance: str
    options: Sequence[tuple[str, str]]
    answer: Answer
    typed: str | None
    hidden: bool
    answered: bool
    messages: Sequence[str]
    problems: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionView:
    """A section with its progress over the questions that are shown."""

    key: str
    title: str
    questions: Sequence[QuestionView]
    answered: int
    asked: int


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
    gaps: Sequence[Gap]
    rules: Mapping[str, Any]

    def views(self) -> Iterator[QuestionView]:
        """All questions in order."""
        return (question for section in self.sections for question in section.questions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notes:
    """What stands at questions beside the answers, by question key."""

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
    scored = score(checklist, answers, scenario)
    sections = [
        _section_view(section, number, answers, scored, language, notes or Notes())
        for number, section in enumerate(checklist.sections_in(scenario), start=1)
    ]
    part = next((part for part in checklist.scenarios if part.key == scenario), None)
    return CapturePage(
        title=text_in(checklist.title, language),
        briefing=text_in(checklist.briefing or {}, language),
        scenario_title=text_in(part.title, language) if part else "",
        scenario_brief=text_in(part.brief, language) if part else "",
        sections=sections,
        answered=sum(section.answered for section in sections),
        asked=sum(section.asked for section in sections),
        score=scored if checklist.auditor_sees_score else None,
        gaps=gaps(checklist, answers, scenario),
        rules=rules_of(checklist),
    )


def rules_of(checklist: Checklist) -> dict[str, Any]:
    """The definition without its wording: what the phone needs for scoring and conditions."""
    rules: dict[str, Any] = _without_wording(dump_definition(checklist))
    return rules


def _without_wording(value: Any) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(value, dict):
        return {name: _without_wording(part) for name, part in value.items() if name not in WORDING}
    return [_without_wording(part) for part in value] if isinstance(value, list) else value


def _section_view(
    section: Section,
    number: int,
    answers: Mapping[str, Answer],
    scored: Score,
    language: Language,
    notes: Notes,
) -> SectionView:
    questions = [
        _question_view(question, f"{number}.{position}", answers, scored, language, notes)
        for position, question in enumerate(section.questions, start=1)
    ]
    shown = [question for question in questions if not question.hidden]
    return SectionView(
        key=section.key,
        title=text_in(section.title, language),
        questions=questions,
        answered=sum(question.answered for question in shown),
        asked=len(shown),
    )


def _question_view(
    question: Question,
    number: str,
    answers: Mapping[str, Answer],
    scored: Score,
    language: Language,
    notes: Notes,
) -> QuestionView:
    state = scored.questions[question.key].state
    return QuestionView(
        question=question,
        number=number,
        text=text_in(question.text, language),
        guidance=text_in(question.guidance or {}, language),
        options=[(option.key, text_in(option.label, language)) for option in question.options],
        answer=answers.get(question.key, NOTHING),
        typed=notes.typed.get(question.key),
        hidden=state == "hidden",
        answered=state in {"answered", "na"},
        messages=notes.messages.get(question.key, ()),
        problems=notes.problems.get(question.key, ()),
    )
