"""Answers that a phone may keep: which those are, whose, and how they are told from what others answer in our place.

Every answer of ours but files carries `Auditapp-User`: who is logged in, `none` where somebody logged out or the login was
withdrawn, `unknown` where that cannot be told. A captive portal does not know the header. A page that may be kept for its
reader carries `Auditapp-Page` besides.
"""

import hashlib

from flask import Flask, Response, g, get_flashed_messages, make_response, request, session
from flask_login import current_user

from auditapp.web.security import FILES

USER, PAGE = "Auditapp-User", "Auditapp-Page"
NOBODY, UNKNOWN = "none", "unknown"
_LEFT = "left"


def init_offline(app: Flask) -> None:
    """Sign every answer."""
    app.after_request(_sign)


def keepable(page: str) -> Response:
    """A page that its reader's phone may keep, unless it shows a message of the moment."""
    response = conditional(page)
    if not get_flashed_messages():
        response.headers[PAGE] = str(current_user.id)
    return response


def conditional(page: str) -> Response:
    """A page that does not travel again to where it is. Its CSRF token is new each time, and good as long as the session."""
    token = g.get("csrf_token")
    content = page.replace(token, session["csrf_token"]) if token else page
    response = make_response(page)
    response.set_etag(hashlib.sha256(content.encode()).hexdigest()[:32], weak=True)
    response.make_conditional(request)
    return response


def note_leaving() -> None:
    """Somebody logs out: until the next login this browser shows nothing of what is kept."""
    session[_LEFT] = True


def _sign(response: Response) -> Response:
    if request.endpoint not in FILES:
        response.headers[USER] = UNKNOWN if response.status_code >= 500 else _reader()
    return response


def _reader() -> str:
    user = g.get("_login_user")  # as far as anybody asked: a database that is gone is not asked again
    if user is None:
        return UNKNOWN
    if user.is_authenticated:
        return str(user.id)
    return NOBODY if _LEFT in session or "_user_id" in session else UNKNOWN
