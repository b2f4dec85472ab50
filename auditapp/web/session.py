"""What a request works on: files, and one database transaction, kept when the answer is good, undone when it is not."""

from flask import Flask, Response, current_app, g, request
from sqlmodel import Session

from auditapp.core.db import Database
from auditapp.core.storage import Storage

READING_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def database() -> Database:
    """The database of the running app."""
    found: Database = current_app.extensions["auditapp.database"]
    return found


def storage() -> Storage:
    """The files of the running app."""
    found: Storage = current_app.extensions["auditapp.storage"]
    return found


def db() -> Session:
    """The session of this request, opened when first asked for."""
    if "session" not in g:
        g.session = database().session(writes=request.method not in READING_METHODS)
    session: Session = g.session
    return session


def init_session(app: Flask) -> None:
    """An answer keeps what the request did; an error page undoes it (see `undo`)."""
    app.after_request(_settle)
    app.teardown_appcontext(_close)


def _settle(response: Response) -> Response:
    session: Session | None = g.get("session")
    if session is not None:
        session.commit()
    return response


def undo() -> None:
    """Forget what this request did so far; the error pages call it."""
    session: Session | None = g.get("session")
    if session is not None:
        session.rollback()


def _close(_error: BaseException | None) -> None:
    session: Session | None = g.pop("session", None)
    if session is not None:
        session.close()
