"""The links in the page's header. Features say which of theirs each role sees."""

from dataclasses import dataclass

from flask import Flask, request, url_for
from flask_babel import LazyString
from flask_login import current_user

from auditapp.domain.roles import Role


@dataclass(frozen=True, slots=True)
class Entry:
    """One link: label (translated late), endpoint, and the roles that see it."""

    label: LazyString
    endpoint: str
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as the template needs it; `current` is a value of aria-current, or empty."""

    label: str
    url: str
    current: str


def init_navigation(app: Flask, entries: tuple[Entry, ...]) -> None:
    """Give every template the entries of the current user, in this order."""
    app.context_processor(lambda: {"navigation": _links(entries)})


def _links(entries: tuple[Entry, ...]) -> list[Link]:
    role = getattr(current_user, "role", None)
    return [
        Link(str(entry.label), url, _current(url))
        for entry in entries
        if role in entry.roles
        for url in [url_for(entry.endpoint)]
    ]


def _current(url: str) -> str:
    """Whether this is the page of `url`, or one below it, whichever feature it belongs to."""
    path = request.script_root + request.path
    if path == url:
        return "page"
    return "true" if path.startswith(f"{url}/") else ""
