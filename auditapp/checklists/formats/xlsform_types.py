"""What the type column of an XLSForm says."""

import re
from dataclasses import dataclass

from auditapp.checklists.formats.findings import Findings
from auditapp.checklists.formats.tables import Row
from auditapp.checklists.formats.xlsform_columns import FORM_TYPES, LEFT_OUT, TYPES
from auditapp.domain.checklist import OPTION_TYPES, QuestionType
from auditapp.domain.problems import suggestion

_SELECT = re.compile(
    r"(?P<one>select[ _]one(?: from| using)?|add select one prompt using|(?:q )?select1)?"
    r"(?P<many>select[ _]multiple(?: from| using)?|select all that apply(?: from)?|add select multiple prompt using|q select)?"
    r" (?P<list>\S+)(?P<other> (?:or[ _]other|or specify other))?"
)
_WORDY = re.compile(r"q_(?P<short>.+)|(?:add_)?(?P<long>.+)_prompt")
"""How forms of former days write a type: `q int`, `add integer prompt`."""
_MARKERS = {
    f"{edge}_{kind}": f"{edge}_{'repeat' if kind != 'group' else 'group'}"
    for edge in ("begin", "end")
    for kind in ("group", "repeat", "lgroup", "loop", "looped_group")
}
_PLAIN = ("select_one", "select_multiple", "note", "range", *_MARKERS, *TYPES, *LEFT_OUT)


@dataclass(frozen=True, slots=True)
class Kind:
    """A type, in the spelling of the standard; for a choice also its list, and whether “other” can be specified."""

    name: str
    list_name: str = ""
    or_other: bool = False

    @property
    def selects(self) -> bool:
        """Whether it is a choice from a list."""
        return bool(self.list_name)


def kind_of(row: Row, findings: Findings) -> Kind | None:
    """What a row is; None where its type is missing or unknown, which is an error."""
    written = " ".join(row["type"].split())
    if not written:
        findings.error("type_missing", row.place("type"))
        return None
    select = _SELECT.fullmatch(written) or _SELECT.fullmatch(written.lower())
    if select and bool(select["one"]) != bool(select["many"]):
        return Kind(
            "select_one" if select["one"] else "select_multiple", select["list"], bool(select["other"])
        )
    name = _name_of(written)
    if name not in _PLAIN or name in {"select_one", "select_multiple"}:
        findings.error("unknown_form_type", row.place("type"), value=written[:80], **suggestion(name, _PLAIN))
        return None
    return Kind(_MARKERS.get(name, name))


def _name_of(written: str) -> str:
    """A type in the spelling of the standard; what stands behind one that is left out, or a group, does not matter."""
    words = re.sub(r"-", "_", written.lower()).split()
    name = "_".join(words)
    if wordy := _WORDY.fullmatch(name):
        return wordy["short"] or wordy["long"]
    starts = ("_".join(words[:count]) for count in range(len(words), 0, -1))
    followed = (start for start in starts if start in LEFT_OUT or start in _MARKERS)
    return name if name in _PLAIN else next(followed, name)


def question_type(row: Row, kind: Kind, findings: Findings) -> QuestionType:
    """Our own type where the column `question_type` names one that fits, else what the form's type comes nearest to."""
    otherwise = _nearest(row, kind)
    written = row["question_type"].lower()
    if not written:
        return otherwise
    if written not in set(QuestionType):
        expected = ", ".join(QuestionType)
        findings.error("unknown_value", row.place("question_type"), value=written[:80], expected=expected,
                       **suggestion(written, QuestionType))  # fmt: skip
        return otherwise
    own = QuestionType(written)
    without_options = own in OPTION_TYPES and kind.name == "text"
    if FORM_TYPES[own] == kind.name or without_options:
        return own
    findings.note("question_type_unfit", row.place("question_type"), type=row["type"])
    return otherwise


def _nearest(row: Row, kind: Kind) -> QuestionType:
    if kind.selects:
        return QuestionType.CHOICE if kind.name == "select_one" else QuestionType.MULTI
    if kind.name == "range":
        whole = not any("." in value for value in range_parameters(row["parameters"]).values())
        return QuestionType.COUNT if whole else QuestionType.NUMBER
    return TYPES[kind.name]


def range_parameters(text: str) -> dict[str, str]:
    """start, end and step of a range; the standard's 0, 10 and 1 where they are not given."""
    given = dict(re.findall(r"(start|end|step)\s*=\s*(-?[\d.]+)", text.lower()))
    return {"start": "0", "end": "10", "step": "1"} | given
