"""Who may call an endpoint. Every view declares it; what declares nothing is refused (house rule 3)."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from flask import Flask, abort, current_app, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from auditapp.domain.roles import Role

Parameters = ParamSpec("Parameters")
Answer = TypeVar("Answer")
View = Callable[Parameters, Answer]

PUBLIC = frozenset({"public"})
_RULE = "access_rule"


def allow(*roles: Role) -> Callable[[View[Parameters, Answer]], View[Parameters, Answer]]:
    """Only users with one of these roles; others get 403, strangers the login page."""
    return _declare(frozenset(role.value for role in roles))


def allow_any(view: View[Parameters, Answer]) -> View[Parameters, Answer]:
    """Every user who is logged in."""
    return allow(*Role)(view)


def public(view: View[Parameters, Answer]) -> View[Parameters, Answer]:
    """Everybody, logged in or not."""
    return _declare(PUBLIC)(view)


def rule_of(view: Callable[..., object]) -> frozenset[str] | None:
    """The declared rule: role names, PUBLIC, or None where nothing was declared."""
    found: frozenset[str] | None = getattr(view, _RULE, None)
    return found


def init_access(app: Flask) -> None:
    """Check the declared rule before every request."""
    public(app.view_functions["static"])
    app.before_request(_check)


def _declare(rule: frozenset[str]) -> Callable[[View[Parameters, Answer]], View[Parameters, Answer]]:
    def declared(view: View[Parameters, Answer]) -> View[Parameters, Answer]:
        setattr(view, _RULE, rule)
        return view

    return declared


def _check() -> ResponseReturnValue | None:
    if request.endpoint is None:
        return None
    rule = rule_of(current_app.view_functions[request.endpoint])
    if rule == PUBLIC:
        return None
    if not current_user.is_authenticated:
        login: ResponseReturnValue = current_app.extensions["auditapp.unauthorized"]()
        return login
    if rule is None or current_user.role not in rule:
        abort(403)
    return None
