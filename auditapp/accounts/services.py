"""What happens to users: created, logged in, passwords changed."""

import secrets
from base64 import b64encode

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from argon2.low_level import ARGON2_VERSION
from sqlmodel import Session

from auditapp.accounts.models import User
from auditapp.accounts.queries import user_by_email
from auditapp.core import audit
from auditapp.core.attempts import TooManyAttempts, forget_attempts, note_attempt, recent_attempts
from auditapp.core.clock import now
from auditapp.domain.language import Language
from auditapp.domain.roles import Role

EMAIL = r"^[^@\s]+@[^@\s]+\.[^@\s]+$"
MIN_PASSWORD = 10
ATTEMPTS_PER_ADDRESS = 10
ATTEMPTS_PER_NETWORK = 100

_hasher = PasswordHasher()


class EmailTaken(Exception):  # noqa: N818 - reads as the fact that it states
    """Another user has this address."""


class OwnAccount(Exception):  # noqa: N818 - as above
    """Nobody switches off the account that they use: there would soon be no admin left."""


def create_user(
    session: Session, actor: User | None, *, email: str, name: str, role: Role, password: str
) -> User:
    """Add a user. `actor` is None on the command line. Raises EmailTaken."""
    _require_free(session, email)
    user = User(
        email=email.strip().lower(),
        name=name,
        role=role,
        password_hash=_hasher.hash(password),
        session_mark=secrets.token_urlsafe(16),
        created_at=now(),
    )
    session.add(user)
    session.flush()
    audit.record(session, actor.id if actor else None, "user.created", f"user:{user.id}", role=role.value)
    return user


def update_user(session: Session, actor: User, user: User, *, name: str, email: str, active: bool) -> None:
    """Correct name and address, switch a user off or on; switching off ends their sessions.

    Raises EmailTaken, and OwnAccount for an actor who would lock themself out.
    """
    if user.id == actor.id and not active:
        raise OwnAccount
    if email.strip().lower() != user.email:
        _require_free(session, email)
        user.email = email.strip().lower()
    user.name, user.active = name, active
    if not active:
        user.session_mark = secrets.token_urlsafe(16)
    audit.record(session, actor.id, "user.updated", f"user:{user.id}", active=active)


def authenticate(session: Session, *, email: str, password: str, network: str) -> User | None:
    """The user, or None without saying which part was wrong: it takes the same time either way.

    Raises TooManyAttempts after too many failures for the address or from the network.
    """
    subjects = {email.strip().lower(): ATTEMPTS_PER_ADDRESS, network: ATTEMPTS_PER_NETWORK}
    if any(recent_attempts(session, subject) >= limit for subject, limit in subjects.items()):
        raise TooManyAttempts
    user = user_by_email(session, email)
    kept = user.password_hash if user else _hash_of_nobody()
    if not _matches(kept, password) or user is None or not user.active:
        note_attempt(session, subjects)
        return None
    forget_attempts(session, user.email)
    if _hasher.check_needs_rehash(user.password_hash):
        user.password_hash = _hasher.hash(password)
    return user


def change_password(session: Session, user: User, *, current: str, new: str) -> bool:
    """Set a new password and end all other sessions. False where the current one is wrong."""
    if not _matches(user.password_hash, current):
        return False
    set_password(session, user, user, new)
    return True


def set_password(session: Session, actor: User | None, user: User, password: str) -> None:
    """Give a user a password without knowing the old one: for admins and the command line."""
    user.password_hash = _hasher.hash(password)
    user.session_mark = secrets.token_urlsafe(16)
    audit.record(session, actor.id if actor else None, "user.password_set", f"user:{user.id}")


def choose_language(user: User, language: Language) -> None:
    """Remember the language that a user reads in."""
    user.language = language.value


def _require_free(session: Session, email: str) -> None:
    if user_by_email(session, email):
        raise EmailTaken


def _hash_of_nobody() -> str:
    """A hash that no password has, as slow to check as a real one: nobody's login takes the time of somebody's."""
    cost = f"m={_hasher.memory_cost},t={_hasher.time_cost},p={_hasher.parallelism}"
    salt, digest = (
        b64encode(secrets.token_bytes(size)).decode().rstrip("=")
        for size in (_hasher.salt_len, _hasher.hash_len)
    )
    return f"$argon2id$v={ARGON2_VERSION}${cost}${salt}${digest}"


def _matches(password_hash: str, password: str) -> bool:
    try:
        return _hasher.verify(password_hash, password)
    except VerificationError:
        return False
