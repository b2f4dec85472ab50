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


def users_by_name(session: Session) -> list[User]:
    """All users."""
    return list(session.exec(select(User).order_by(col(User.name), col(User.id))))


def active_auditors(session: Session) -> list[User]:
    """Those who can be given a visit."""
    return list(
        session.exec(select(User).where(User.role == Role.AUDITOR, col(User.active)).order_by(col(User.name)))
    )


def active_client_users(session: Session) -> list[User]:
    """Those who can be shown a client's reports."""
    return list(
        session.exec(select(User).where(User.role == Role.CLIENT, col(User.active)).order_by(col(User.name)))
    )
