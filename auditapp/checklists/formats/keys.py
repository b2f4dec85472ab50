"""Keys made of the names and texts that people write."""

import re
import unicodedata
from collections.abc import Collection

from auditapp.domain.language import latin

_BARRED = str.maketrans({"đ": "dj", "ł": "l", "ø": "o", "ß": "ss", "æ": "ae", "œ": "oe"})
_LONGEST = 60
_WORDY = 40


def key_of(name: str, prefix: str) -> str:
    """A key that looks like the name; with the prefix where the name does not begin with a letter."""
    plain = unicodedata.normalize("NFKD", latin(name).lower().translate(_BARRED))
    letters = re.sub(r"[^a-z0-9]+", "_", "".join(c for c in plain if not unicodedata.combining(c)))
    key = letters.strip("_")[:_LONGEST].strip("_")
    return key if key[:1].isalpha() else f"{prefix}_{key}".rstrip("_")


def key_of_text(text: str, prefix: str) -> str:
    """A short key of the first words of a text."""
    key = key_of(text, prefix)
    return key if len(key) <= _WORDY else key[:_WORDY].rpartition("_")[0] or key[:_WORDY]


def unused(key: str, taken: Collection[str]) -> str:
    """The key, or the first of key_2, key_3 … that is not taken."""
    if key not in taken:
        return key
    count = 2
    while f"{key}_{count}" in taken:
        count += 1
    return f"{key}_{count}"


def slug_of(text: str) -> str:
    """A slug that looks like the text."""
    return key_of(text, "checklist").replace("_", "-")
