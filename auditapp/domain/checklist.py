"""The one definition model of a checklist (rules C1 to C6).

YAML files, the editor, spreadsheets and the database all produce exactly this.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Literal, Self, TypeAlias

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    StringConstraints,
    Tag,
    model_serializer,
    model_validator,
)
from pydantic_core import PydanticCustomError

from auditapp.domain.language import STORED_LANGUAGES, Language

MAX_DECIMALS = 4
MOST_QUESTIONS = 2000
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""What Unicode calls control characters, but for tab and line feed."""


class QuestionType(StrEnum):
    """C3."""

    CHOICE = "choice"
    MULTI = "multi"
    SCALE = "scale"
    YES_NO = "yes_no"
    COUNT = "count"
    DURATION = "duration"
    NUMBER = "number"
    MONEY = "money"
    TIME = "time"
    DATE = "date"
    TEXT = "text"
    PHOTO = "photo"
    NPS = "nps"


OPTION_TYPES = frozenset({QuestionType.CHOICE, QuestionType.MULTI, QuestionType.SCALE, QuestionType.YES_NO})
MEASURED_TYPES = frozenset(
    {QuestionType.COUNT, QuestionType.DURATION, QuestionType.NUMBER, QuestionType.MONEY, QuestionType.NPS}
)


class Channel(StrEnum):
    """How the auditor meets the audited company."""

    VISIT = "visit"
    CALL = "call"
    ONLINE = "online"


class OwnerRole(StrEnum):
    """Who does an action: a role, never a person (the client names the person)."""

    STORE_MANAGER = "store_manager"
    SHIFT_LEAD = "shift_lead"
    STAFF = "staff"
    REGION_MANAGER = "region_manager"
    HEAD_OFFICE = "head_office"
    TRAINER = "trainer"
    FACILITIES = "facilities"


def _exact(value: object) -> object:
    """Read numbers as they were written: 0.1 stays one tenth."""
    if isinstance(value, bool):
        raise PydanticCustomError("not_a_number", "a number is expected")
    return str(value) if isinstance(value, float) else value


def _plain(value: Decimal) -> Decimal:
    """Drop trailing zeros and the sign of zero so that 2 and 2.0 are one value with one spelling."""
    return value.quantize(Decimal(1)) + 0 if value == value.to_integral_value() else value.normalize()


Number: TypeAlias = Annotated[
    Decimal,
    BeforeValidator(_exact),
    Field(ge=-1_000_000, le=1_000_000, decimal_places=MAX_DECIMALS, allow_inf_nan=False),
    AfterValidator(_plain),
]
Key: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
Slug: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]


def _clean(text: str) -> str:
    """One spelling for what looks the same (NFC, one kind of line end); control characters are refused."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
    if _CONTROL.search(text):
        raise PydanticCustomError("unreadable_text", "a control character stands in the text")
    return text


Wording: TypeAlias = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000), AfterValidator(_clean)
]


def _stored_language(code: str) -> str:
    if code not in STORED_LANGUAGES:
        raise PydanticCustomError("unknown_language", "unknown language {language}", {"language": code})
    return code


def _in_fixed_order(texts: dict[str, str]) -> dict[str, str]:
    if not texts:
        raise PydanticCustomError("no_text", "a text in at least one language is expected")
    return {language.value: texts[language] for language in STORED_LANGUAGES if language in texts}


LocalText: TypeAlias = Annotated[
    dict[Annotated[str, AfterValidator(_stored_language)], Wording], AfterValidator(_in_fixed_order)
]


class Model(BaseModel):
    """Frozen, and strict about names it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class CriticalEffect(Model):
    """What failing a critical question does (C6). `policy` stands for the checklist's own effect."""

    kind: Literal["policy", "flag", "zero_section", "cap_total", "zero_total"]
    cap: Annotated[Number, Field(ge=0, le=100)] | None = None

    @model_validator(mode="before")
    @classmethod
    def _read_short_forms(cls, raw: object) -> object:
        if raw is True:
            return {"kind": "policy"}
        if isinstance(raw, str):
            return {"kind": raw}
        if isinstance(raw, dict) and set(raw) == {"cap_total"}:
            return {"kind": "cap_total", "cap": raw["cap_total"]}
        if isinstance(raw, dict) and "kind" not in raw:
            raise PydanticCustomError(
                "unknown_effect", "an effect or cap_total with a percentage is expected"
            )
        return raw

    @model_validator(mode="after")
    def _cap_belongs_to_cap_total(self) -> Self:
        if (self.kind == "cap_total") != (self.cap is not None):
            raise PydanticCustomError(
                "cap_without_number", "cap_total needs a percentage, no other effect does"
            )
        return self

    @model_serializer
    def _write_short_form(self) -> Any:  # noqa: ANN401 - true, a name or a map, as in the file
        if self.kind == "policy":
            return True
        return {"cap_total": self.cap} if self.kind == "cap_total" else self.kind


def _concrete(effect: CriticalEffect) -> CriticalEffect:
    if effect.kind == "policy":
        raise PydanticCustomError("policy_effect_missing", "the policy has to name a critical effect")
    return effect


class Policy(Model):
    """How answers become a score. Every field is written down; none is implied (C6)."""

    na: Literal["exclude", "full"]
    total: Literal["sections", "points"]
    bonus_cap: bool
    critical: Annotated[CriticalEffect, AfterValidator(_concrete)]
    stated_total: Number | None = None
    """What the section weights (or the points) are said to add up to; the linter checks it."""


class Band(Model):
    """A name for a range of scores: from this percentage up to the next band."""

    key: Key
    start: Annotated[Number, Field(ge=0, le=100)] = Field(alias="from")
    label: LocalText


class Scenario(Model):
    """The part the auditor plays, with the script."""

    key: Key
    title: LocalText
    brief: LocalText


class Option(Model):
    """One answer step, described in words."""

    key: Key
    label: LocalText
    points: Number | None = None


class Threshold(Model):
    """Points for a measured value up to and including `up_to`; the last step is open."""

    up_to: Number | None = None
    points: Number
    label: LocalText | None = None


class Test(Model):
    """A fact about an earlier answer. Unanswered, hidden and N/A answers make it false."""

    __test__ = False

    question: Key
    one_of: tuple[Key, ...] | None = Field(default=None, alias="in", min_length=1, max_length=50)
    at_least: Number | None = None
    at_most: Number | None = None
    answered: Literal[True] | None = None

    @model_validator(mode="after")
    def _tests_something(self) -> Self:
        if all(fact is None for fact in (self.one_of, self.at_least, self.at_most, self.answered)):
            raise PydanticCustomError("empty_condition", "a condition has to test something")
        return self


class All(Model):
    """True when every part is."""

    parts: tuple["Condition", ...] = Field(alias="all", min_length=1, max_length=50)


class AnyOf(Model):
    """True when one part is."""

    parts: tuple["Condition", ...] = Field(alias="any", min_length=1, max_length=50)


class Not(Model):
    """True when the part is not."""

    part: "Condition" = Field(alias="not")


def _condition_kind(raw: object) -> str:
    names = set(raw) if isinstance(raw, dict) else set()
    kinds: tuple[tuple[str, type[Model]], ...] = (("all", All), ("any", AnyOf), ("not", Not))
    return next((name for name, model in kinds if name in names or isinstance(raw, model)), "test")


Condition: TypeAlias = Annotated[
    Annotated[Test, Tag("test")]
    | Annotated["All", Tag("all")]
    | Annotated["AnyOf", Tag("any")]
    | Annotated["Not", Tag("not")],
    Discriminator(_condition_kind),
]
for _model in (All, AnyOf, Not):
    _model.model_rebuild()


class Evidence(Model):
    """When a remark or a photo is asked for (C4)."""

    comment: Literal["never", "optional", "on_loss", "always"] = "optional"
    photo: Literal["never", "optional", "on_loss", "always"] = "optional"


class Action(Model):
    """What the store does about weak answers. `how` holds one step a line; `days` is the time allowed."""

    what: LocalText
    why: LocalText
    how: LocalText
    days: Annotated[int, BeforeValidator(_exact), Field(ge=1, le=365)]
    owner: OwnerRole


YES_NO_LABELS: Mapping[str, Mapping[str, str]] = {
    "yes": {"en": "Yes", "sr-Cyrl": "Да", "hr": "Da", "hu": "Igen", "sk": "Áno"},
    "no": {"en": "No", "sr-Cyrl": "Не", "hr": "Ne", "hu": "Nem", "sk": "Nie"},
}
"""What the two options are called where a definition does not say it."""


class Question(Model):
    """One thing to find out (C2)."""

    key: Key
    type: QuestionType
    text: LocalText
    guidance: LocalText | None = None
    required: bool = True
    allow_na: bool = False
    scored: bool = True
    weight: Annotated[Number, Field(ge=0)] = Decimal(1)
    bonus: bool = False
    critical: CriticalEffect | None = None
    fails_on: tuple[Key, ...] = Field(default=(), max_length=50)
    """Options that fail a critical question; empty: any answer without a point."""
    show_when: Condition | None = None
    evidence: Evidence = Evidence()
    minimum: Number | None = None
    maximum: Number | None = None
    max_points: Annotated[Number, Field(gt=0)] | None = None
    """For `multi`: full marks, where that is less than everything ticked."""
    options: tuple[Option, ...] = Field(default=(), max_length=50)
    thresholds: tuple[Threshold, ...] = Field(default=(), max_length=50)
    action: Action | None = None

    @model_validator(mode="before")
    @classmethod
    def _read_short_forms(cls, raw: object) -> object:
        if not isinstance(raw, dict):
            return raw
        changes: dict[str, object] = {}
        if raw.get("critical") is False:
            changes["critical"] = None
        if raw.get("type") == "yes_no":
            changes["options"] = _with_yes_no_labels(raw.get("options"))
        return raw | changes

    @property
    def steps(self) -> tuple[Decimal, ...]:
        """The points of each answer step that has any: of the options, or of the thresholds."""
        if self.type in OPTION_TYPES:
            return tuple(option.points for option in self.options if option.points is not None)
        return tuple(step.points for step in self.thresholds) if self.type in MEASURED_TYPES else ()

    @property
    def points_known(self) -> bool:
        """Whether an answer can earn points at all."""
        return self.scored and bool(self.steps)

    def option(self, key: str) -> Option | None:
        """The option with this key, or None."""
        return next((option for option in self.options if option.key == key), None)


def _with_yes_no_labels(options: object) -> object:
    if options is None or options == []:
        return [{"key": key, "label": dict(labels)} for key, labels in YES_NO_LABELS.items()]
    if not isinstance(options, list):
        return options
    return [_with_yes_no_label(option) for option in options]


def _with_yes_no_label(option: object) -> object:
    key = option.get("key") if isinstance(option, dict) else None
    labels = YES_NO_LABELS.get(key) if isinstance(key, str) else None
    return {"label": dict(labels)} | option if labels and isinstance(option, dict) else option


class Section(Model):
    """A chapter of the checklist. With `scenarios` it is asked in those scenarios only."""

    key: Key
    title: LocalText
    weight: Annotated[Number, Field(ge=0)] = Decimal(1)
    scenarios: tuple[Key, ...] = Field(default=(), max_length=50)
    questions: tuple[Question, ...] = Field(max_length=500)


def _not_too_many(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    if sum(len(section.questions) for section in sections) > MOST_QUESTIONS:
        raise PydanticCustomError("too_many_questions", "too many questions", {"max_length": MOST_QUESTIONS})
    return sections


class Checklist(Model):
    """A whole checklist: what every visit of a version is scored by."""

    slug: Slug
    channel: Channel
    title: LocalText
    languages: tuple[Language, ...] = Field(min_length=1)
    briefing: LocalText | None = None
    auditor_sees_score: bool = True
    policy: Policy
    bands: tuple[Band, ...] = Field(min_length=1, max_length=10)
    scenarios: tuple[Scenario, ...] = Field(default=(), max_length=50)
    sections: Annotated[
        tuple[Section, ...], Field(min_length=1, max_length=60), AfterValidator(_not_too_many)
    ]

    def sections_in(self, scenario: str | None) -> Iterator[Section]:
        """The sections that are asked in a scenario (all that name none, and those that name it)."""
        return (
            section for section in self.sections if not section.scenarios or scenario in section.scenarios
        )

    def questions(self) -> Iterator[tuple[Section, Question]]:
        """Every question with its section, in order."""
        return ((section, question) for section in self.sections for question in section.questions)
