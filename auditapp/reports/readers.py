"""Who wants reports by e-mail, in which language, and of which visits."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from auditapp.accounts.models import User
from auditapp.clients.models import Client, Region, Scope, Store
from auditapp.clients.queries import visible_stores
from auditapp.domain.language import Language
from auditapp.reports.models import MailChoice, MailSubscription
from auditapp.visits.models import Visit


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody of a client who wants e-mails."""

    user: User
    choice: MailChoice
    language: Language
    since: datetime


def readers_of(session: Session, client: Client) -> list[Reader]:
    """Everybody who may see something of the client and wants e-mails."""
    query = (
        select(User, MailSubscription)
        .join(MailSubscription, col(MailSubscription.user_id) == User.id)
        .where(col(User.active), col(User.id).in_(select(Scope.user_id).where(Scope.client_id == client.id)))
        .order_by(col(User.id))
    )
    return [
        Reader(user, subscription.choice, language_of(user, client), subscription.since)
        for user, subscription in session.exec(query)
    ]


def language_of(user: User, client: Client) -> Language:
    """What somebody reads in: the own choice, else the first language of the company's reports."""
    return Language(user.language or next(iter(client.languages), Language.ENGLISH))


def seen_by(session: Session, user: User, visits: Collection[int]) -> set[int]:
    """Those of the visits that `user` may see."""
    query = (
        select(Visit.id)
        .join(Store)
        .join(Region)
        .where(col(Visit.id).in_(visits), visible_stores(session, user))
    )
    return set(session.exec(query))


def languages_needed(session: Session, visit: Visit) -> set[Language]:
    """In which languages the report of a published visit is made without being asked for."""
    return {language for _visit, language in reports_needed(session, visit.store.region.client, [visit.id])}


def reports_needed(session: Session, client: Client, visits: Collection[int]) -> set[tuple[int, Language]]:
    """The same for several visits of a client: in its languages, and in those of its readers where they look."""
    own = {(visit, Language(code)) for visit in visits for code in client.languages}
    return own | {
        (visit, reader.language)
        for reader in readers_of(session, client)
        for visit in seen_by(session, reader.user, visits)
    }
