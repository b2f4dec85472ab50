"""What a vector expects, held against a dumped score: of Python and of the phone's twin alike."""

from collections.abc import Mapping
from typing import Any

from tests.domain.shorthand import fraction

_FRACTIONS = {"total", "earned", "possible", "impact", "cap"}


def expected_part(expect: Mapping[str, Any]) -> dict[str, Any]:
    """The expected values, spelled as a dumped score spells them."""
    plain = {
        name: _spelled(name, value) for name, value in expect.items() if name not in {"percent", "visible"}
    }
    if "sections" in plain:
        plain["sections"] = {key: fraction(score) for key, score in plain["sections"].items()}
    return plain


def actual_part(expect: Mapping[str, Any], score: Mapping[str, Any]) -> dict[str, Any]:
    """Of a dumped score, exactly the values that a vector speaks of."""
    sections = {section["key"]: section["score"] for section in score["sections"]}
    parts = {**score, "sections": sections}
    return {name: _same_keys(wanted, parts[name]) for name, wanted in expected_part(expect).items()}


def _same_keys(wanted: Any, actual: Any) -> Any:  # noqa: ANN401 - JSON
    if not isinstance(wanted, Mapping):
        return actual
    return {key: _same_keys(part, actual[key]) for key, part in wanted.items()}


def _spelled(name: str, value: Any) -> Any:  # noqa: ANN401 - JSON
    if name in _FRACTIONS:
        return fraction(value)
    if isinstance(value, Mapping):
        return {key: _spelled(key, part) for key, part in value.items()}
    return [_spelled(name, part) for part in value] if isinstance(value, list) else value
