"""What a checklist from scratch begins with: rules that surprise nobody, and no questions."""

from collections.abc import Mapping, Sequence
from typing import Any

from auditapp.domain.checklist import Channel

BANDS: Sequence[tuple[str, int, Mapping[str, str]]] = (
    (
        "excellent",
        90,
        {"en": "Excellent", "sr-Cyrl": "Одлично", "hr": "Izvrsno", "hu": "Kiváló", "sk": "Výborné"},
    ),
    ("good", 75, {"en": "Good", "sr-Cyrl": "Добро", "hr": "Dobro", "hu": "Jó", "sk": "Dobré"}),
    (
        "needs_work",
        55,
        {
            "en": "Needs work",
            "sr-Cyrl": "Потребно побољшање",
            "hr": "Potrebno poboljšanje",
            "hu": "Fejlesztendő",
            "sk": "Treba zlepšiť",
        },
    ),
    (
        "failing",
        0,
        {
            "en": "Failing",
            "sr-Cyrl": "Незадовољавајуће",
            "hr": "Nezadovoljavajuće",
            "hu": "Nem megfelelő",
            "sk": "Nevyhovujúce",
        },
    ),
)


def blank_content(
    slug: str, title: Mapping[str, str], channel: Channel, languages: Sequence[str]
) -> dict[str, Any]:
    """The content of a checklist without questions, in these languages."""
    return {
        "slug": slug,
        "channel": channel.value,
        "title": dict(title),
        "languages": [*languages],
        "policy": {"na": "exclude", "total": "points", "bonus_cap": True, "critical": "flag"},
        "bands": [
            {"key": key, "from": start, "label": {code: label[code] for code in languages}}
            for key, start, label in BANDS
        ],
        "sections": [],
    }
