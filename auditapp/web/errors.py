"""Error pages: what happened and what to do, in the user's language, never a trace (X4)."""

from errno import ENOSPC

import structlog
from flask import Flask, g, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import AnonymousUserMixin
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError

from auditapp.core.db import is_full_or_away
from auditapp.core.errors import Forbidden, NotFound
from auditapp.core.storage import StorageDown
from auditapp.web.session import undo

log = structlog.get_logger()
_PASSWORDS = frozenset({"password", "current", "new", "again"})
PAGES = frozenset({400, 403, 404, 413, 429, 500, 503})
PAUSE = {503: {"Retry-After": "30"}}
"""Seconds after which a phone tries again by itself."""


def init_errors(app: Flask) -> None:
    """Answer every failure with a page, or with JSON where none was asked for."""
    app.register_error_handler(NotFound, lambda _error: error_answer(404))
    app.register_error_handler(Forbidden, lambda _error: error_answer(403))
    app.register_error_handler(CSRFError, lambda _error: error_answer(400, "expired", typed=_typed()))
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _crash)


def wants_page() -> bool:
    """Whether a page is asked for, as a browser does that goes to an address; its scripts and pictures do not."""
    return "text/html" in request.headers.get("Accept", "text/html")


def error_answer(status: int, page: str | None = None, **values: object) -> ResponseReturnValue:
    """The page of a status, or another of the error pages with this status."""
    undo()
    if not wants_page():
        return jsonify(error=page or status), status, PAUSE.get(status, {})
    return render_template(f"errors/{page or _page_of(status)}.html", **values), status, PAUSE.get(status, {})


def _typed() -> list[tuple[str, str]]:
    """What a form of ours was sent with, so that it is not lost: neither what another site made up, nor a password."""
    if request.headers.get("Sec-Fetch-Site") != "same-origin":
        return []
    return [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name != "csrf_token" and name not in _PASSWORDS and value.strip()
    ]


def _page_of(status: int) -> int:
    if status in PAGES:
        return status
    return 404 if 400 < status < 500 else 500


def _http_error(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:
        return error.get_response()
    if isinstance(error, InternalServerError) and isinstance(error.original_exception, Exception):
        return _crash(error.original_exception)  # it failed after the view: while its work was committed
    return error_answer(error.code)


def _passes(error: Exception) -> bool:
    """Whether it is no fault of ours: database, storage or disk is full or away for the moment."""
    no_room = isinstance(error, OSError) and error.errno == ENOSPC
    return no_room or isinstance(error, StorageDown) or is_full_or_away(error)


def _crash(error: Exception) -> ResponseReturnValue:
    log.error("request failed", path=request.path, method=request.method, exc_info=error)
    status = 503 if _passes(error) else 500
    try:
        return error_answer(status)
    except Exception:
        # The user cannot be loaded, perhaps because the database is gone: the page is shown as to a stranger.
        log.exception("error page failed", path=request.path)
        g._login_user = AnonymousUserMixin()  # noqa: SLF001 - where Flask-Login looks first
        return error_answer(status)
