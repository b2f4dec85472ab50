"""The product's languages, and texts that exist in several of them."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeAlias

Texts: TypeAlias = Mapping[str, str]
"""Language code → wording. Serbian is stored in Cyrillic only; Latin is derived."""


class Language(StrEnum):
    """The languages that screens, checklists, e-mails and PDFs exist in (BCP 47 codes)."""

    ENGLISH = "en"
    SERBIAN_CYRILLIC = "sr-Cyrl"
    SERBIAN_LATIN = "sr-Latn"
    CROATIAN = "hr"
    HUNGARIAN = "hu"
    SLOVAK = "sk"

    @property
    def stored(self) -> "Language":
        """The language whose wording is written down: Serbian Latin is derived from Cyrillic."""
        return Language.SERBIAN_CYRILLIC if self is Language.SERBIAN_LATIN else self


STORED_LANGUAGES: tuple[Language, ...] = tuple(
    language for language in Language if language.stored is language
)

_LATIN_OF = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "ђ": "đ", "е": "e", "ж": "ž", "з": "z", "и": "i",
    "ј": "j", "к": "k", "л": "l", "љ": "lj", "м": "m", "н": "n", "њ": "nj", "о": "o", "п": "p", "р": "r",
    "с": "s", "т": "t", "ћ": "ć", "у": "u", "ф": "f", "х": "h", "ц": "c", "ч": "č", "џ": "dž", "ш": "š",
}  # fmt: skip
_DIGRAPHS = {"љ", "њ", "џ"}


def latin(cyrillic: str) -> str:
    """Serbian Latin form of a Serbian Cyrillic text; other letters stay as they are.

    The rule is that of the Serbian orthography (Pravopis): one letter for one, with љ њ џ → lj nj dž,
    written "Lj" at the start of a capitalised word and "LJ" inside capitals.
    """
    return "".join(_latin_letter(cyrillic, index) for index in range(len(cyrillic)))


def _latin_letter(text: str, index: int) -> str:
    letter = text[index]
    small = _LATIN_OF.get(letter.lower())
    if small is None:
        return letter
    if letter.islower():
        return small
    if letter.lower() in _DIGRAPHS and not _among_capitals(text, index):
        return small.capitalize()
    return small.upper()


def _among_capitals(text: str, index: int) -> bool:
    following = text[index + 1 : index + 2]
    if following.isalpha():
        return following.isupper()
    return text[max(index - 1, 0) : index].isupper()


def text_in(texts: Texts, language: Language) -> str:
    """The wording for a reader; where it is missing, English, else the first there is, else ''."""
    wording = texts.get(language.stored)
    if wording is None:
        return texts.get(Language.ENGLISH) or next(iter(texts.values()), "")
    return latin(wording) if language is Language.SERBIAN_LATIN else wording
