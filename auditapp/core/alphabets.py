"""How names are put in order, and found: by the alphabet of the reader, whatever script they are written in.

The order of letters is that of CLDR (Unicode Technical Standard 35, part 5), with one difference: names in the other
script stand among those of the reader's own, as if they were transliterated, and not after them.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

from auditapp.domain.language import Language, latin

Weight: TypeAlias = tuple[int, int]
SortKey: TypeAlias = tuple[tuple[Weight, ...], tuple[int, ...], str]
"""First the letters, then the accents on equal letters, then capitals and whatever else tells two names apart."""

_GAJ = "a b c č ć d dž đ e f g h i j k l lj m n nj o p q r s š t u v w x y z ž"
_LETTERS: Mapping[Language, str] = {
    Language.ENGLISH: "a b c d e f g h i j k l m n o p q r s t u v w x y z",
    Language.SERBIAN_CYRILLIC: "а б в г д ђ е ж з и ј к л љ м н њ о п р с т ћ у ф х ц ч џ ш",
    Language.SERBIAN_LATIN: _GAJ,
    Language.CROATIAN: _GAJ,
    Language.HUNGARIAN: "a b c cs d dz dzs e f g gy h i j k l ly m n ny o ö p q r s sz t ty u ü v w x y z zs",
    Language.SLOVAK: "a ä b c č d e f g h ch i j k l m n o ô p q r s š t u v w x y z ž",
}
"""The letters of each language. What is not among them is one of them with an accent: á, ő in Hungarian, ľ."""
_CYRILLIC_OF: Mapping[str, str] = {
    "lj": "љ", "nj": "њ", "dž": "џ", "a": "а", "b": "б", "v": "в", "w": "в", "g": "г", "d": "д", "đ": "ђ", "e": "е",
    "ž": "ж", "z": "з", "i": "и", "y": "и", "j": "ј", "k": "к", "q": "к", "x": "к", "l": "л", "m": "м", "n": "н",
    "o": "о", "p": "п", "r": "р", "s": "с", "t": "т", "ć": "ћ", "u": "у", "f": "ф", "h": "х", "c": "ц", "č": "ч",
    "š": "ш",
}  # fmt: skip
_LATIN_LETTER = re.compile("|".join(_CYRILLIC_OF))
_SHORT_OF = {"ő": "ö", "ű": "ü"}
_DOUBLED = re.compile("c(?=cs)|d(?=dzs?)|g(?=gy)|l(?=ly)|n(?=ny)|s(?=sz)|t(?=ty)|z(?=zs)")
_SEPARATOR, _NUMBER, _LETTER, _FOREIGN = range(4)


@cache
def sort_key(language: Language) -> Callable[[str], SortKey]:
    """What names are sorted by for a reader of `language`: `sorted(names, key=sort_key(language))`.

    Numbers in names count by their value: "Store 9" stands before "Store 10".
    """
    return _Alphabet.of(language).key


def search_form(text: str) -> str:
    """The text as it is searched: `š` and `ш` are `s`; `Đ`, `ђ` and `dj` are `d`; capitals do not count."""
    plain = "".join(_base(letter) for letter in latin(_composed(text)))
    return " ".join(plain.replace("dj", "d").split())


@dataclass(frozen=True, slots=True)
class _Alphabet:
    """The letters of one language with their places; `token` recognises the longest first."""

    language: Language
    places: Mapping[str, int]
    token: re.Pattern[str]

    @classmethod
    def of(cls, language: Language) -> "_Alphabet":
        """The alphabet of a language."""
        letters = _LETTERS[language].split()
        longest_first = "|".join(sorted(letters, key=len, reverse=True))
        token = re.compile(f"(?P<letter>{longest_first})|(?P<number>[0-9]+)|.", re.DOTALL)
        return cls(language, {letter: place for place, letter in enumerate(letters)}, token)

    def key(self, text: str) -> SortKey:
        """The key of one name."""
        weights = [self._weight(found) for found in self.token.finditer(self._in_own_script(_composed(text)))]
        return tuple(weight for weight, _ in weights), tuple(accent for _, accent in weights), text

    def _in_own_script(self, text: str) -> str:
        if self.language is Language.SERBIAN_CYRILLIC:
            return _LATIN_LETTER.sub(lambda found: _CYRILLIC_OF[found.group()], text)
        if self.language is Language.HUNGARIAN:
            return _DOUBLED.sub(_whole_letter, latin(text))
        return latin(text)

    def _weight(self, found: re.Match[str]) -> tuple[Weight, int]:
        """The weight of a letter, a number or a sign, and its accent."""
        sign = found.group()
        if found.lastgroup == "letter":
            return (_LETTER, self.places[sign]), 0
        if found.lastgroup == "number":
            return (_NUMBER, int(sign)), 0
        base = _base(sign)
        for letter in (_SHORT_OF.get(sign, base), base, _CYRILLIC_OF.get(base, base)):
            if letter in self.places:
                return (_LETTER, self.places[letter]), ord(sign)
        return ((_FOREIGN, ord(sign)) if sign.isalnum() else (_SEPARATOR, 0)), ord(sign)


def _whole_letter(found: re.Match[str]) -> str:
    """Hungarian writes a long letter of two signs short: `ssz` is `sz` twice."""
    rest = found.string[found.end() :]
    return rest[:3] if rest.startswith("dzs") else rest[:2]


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text.casefold())


def _base(letter: str) -> str:
    """The letter without its accents; the stroke of `đ` is one, too."""
    return unicodedata.normalize("NFD", letter)[0].replace("đ", "d").replace("ł", "l")
