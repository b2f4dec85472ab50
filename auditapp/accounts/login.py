"""Flask-Login: how a session cookie becomes a user, and where strangers are sent."""

from flask import Flask, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, current_user

from auditapp.accounts.models import User
from auditapp.accounts.queries import user_by_session_id
from auditapp.web.errors import wants_page
from auditapp.web.session import db


def actor() -> User:
    """The logged-in user of this request, as the services want it."""
    user: User = current_user._get_current_object()  # noqa: SLF001 - the documented way out of the proxy
    return user


def init_login(app: Flask) -> None:
    """Connect Flask-Login."""
    manager = LoginManager(app)
    manager.session_protection = None
    manager.user_loader(_load)
    app.extensions["auditapp.unauthorized"] = _ask_to_log_in


def _load(session_id: str) -> User | None:
    return user_by_session_id(db(), session_id)


def _ask_to_log_in() -> ResponseReturnValue:
    if not wants_page():
        abort(401)  # The login page would begin a session beside that of a login page that lies open.
    wanted = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("accounts.login", next=wanted))
