"""Names for machines, made of wordings for people."""

import re
import unicodedata
from collections.abc import Collection

from auditapp.domain.language import latin

_LONGEST = 48
_NOT_TAKEN_APART = str.maketrans({"đ": "dj", "ß": "ss", "ł": "l", "ø": "o", "æ": "ae"})


def slug_of(title: str, taken: Collection[str] = ()) -> str:
    """A slug that reads like the title, other than those that are taken: "Посета радњи" becomes poseta-radnji."""
    name = "-".join(_words(title)) or "checklist"
    found, number = name, 2
    while found in taken:
        found, number = f"{name}-{number}", number + 1
    return found


def _words(text: str) -> list[str]:
    """The words in plain letters and digits, as many as fit."""
    letters = unicodedata.normalize("NFKD", latin(text).lower().translate(_NOT_TAKEN_APART))
    words = re.findall(r"[a-z0-9]+", "".join(one for one in letters if not unicodedata.combining(one)))
    fitting = [word[:_LONGEST] for word in words]
    while len("-".join(fitting)) > _LONGEST:
        fitting.pop()
    return fitting
