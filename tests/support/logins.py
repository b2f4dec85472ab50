"""A login without the front door, whose own tests fill in its form."""

from secrets import token_hex

from flask import Flask
from flask.sessions import SecureCookieSessionInterface

from auditapp.accounts.queries import user_for
from tests.support.people import Person


def login_of(app: Flask, person: Person) -> dict[str, object]:
    """What the session of somebody who has just logged in holds."""
    with app.extensions["auditapp.database"].session(writes=False) as session:
        return {
            "_user_id": user_for(session, person.id).get_id(),
            "_fresh": True,
            "csrf_token": token_hex(20),
        }


def login_cookie(app: Flask, person: Person) -> str:
    """The same, signed."""
    interface = app.session_interface
    assert isinstance(interface, SecureCookieSessionInterface)
    serializer = interface.get_signing_serializer(app)
    assert serializer is not None
    return str(serializer.dumps(login_of(app, person)))
