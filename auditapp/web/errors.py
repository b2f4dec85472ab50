"""Error pages: what happened and what to do, in the user's language, never a trace (X4)."""

import structlog
from flask import Flask, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from auditapp.core.errors import Forbidden, NotFound
from auditapp.web.session import undo

log = structlog.get_logger()
PAGES = frozenset({403, 404, 413, 429, 500})


def init_errors(app: Flask) -> None:
    """Answer every failure with a page, or with JSON where the phone's scripts ask."""
    app.register_error_handler(NotFound, lambda _error: error_answer(404))
    app.register_error_handler(Forbidden, lambda _error: error_answer(403))
    app.register_error_handler(CSRFError, lambda _error: error_answer(400, _csrf_message()))
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _crash)


def error_answer(status: int, message: str | None = None) -> ResponseReturnValue:
    """The page of a status; `message` says more than the page does by itself."""
    undo()
    if request.accept_mimetypes.best == "application/json":
        return jsonify(error=status, message=message), status
    page = status if status in PAGES else 404 if 400 < status < 500 else 500
    if status == 400:
        return render_template("errors/400.html", message=message), 400
    return render_template(f"errors/{page}.html", message=message), status


def _csrf_message() -> str:
    return str(
        gettext(
            "This form had expired, or came from another page. Nothing was changed. Please send it again."
        )
    )


def _http_error(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:
        return error.get_response()
    return error_answer(error.code)


def _crash(error: Exception) -> ResponseReturnValue:
    log.error("request failed", path=request.path, method=request.method, exc_info=error)
    return error_answer(500)
