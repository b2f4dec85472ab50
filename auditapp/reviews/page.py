"""What the review page shows: every question with its answer, its part of the score, and what was edited."""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from auditapp.actions.queries import PlannedAction, planned_actions
from auditapp.domain.answers import Answer
from auditapp.domain.checklist import Question, Section
from auditapp.domain.language import Language, text_in
from auditapp.domain.operations import Capture
from auditapp.domain.scoring import QuestionScore, Score, SectionScore, score
from auditapp.reviews.models import RemarkEdit
from auditapp.reviews.queries import remark_edits, remarks_to_publish
from auditapp.visits.models import Photo, Visit
from auditapp.visits.queries import capture_of, photos_of
from auditapp.visits.words import answer_text

NOTHING = Answer()


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text before and after: kept, `removed` or `added`."""

    text: str
    change: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewedQuestion:
    """One question under review."""

    question: Question
    number: str
    text: str
    answer: str
    score: QuestionScore
    remark: str
    original: str
    difference: Sequence[Piece]
    photos: Sequence[Photo]
    action: PlannedAction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewedSection:
    """A section under review; hidden questions are left out."""

    key: str
    title: str
    weight: object
    questions: Sequence[ReviewedQuestion]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewPage:
    """Everything that a reviewer needs in one place."""

    capture: Capture
    score: Score
    sections: Sequence[ReviewedSection]
    actions: Sequence[PlannedAction]

    @property
    def scored_sections(self) -> Mapping[str, SectionScore]:
        """The score of each section by its key."""
        return {section.key: section for section in self.score.sections}


def review_page(session: Session, visit: Visit, language: Language) -> ReviewPage:
    """The page of one visit in the reviewer's language."""
    capture = capture_of(session, visit)
    result = score(visit.version.definition, capture.answers, visit.scenario)
    actions = planned_actions(session, visit, result)
    desk = _Desk(
        capture,
        result,
        remarks_to_publish(session, visit, capture),
        remark_edits(session, visit),
        photos_of(session, visit),
        {planned.finding.question.key: planned for planned in actions},
        language,
    )
    asked = visit.version.definition.sections_in(visit.scenario)
    return ReviewPage(
        capture=capture,
        score=result,
        sections=[desk.section(number, section) for number, section in enumerate(asked, start=1)],
        actions=actions,
    )


def difference(before: str, after: str) -> list[Piece]:
    """The words of both texts, in order, with what was taken out and put in."""
    old, new = before.split(), after.split()
    pieces = []
    for tag, start, end, new_start, new_end in difflib.SequenceMatcher(
        a=old, b=new, autojunk=False
    ).get_opcodes():
        if tag == "equal":
            pieces.append(Piece(" ".join(old[start:end]), "kept"))
            continue
        if end > start:
            pieces.append(Piece(" ".join(old[start:end]), "removed"))
        if new_end > new_start:
            pieces.append(Piece(" ".join(new[new_start:new_end]), "added"))
    return pieces


@dataclass(frozen=True, slots=True)
class _Desk:
    """What the questions of one visit are shown with."""

    capture: Capture
    score: Score
    remarks: Mapping[str, str]
    edits: Mapping[str, RemarkEdit]
    photos: Mapping[str, Photo]
    actions: Mapping[str, PlannedAction]
    language: Language

    def section(self, number: int, section: Section) -> ReviewedSection:
        """A section with the questions that were asked."""
        questions = [
            self.question(f"{number}.{position}", question)
            for position, question in enumerate(section.questions, start=1)
            if self.score.questions[question.key].state != "hidden"
        ]
        return ReviewedSection(
            key=section.key,
            title=text_in(section.title, self.language),
            weight=section.weight,
            questions=questions,
        )

    def question(self, number: str, question: Question) -> ReviewedQuestion:
        """One question."""
        answer = self.capture.answers.get(question.key, NOTHING)
        remark = self.remarks.get(question.key, "")
        edited = remark != answer.remark.strip()
        return ReviewedQuestion(
            question=question,
            number=number,
            text=text_in(question.text, self.language),
            answer=answer_text(question, answer, self.language),
            score=self.score.questions[question.key],
            remark=remark,
            original=answer.remark,
            difference=difference(answer.remark, remark) if edited else [],
            photos=[self.photos[photo] for photo in answer.photos if photo in self.photos],
            action=self.actions.get(question.key),
        )
