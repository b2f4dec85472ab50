"""What an imported checklist stands on where its file says nothing: rules and bands. The import notes that it took them."""

from collections.abc import Iterable, Mapping
from typing import Any

POLICY = {"na": "exclude", "total": "points", "bonus_cap": True, "critical": "flag"}

_BANDS: Mapping[str, tuple[int, Mapping[str, str]]] = {
    "excellent": (
        90,
        {"en": "Excellent", "sr-Cyrl": "Одлично", "hr": "Izvrsno", "hu": "Kiváló", "sk": "Výborné"},
    ),
    "good": (75, {"en": "Good", "sr-Cyrl": "Добро", "hr": "Dobro", "hu": "Jó", "sk": "Dobré"}),
    "needs_work": (
        55,
        {
            "en": "Needs work",
            "sr-Cyrl": "Потребно побољшање",
            "hr": "Potrebno poboljšanje",
            "hu": "Fejlesztendő",
            "sk": "Treba zlepšiť",
        },
    ),
    "failing": (
        0,
        {
            "en": "Failing",
            "sr-Cyrl": "Незадовољавајуће",
            "hr": "Nezadovoljavajuće",
            "hu": "Nem megfelelő",
            "sk": "Nevyhovujúce",
        },
    ),
}


def standard_bands(languages: Iterable[str]) -> list[dict[str, Any]]:
    """Four bands, labelled in these languages."""
    wanted = list(languages)
    return [
        {"key": key, "from": start, "label": {code: labels[code] for code in wanted if code in labels}}
        for key, (start, labels) in _BANDS.items()
    ]
