"""From a file's content to the definition model and back: every problem at once, one canonical form."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from hashlib import sha256
from typing import Any, TypeAlias

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from auditapp.domain.checklist import (
    Action,
    All,
    AnyOf,
    Band,
    Checklist,
    CriticalEffect,
    Evidence,
    Not,
    Option,
    Policy,
    Question,
    Scenario,
    Section,
    Test,
    Threshold,
)
from auditapp.domain.language import STORED_LANGUAGES, Language
from auditapp.domain.problems import DefinitionError, Problem, path_of, suggestion

Location: TypeAlias = tuple[str | int, ...]

LARGEST = 4_000_000
"""Bytes of a checklist: fifteen times the longest of the library."""
EFFECT_NAMES = ("flag", "zero_section", "cap_total", "zero_total")

_CODES: Mapping[str, str] = {
    "missing": "missing",
    "extra_forbidden": "unknown_field",
    "invalid_key": "unknown_field",
    "enum": "unknown_value",
    "literal_error": "unknown_value",
    "model_type": "not_a_map",
    "model_attributes_type": "not_a_map",
    "dict_type": "not_a_map",
    "tuple_type": "not_a_list",
    "string_type": "not_a_text",
    "string_unicode": "unreadable_text",
    "unreadable_text": "unreadable_text",
    "string_pattern_mismatch": "bad_key",
    "string_too_short": "empty_text",
    "string_too_long": "text_too_long",
    "too_short": "too_few",
    "too_long": "too_many",
    "too_many_questions": "too_many_questions",
    "not_a_number": "not_a_number",
    "decimal_type": "not_a_number",
    "decimal_parsing": "not_a_number",
    "finite_number": "not_a_number",
    "int_type": "not_a_number",
    "int_parsing": "not_a_whole_number",
    "int_parsing_size": "number_too_large",
    "decimal_max_places": "too_many_decimals",
    "greater_than": "number_too_small",
    "greater_than_equal": "number_too_small",
    "less_than_equal": "number_too_large",
    "bool_type": "not_true_or_false",
    "bool_parsing": "not_true_or_false",
    "recursion_loop": "too_deep",
    "recursion_depth_exceeded": "too_deep",
    "unknown_language": "unknown_language",
    "no_text": "no_text",
    "unknown_effect": "unknown_effect",
    "cap_without_number": "cap_without_number",
    "policy_effect_missing": "policy_effect_missing",
    "empty_condition": "empty_condition",
}
PARSE_CODES = frozenset(_CODES.values())
"""Every code that `parse_definition` can give; each has a wording in the catalogues."""

_CONDITIONS = (Test, All, AnyOf, Not)
_CONDITION_TAGS = {"test", "all", "any", "not"}
_MODELS_BY_PLACE: Mapping[str, tuple[type[BaseModel], ...]] = {
    "policy": (Policy,),
    "bands": (Band,),
    "scenarios": (Scenario,),
    "sections": (Section,),
    "questions": (Question,),
    "options": (Option,),
    "thresholds": (Threshold,),
    "critical": (CriticalEffect,),
    "evidence": (Evidence,),
    "action": (Action,),
    "show_when": _CONDITIONS,
    "all": _CONDITIONS,
    "any": _CONDITIONS,
    "not": _CONDITIONS,
}


def parse_definition(raw: object) -> Checklist:
    """The checklist that a loaded YAML or JSON document describes.

    Raises DefinitionError with every problem that keeps it from being read; what can be read but
    should not be published is the linter's (`lint`).
    """
    try:
        return Checklist.model_validate(raw, by_alias=True, by_name=False)
    except ValidationError as error:
        found = error.errors(include_url=False)
        raise DefinitionError([_problem(details) for details in found if not _is_echo(details)]) from None


def dump_definition(checklist: Checklist) -> dict[str, Any]:
    """The canonical content for JSON or YAML: defaults left out, numbers exact, languages in fixed order.

    `parse_definition(dump_definition(c)) == c`, and dumping that again gives the same content.
    """
    written = checklist.model_dump(by_alias=True, exclude_defaults=True)
    return {name: _plain(part) for name, part in written.items()}


def digest(checklist: Checklist) -> str:
    """SHA-256, in hex, of the canonical content: equal exactly for equal checklists."""
    return _digest(dump_definition(checklist))


def digest_of(draft: Checklist | Mapping[str, Any]) -> str:
    """The digest of a checklist, or of a document that describes none yet."""
    return digest(draft) if isinstance(draft, Checklist) else _digest(draft)


def _digest(content: Mapping[str, Any]) -> str:
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def _plain(value: object) -> object:
    """JSON's own kinds. A float is exact here: a Number has at most 11 digits, and repr gives them back."""
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return str(value) if isinstance(value, str) else value


def _is_echo(details: ErrorDetails) -> bool:
    """A list counts as too short when its parts are refused; those are reported themselves."""
    bounds = details.get("ctx", {})
    written = details["input"]
    return (
        details["type"] == "too_short"
        and isinstance(written, list | tuple)
        and len(written) >= bounds["min_length"]
    )


def _problem(details: ErrorDetails) -> Problem:
    location = _written_location(details["loc"])
    code = _CODES.get(details["type"], details["type"])
    if code == "too_deep":
        location = location[: location.index("show_when") + 1] if "show_when" in location else location[:1]
    return Problem(code, path_of(*location), _params(code, location, details))


def _written_location(location: Location) -> Location:
    """The place as it is written in the file, without pydantic's union tags and short forms read out."""
    steps: list[str | int] = []
    tag_follows = False
    for step in location:
        if step != "[key]" and not (tag_follows and step in _CONDITION_TAGS):
            steps.append(step)
            tag_follows = _holds_condition(steps)
        else:
            tag_follows = False
    if steps[-2:] == ["critical", "kind"]:
        return tuple(steps[:-1])
    return (*steps[:-1], "cap_total") if steps[-2:] == ["critical", "cap"] else tuple(steps)


def _holds_condition(steps: list[str | int]) -> bool:
    """Whether a condition stands at this place; pydantic names its kind in the next step."""
    return steps[-1] in {"show_when", "not"} or (
        isinstance(steps[-1], int) and steps[-2:-1] in (["all"], ["any"])
    )


def _params(code: str, location: Location, details: ErrorDetails) -> dict[str, str]:
    """What the wording needs: the name or value written, the limit, what was expected instead."""
    last = str(location[-1]) if location else ""
    makers: Mapping[str, Callable[[], dict[str, str]]] = {
        "missing": lambda: {"name": last},
        "unknown_field": lambda: {"name": last} | suggestion(last, _names_at(location[:-1])),
        "unknown_value": lambda: _expected(details["input"], _quoted(details)),
        "unknown_effect": lambda: {"expected": ", ".join(EFFECT_NAMES)},
        "unknown_language": lambda: _language(last),
    }
    if code in makers:
        return makers[code]()
    return {name: str(bound) for name, bound in _bounds(details)}


def _expected(written: object, choices: list[str]) -> dict[str, str]:
    value = written if isinstance(written, str) else json.dumps(written, default=str)
    return {"value": value[:80], "expected": ", ".join(choices)} | suggestion(value, choices)


def _language(code: str) -> dict[str, str]:
    """Serbian Latin is what people try; it is derived from the Cyrillic that has to be written."""
    derived = {"did_you_mean": str(Language(code).stored)} if code in set(Language) else {}
    return _expected(code, [str(language) for language in STORED_LANGUAGES]) | derived


def _quoted(details: ErrorDetails) -> list[str]:
    """The choices in pydantic's "'a', 'b' or 'c'", as far as a file may use them."""
    written = details.get("ctx", {}).get("expected", "")
    choices = re.findall(r"'([^']*)'", written) or [written.lower()]
    return [choice for choice in choices if choice != "policy"]


def _bounds(details: ErrorDetails) -> Iterable[tuple[str, object]]:
    limits = {"min_length", "max_length", "ge", "gt", "le", "decimal_places"}
    return (("limit", bound) for name, bound in details.get("ctx", {}).items() if name in limits)


def _names_at(place: Location) -> list[str]:
    """The field names that a file may use at this place."""
    names = [step for step in place if isinstance(step, str)]
    models = _MODELS_BY_PLACE.get(names[-1], ()) if names else (Checklist,)
    return [field.alias or name for model in models for name, field in model.model_fields.items()]
