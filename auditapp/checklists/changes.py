"""What an editor changed in a draft, as places with their new values: a whole checklist would be a megabyte a save."""

from collections.abc import Iterable
from copy import deepcopy
from typing import Any


class UnfitChange(Exception):  # noqa: N818 - reads as the fact that it states
    """The change leads nowhere in this content."""


def changed(content: object, changes: object) -> object:
    """A copy of the content with each change made: `{"path": ["title", "en"], "value": "Shop"}`; without a value it goes.

    An empty path is the whole content. Raises UnfitChange for what is no change, or has no place.
    """
    if not isinstance(changes, list):
        raise UnfitChange
    whole: dict[str, Any] = {"content": deepcopy(content)}
    for change in changes:
        if not isinstance(change, dict) or not isinstance(change.get("path"), list):
            raise UnfitChange
        _make(whole, ["content", *change["path"]], change)
    return whole["content"]


def _make(whole: dict[str, Any], path: list[object], change: dict[str, object]) -> None:
    part = _part_at(whole, path[:-1])
    step = path[-1]
    if isinstance(part, dict) and isinstance(step, str):
        if "value" in change:
            part[step] = change["value"]
        else:
            part.pop(step, None)
    elif _leads_on(part, step) and "value" in change:
        part[step] = change["value"]
    else:
        raise UnfitChange


def _part_at(whole: object, path: Iterable[object]) -> Any:  # noqa: ANN401 - any JSON
    part: Any = whole
    for step in path:
        if not _leads_on(part, step):
            raise UnfitChange
        part = part[step]
    return part


def _leads_on(part: object, step: object) -> bool:
    if isinstance(part, list):
        return type(step) is int and 0 <= step < len(part)
    return isinstance(part, dict) and isinstance(step, str) and step in part
