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
    """An entry as the template needs it."""

    label: str
    url: str
    current: bool


def init_navigation(app: Flask, entries: tuple[Entry, ...]) -> None:
    """Give every template the entries of the current user, in this order."""
    app.context_processor(lambda: {"navigation": _links(entries)})


def _links(entries: tuple[Entry, ...]) -> list[Link]:
    role = getattr(current_user, "role", None)
    return [
        Link(str(entry.label), url_for(entry.endpoint), _is_current(entry.endpoint))
        for entry in entries
        if role in entry.roles
    ]


def _is_current(endpoint: str) -> bool:
    return (
        request.endpoint is not None and request.endpoint.split(".")[0] == endpoint.split(".", maxsplit=1)[0]
    )
