"""Values as they might come from a phone: good ones, and every kind of wrong one."""

from auditapp.domain.checklist import OPTION_TYPES, QuestionType
from tests.domain.shorthand import checklist_of


def _question(kind: QuestionType) -> dict[str, object]:
    options = {"yes": 1, "no": 0} if kind in OPTION_TYPES else None
    return {"key": kind.value, "type": kind.value} | ({"options": options} if options else {})


ONE_OF_EACH_TYPE = checklist_of(
    {
        "policy": {"na": "exclude", "total": "points", "bonus_cap": True, "critical": "flag"},
        "sections": [
            {
                "key": "all",
                "questions": [
                    *map(_question, QuestionType),
                    {"key": "bounded", "type": "number", "minimum": -0.5, "maximum": 0.3},
                    {"key": "few", "type": "count", "minimum": 1, "maximum": 3},
                ],
            }
        ],
    }
)

ODD_VALUES: tuple[object, ...] = (
    None,
    True,
    False,
    0,
    1,
    3,
    4,
    10,
    11,
    -1,
    1.5,
    0.1,
    1e-7,
    1e9,
    1e9 + 1,
    2**53,
    "",
    " ",
    "yes",
    "Yes",
    "yes ",
    "maybe",
    "constructor",
    [],
    ["yes"],
    ["no", "yes", "no"],
    ["yes", "Yes"],
    ["yes", 1],
    [None],
    {},
    {"value": "yes"},
    "0",
    "-0",
    "-0.0",
    "007",
    "12.50",
    "12.5000",
    "12.50000",
    "100",
    "1000.000",
    "0.3",
    "0.3001",
    "-0.5",
    "-0.5001",
    ".5",
    "5.",
    "1e3",
    "+1",
    "1,5",
    "1 000",
    "123456789012",
    "1234567890123",
    "١٢",
    "1\n",
    "2026-03-31",
    "2026-3-31",
    "2026-02-29",
    "2024-02-29",
    "2026-13-01",
    "2026-00-10",
    "0000-01-01",
    "0001-01-01",
    "9999-12-31",
    "2026-03-31T10:00",
    "14:05",
    "00:00",
    "24:00",
    "9:30",
    "14:60",
    "14:05:00",
    "  a remark, č ђ ő \U0001f600  ",
    "x" * 4000,
    "x" * 4001,
    "\U0001f600" * 4000,
    "a\0b",
    "\ud800",
)
