"""Wordings: every declared language has them, and they are built alike."""

import re
from collections.abc import Callable, Iterator, Mapping

from pydantic import BaseModel

from auditapp.domain.checklist import Checklist
from auditapp.domain.language import Language
from auditapp.domain.lint.findings import finding
from auditapp.domain.problems import Problem

_PLACEHOLDER = re.compile(r"%\(\w+\)\w|\{\w*\}")
_NUMBER = re.compile(r"\d+(?:[.,:\u00a0\u202f ]\d+)*")
_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_LONGEST_CODE = 4
"""Up to so many Latin letters may stand alone in a Serbian text: QR, PDF, Visa."""


def translations(checklist: Checklist) -> Iterator[Problem]:
    """Every text exists in every language that the checklist declares."""
    declared = dict.fromkeys(language.stored for language in checklist.languages)
    for path, texts in _texts(checklist):
        for language in declared:
            if language not in texts:
                yield finding("missing_translation", path, language=language)


def structure(checklist: Checklist) -> Iterator[Problem]:
    """The versions of a text agree in placeholders, numbers, and the number of steps of `how`."""
    for path, texts in _texts(checklist):
        yield from _differing("placeholders_differ", path, texts, _placeholders)
        yield from _differing("numbers_differ", path, texts, _numbers)
        if path.endswith(".action.how"):
            yield from _differing("steps_differ", path, texts, _steps)


def alphabets(checklist: Checklist) -> Iterator[Problem]:
    """Serbian is written in Cyrillic, and no word mixes letters that only look alike."""
    for path, texts in _texts(checklist):
        for language, text in texts.items():
            mixed = _mixed_word(text)
            if mixed:
                yield finding("mixed_alphabets", f"{path}.{language}", word=mixed)
        serbian = texts.get(Language.SERBIAN_CYRILLIC, "")
        if len(_LATIN.findall(serbian)) > _LONGEST_CODE and not _CYRILLIC.search(serbian):
            yield finding("not_cyrillic", f"{path}.{Language.SERBIAN_CYRILLIC}")


def _mixed_word(text: str) -> str | None:
    """The first word with letters of both alphabets. Most texts have only one, which is soon seen."""
    if not (_LATIN.search(text) and _CYRILLIC.search(text)):
        return None
    words = _WORD.findall(text)
    return next((word for word in words if _LATIN.search(word) and _CYRILLIC.search(word)), None)


def _differing(
    code: str, path: str, texts: Mapping[str, str], shape: Callable[[str], str]
) -> Iterator[Problem]:
    """Problems of the versions whose shape is not that of the first one."""
    first, *others = texts
    expected = shape(texts[first])
    for language in others:
        actual = shape(texts[language])
        if actual != expected:
            place = f"{path}.{language}"
            yield finding(code, place, compared_with=first, expected=expected, actual=actual)


def _placeholders(text: str) -> str:
    return ", ".join(sorted(_PLACEHOLDER.findall(text)))


def _numbers(text: str) -> str:
    """Numbers without their separators: 1,000 is 1 000 elsewhere, and 0.5 is 0,5."""
    return ", ".join(sorted(re.sub(r"\D", "", number) for number in _NUMBER.findall(text)))


def _steps(text: str) -> str:
    return str(sum(1 for line in text.splitlines() if line.strip()))


def _texts(part: BaseModel, path: str = "") -> Iterator[tuple[str, Mapping[str, str]]]:
    """Every text in several languages below this part, with its path."""
    for name, field in type(part).model_fields.items():
        value = getattr(part, name)
        place = f"{path}.{field.alias or name}".removeprefix(".")
        if isinstance(value, dict):
            yield place, value
        elif isinstance(value, BaseModel):
            yield from _texts(value, place)
        elif isinstance(value, tuple):
            for index, item in enumerate(value):
                if isinstance(item, BaseModel):
                    yield from _texts(item, f"{place}[{index}]")
