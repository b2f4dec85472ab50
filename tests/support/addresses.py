"""Addresses as they were compiled once: each app of a process would compile all its rules again."""

from collections.abc import Callable, Hashable, Mapping
from typing import Any

from werkzeug.routing import Rule

Builder = Callable[..., tuple[str, str]]

_compile = Rule._compile_builder
_COMPILED: dict[Hashable, Builder] = {}


def share_addresses() -> None:
    """Let rules of this process build addresses with what equal rules have compiled; each keeps its own converters."""
    Rule._compile_builder = _compiled_once  # type: ignore[assignment,method-assign]  # a method's first argument is the rule


def _compiled_once(rule: Rule, append_unknown: bool = True) -> Builder:  # noqa: FBT001, FBT002 - Werkzeug's own
    defaults: Mapping[str, Any] = rule.defaults or {}
    key = (rule.rule, tuple(rule._trace), tuple(sorted(defaults.items())), append_unknown)
    if key not in _COMPILED:
        _COMPILED[key] = _compile(rule, append_unknown)
    return _COMPILED[key]
