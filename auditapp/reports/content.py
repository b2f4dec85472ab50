"""What a report says, ready for its templates: texts in the reader's language, numbers for drawings, and flags.

Web page and PDF show the same content (R4). Templates get nothing else, so they can reach nothing else (house rule 11).
`auditapp/reports/composing.py` makes it.
"""

from dataclasses import dataclass

from auditapp.domain.paper import PageSize


@dataclass(frozen=True, slots=True)
class Figure:
    """A share as a percentage: `value` for drawings, None where nothing counted, and `text` for readers."""

    value: float | None
    text: str


@dataclass(frozen=True, slots=True)
class BandMark:
    """The band of a score; `rank` 1 is the best of `count`."""

    label: str
    rank: int
    count: int


@dataclass(frozen=True, slots=True)
class Shift:
    """By how many percentage points a score moved. `direction`: up, down or same."""

    text: str
    direction: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Brand:
    """The client's look, as it was chosen when the visit was published; what was not chosen is empty."""

    logo_id: int | None
    """Of the logo's address on a page; a PDF has it as `photo:logo`."""
    colour: str
    """`#rrggbb`, as `ink` is."""
    ink: str
    """What may be written on white in this colour."""
    contact: tuple[str, ...]
    paper: PageSize


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The store."""

    code: str
    name: str
    client: str
    region: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Against the store's last visit by the same checklist."""

    shift: Shift
    previous: Figure
    previous_on: str


@dataclass(frozen=True, slots=True)
class Mean:
    """The mean of the client's published visits of the same wave by the same checklist, this one included."""

    figure: Figure
    visits: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendPoint:
    """One visit on the store's line, oldest first."""

    label: str
    value: float | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StrengthLine:
    """An answer with full marks: what to keep doing."""

    section: str
    question: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionLine:
    """One action of the plan. `gain` says by how many percentage points the score would rise."""

    rank: int
    question_number: str
    section: str
    what: str
    why: str
    steps: tuple[str, ...]
    owner: str
    due: str
    gain: str
    gain_waits: bool
    """The gain shows only after a failed critical question is mended, because that one holds the score down."""
    critical: bool
    streak: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionLine:
    """A section against the last visit and the client's mean; `title` says the figures in one line."""

    label: str
    figure: Figure
    points: str
    previous: Figure | None
    change: Shift | None
    mean: Mean | None
    title: str


@dataclass(frozen=True, slots=True)
class PhotoMark:
    """A photo by its id; the template knows its address. `caption` names the question."""

    id: str
    width: int
    height: int
    caption: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingLine:
    """A question that lost points."""

    number: str
    section: str
    question: str
    answer: str
    points: str
    gain: str
    gain_waits: bool
    remark: str
    photos: tuple[PhotoMark, ...]
    streak: int
    critical: bool
    action_rank: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerLine:
    """One answer in words. `answered` is false for N/A and for what was left open, `lost`: points were lost."""

    number: str
    question: str
    answer: str
    points: str
    remark: str
    answered: bool
    lost: bool


@dataclass(frozen=True, slots=True)
class AnswerSection:
    """The answers of one section."""

    number: str
    title: str
    score: str
    answers: tuple[AnswerLine, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """One point of the method: how a figure came about."""

    term: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportContent:
    """One published visit for one reader."""

    language: str
    visit_id: int
    brand: Brand
    store: Place
    visited: str
    published: str
    published_at: str
    """ISO 8601, for the file's metadata."""
    checklist: str
    version: int
    scenario: str
    wave: str
    score: Figure
    band: BandMark | None
    change: Change | None
    mean: Mean | None
    visits: int
    """How many visits of this store by this checklist there are so far, this one included."""
    trend: tuple[TrendPoint, ...]
    knock_outs: tuple[str, ...]
    strengths: tuple[StrengthLine, ...]
    actions: tuple[ActionLine, ...]
    sections: tuple[SectionLine, ...]
    findings: tuple[FindingLine, ...]
    answers: tuple[AnswerSection, ...]
    further_photos: tuple[PhotoMark, ...]
    method: tuple[Note, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What the last page says about checking the report. The QR code is `qr_size` modules wide and high."""

    code: str
    page: str
    """Where the code can be entered."""
    qr_size: int
    qr_path: str
    """The dark modules as SVG path."""
