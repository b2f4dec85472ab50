"""What auditors write, each in their language: remarks from remarks/*.yaml, and a summary of the whole visit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

from auditapp.demo.answers import Given, Level
from auditapp.domain.checklist import QuestionType
from auditapp.domain.language import Language, latin, text_in

_FOLDER = Path(__file__).with_name("remarks")
_WORTH = {Level.FULL: 1.0, Level.PART: 0.5, Level.NONE: 0.0}
_GOOD, _WEAK = 0.85, 0.65


@dataclass(frozen=True, slots=True)
class Pen:
    """One auditor's hand. Variants follow each other from visit to visit, so that a store's reports differ."""

    language: Language
    texts: Mapping[str, Any]

    def has_remark(self, slug: str, given: Given) -> bool:
        """Whether there are words for just this answer."""
        return bool(self._remarks(slug, given))

    def remark(self, slug: str, given: Given, turn: int) -> str:
        """What was seen at one question; where nobody wrote words for it, those of the answer itself."""
        remarks = self._remarks(slug, given)
        return self._spelled(remarks[turn % len(remarks)], given) if remarks else self._answer(given)

    def summary(self, slug: str, answers: Sequence[Given], rng: Random) -> str:
        """The visit in three sentences: what went well, what weighed most, what to make of it."""
        marks = _marks(answers)
        if not marks:
            return self._closing(Level.FULL, rng)
        sections = self.texts.get(slug, {}).get("sections", {})
        best, worst = max(marks, key=lambda key: marks[key]), min(marks, key=lambda key: marks[key])
        mean = sum(marks.values()) / len(marks)
        parts = [sections.get(best, {}).get("good", "")]
        if marks[worst] < _GOOD:
            parts.append(sections.get(worst, {}).get("weak", ""))
        level = Level.FULL if mean >= _GOOD else Level.PART if mean >= _WEAK else Level.NONE
        return " ".join(part for part in [*map(self._in_script, parts), self._closing(level, rng)] if part)

    def _remarks(self, slug: str, given: Given) -> Sequence[str]:
        question = self.texts.get(slug, {}).get("questions", {}).get(given.question.key, {})
        found: Sequence[str] = question.get(given.level.value, ())
        return found

    def _closing(self, level: Level, rng: Random) -> str:
        name = {Level.FULL: "good", Level.PART: "middle", Level.NONE: "weak"}[level]
        return self._in_script(rng.choice(self.texts["closing"][name]))

    def _spelled(self, text: str, given: Given) -> str:
        text = self._in_script(text)
        if isinstance(given.value, int):
            text = text.replace("{time}", _time(given.value)).replace("{count}", str(given.value))
        return text

    def _answer(self, given: Given) -> str:
        option = given.question.option(str(given.value))
        if option is not None:
            return text_in(option.label, self.language)
        measured = given.question.type is QuestionType.DURATION and isinstance(given.value, int)
        return _time(given.value) if measured and isinstance(given.value, int) else str(given.value)

    def _in_script(self, text: str) -> str:
        """Serbian is written down in Cyrillic; names in braces stay as they are."""
        return latin(text) if self.language is Language.SERBIAN_LATIN else text


@cache
def pen_of(language: Language) -> Pen:
    """The hand of somebody who writes in this language. There are no English ones."""
    texts = yaml.safe_load((_FOLDER / f"{language.stored}.yaml").read_text(encoding="utf-8"))
    return Pen(language, texts)


def _marks(answers: Sequence[Given]) -> dict[str, float]:
    """How each section went, from 0 to 1."""
    levels: dict[str, list[float]] = {}
    for given in answers:
        if given.question.points_known and not given.na:
            levels.setdefault(given.section.key, []).append(_WORTH[given.level])
    return {key: sum(values) / len(values) for key, values in levels.items()}


def _time(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    return " ".join(part for part in (minutes and f"{minutes} min", rest and f"{rest} s") if part) or "0 s"
