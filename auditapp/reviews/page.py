"""What the review page shows: every question with its answer, its part of the score, and what was edited."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from sqlmodel import Session

from auditapp.actions.queries import PlannedAction, findings_of, planned_actions
from auditapp.domain.answers import Answer
from auditapp.domain.checklist import Question, Section
from auditapp.domain.language import Language, text_in
from auditapp.domain.operations import Capture, fold
from auditapp.domain.pieces import Piece, difference
from auditapp.domain.plan import Finding
from auditapp.domain.scoring import QuestionScore, Score, SectionScore, score
from auditapp.reviews.disagreements import Disagreement, disagreements_of
from auditapp.reviews.evidence import Evidence, evidence_of
from auditapp.reviews.queries import edit_counts, remarks_to_publish
from auditapp.visits.late import LateWork, late_work
from auditapp.visits.models import Photo, Visit
from auditapp.visits.queries import log_of, operation_of, photos_of, return_messages_of
from auditapp.visits.words import answer_text, duration_text

NOTHING = Answer()
A_MOMENT = timedelta(seconds=1)


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
    edits: int
    """How often the remark was edited: an edit that was begun before another one is noticed by it."""
    streak: int
    """How many visits in a row failed it, this one counted; 0 where it was not failed."""
    messages: Sequence[str]
    """What the auditor was asked when the visit was last returned."""
    took: str
    """How long answering it took, in words; empty where the log does not tell."""
    changes: int
    """How often the answer was changed afterwards."""
    disagreements: Sequence[Disagreement]

    @property
    def is_finding(self) -> bool:
        """Whether it cost points, or failed as a critical question (R1)."""
        return self.score.lost


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
    findings: Sequence[ReviewedQuestion]
    """The questions that lost points, what matters most first."""
    evidence: Evidence
    answering: str
    """How long answering took altogether, in words; empty where the log does not tell."""
    disagreements: Sequence[Disagreement]
    """Those about coming and going."""
    late: Sequence[LateWork]
    general_messages: Sequence[str]

    def question(self, key: str) -> ReviewedQuestion | None:
        """The question with this key, if it was asked."""
        return next(
            (asked for part in self.sections for asked in part.questions if asked.question.key == key), None
        )

    @property
    def disputed(self) -> list[ReviewedQuestion]:
        """The questions on which two phones do not agree."""
        return [asked for part in self.sections for asked in part.questions if asked.disagreements]

    @property
    def photo_count(self) -> int:
        """How many photos stand in the answers."""
        return len(self.capture.photo_ids())

    @property
    def photos_with_hidden_faces(self) -> int:
        """In how many of them faces are hidden."""
        shown = (photo for part in self.sections for asked in part.questions for photo in asked.photos)
        return sum(bool(photo.areas) for photo in shown)

    @property
    def scored_sections(self) -> Mapping[str, SectionScore]:
        """The score of each section by its key."""
        return {section.key: section for section in self.score.sections}


def review_page(session: Session, visit: Visit, language: Language) -> ReviewPage:
    """The page of one visit in the reviewer's language."""
    log = log_of(session, visit)
    capture = fold(operation_of(row) for row in log)
    result = score(visit.version.definition, capture.answers, visit.scenario)
    photos = photos_of(session, visit)
    found = findings_of(session, visit, result)
    messages = _messages(session, visit)
    attached = [photos[key] for key in capture.photo_ids() if key in photos]
    evidence = evidence_of(session, visit, capture, log, attached)
    disagreements = disagreements_of(visit.version.definition, log, language)
    desk = _Desk(
        capture=capture,
        score=result,
        remarks=remarks_to_publish(session, visit, capture),
        edits=edit_counts(session, visit),
        photos=photos,
        findings={finding.question.key: finding for finding in found},
        actions={plan.finding.question.key: plan for plan in planned_actions(session, visit, result)},
        messages=messages,
        evidence=evidence,
        disagreements=disagreements,
        language=language,
    )
    asked = visit.version.definition.sections_in(visit.scenario)
    sections = [desk.section(number, section) for number, section in enumerate(asked, start=1)]
    return ReviewPage(
        capture=capture,
        score=result,
        sections=sections,
        findings=_by_priority(sections, found),
        evidence=evidence,
        answering=_time_text(evidence.pace.total),
        disagreements=disagreements.get("", ()),
        late=late_work(session, visit, language),
        general_messages=messages.get("", ()),
    )


def _time_text(time: timedelta | None) -> str:
    return duration_text(Decimal(time.total_seconds())) if time and time >= A_MOMENT else ""


def _messages(session: Session, visit: Visit) -> Mapping[str, list[str]]:
    """What was asked for, by question, as long as it concerns the visit as it stands."""
    messages: dict[str, list[str]] = {}
    for message in return_messages_of(session, visit):
        messages.setdefault(message.question, []).append(message.message)
    return messages


def _by_priority(sections: Sequence[ReviewedSection], found: Sequence[Finding]) -> list[ReviewedQuestion]:
    asked = {question.question.key: question for section in sections for question in section.questions}
    return [asked[finding.question.key] for finding in found]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Desk:
    """What the questions of one visit are shown with."""

    capture: Capture
    score: Score
    remarks: Mapping[str, str]
    edits: Mapping[str, int]
    photos: Mapping[str, Photo]
    findings: Mapping[str, Finding]
    actions: Mapping[str, PlannedAction]
    messages: Mapping[str, Sequence[str]]
    evidence: Evidence
    disagreements: Mapping[str, Sequence[Disagreement]]
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
            edits=self.edits.get(question.key, 0),
            streak=self.findings[question.key].streak if question.key in self.findings else 0,
            messages=self.messages.get(question.key, ()),
            took=_time_text(self.evidence.pace.times.get(question.key)),
            changes=self.evidence.pace.changes.get(question.key, 0),
            disagreements=self.disagreements.get(question.key, ()),
        )
