"""Finding users."""

from sqlmodel import Session, col, select

from auditapp.accounts.models import User
from auditapp.core.errors import NotFound
from auditapp.domain.roles import Role


def user_by_session_id(session: Session, session_id: str) -> User | None:
    """The user whom a session cookie names, unless the password was changed since."""
    number, _, mark = session_id.partition(":")
    user = session.get(User, int(number)) if number.isdigit() else None
    return user if user is not None and user.active and user.session_mark == mark else None


def user_by_email(session: Session, email: str) -> User | None:
    """The user with this address, however its letters are cased."""
    return session.exec(select(User).where(User.email == email.strip().lower())).first()


def user_for(session: Session, user_id: int) -> User:
    """A user, for admins. Raises NotFound."""
    user = session.get(User, user_id)
    if user is None:
        raise NotFound
    return user


def all_users(session: Session) -> list[User]:
    """All users, in no order that a reader would see."""
    return list(session.exec(select(User)))


def active_auditors(session: Session) -> list[User]:
    """Those who can be given a visit."""
    return _active(session, Role.AUDITOR)


def active_client_users(session: Session) -> list[User]:
    """Those who can be shown a client's reports."""
    return _active(session, Role.CLIENT)


def _active(session: Session, role: Role) -> list[User]:
    return list(session.exec(select(User).where(User.role == role, col(User.active))))
