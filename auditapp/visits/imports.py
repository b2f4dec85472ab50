"""Taking over what a phone exported: the auditor's own work, as if the phone had sent it (V5)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from sqlmodel import Session

from auditapp.accounts.models import User
from auditapp.core import audit
from auditapp.core.errors import NotFound
from auditapp.core.storage import Storage
from auditapp.domain.operations import Operation
from auditapp.domain.roles import Role
from auditapp.visits.log import MAX_OPERATIONS, Outcome, Receipt, Upload, record_operations, take_photo
from auditapp.visits.models import Visit
from auditapp.visits.phone_export import Line, NotAnExport, PhoneExport
from auditapp.visits.queries import visit_for_sync

MOST_LISTED = 500


@dataclass(slots=True)
class Tally:
    """What became of the file's items for one visit."""

    store: str
    counts: dict[Receipt, int] = field(default_factory=lambda: dict.fromkeys(Receipt, 0))


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """A line that was left out, and why: a code of the file, of an answer or of a photo."""

    number: int
    outcome: Outcome


@dataclass(slots=True)
class Imported:
    """What was taken over of whom, by visit, and which lines were not; beyond MOST_LISTED they are counted only."""

    auditor: str
    visits: dict[int, Tally] = field(default_factory=dict)
    refused: list[RefusedLine] = field(default_factory=list)
    unlisted: int = 0

    def refuse(self, number: int, outcome: Outcome) -> None:
        """Note a line that was left out."""
        if len(self.refused) < MOST_LISTED:
            self.refused.append(RefusedLine(number, outcome))
        else:
            self.unlisted += 1

    def count(self, receipt: Receipt) -> int:
        """How many items of all visits came to this."""
        return sum(tally.counts[receipt] for tally in self.visits.values())


def import_work(session: Session, storage: Storage, actor: User, export: PhoneExport) -> Imported:
    """Take over an exported file. Doing it twice changes nothing more.

    It may take a minute and each item stands by itself, so each is a transaction: nobody waits for the whole file, and
    where the server is stopped in the middle, the same file is imported once more. Raises NotAnExport for a file of
    somebody who is not an auditor.
    """
    auditor = session.get(User, export.user_id)
    if auditor is None or auditor.role != Role.AUDITOR:
        raise NotAnExport("unknown_user")
    result = Imported(auditor.name)
    for portion in _portions(export.lines()):
        _take(session, storage, auditor, portion, result)
        session.commit()
        session.expire_all()
    counts = {receipt.value: result.count(receipt) for receipt in Receipt}
    lines = len(result.refused) + result.unlisted
    audit.record(session, actor.id, "work.imported", f"user:{auditor.id}", **counts | {"refused": lines})
    return result


Portion: TypeAlias = Sequence[Line]
"""Lines that are taken together: operations of one visit, a photo, or what cannot be read."""


def _portions(lines: Iterable[Line]) -> Iterator[Portion]:
    waiting: list[Line] = []
    for line in lines:
        fits = not waiting or (waiting[0].visit_id == line.visit_id and len(waiting) < MAX_OPERATIONS)
        if isinstance(line.content, Operation) and fits:
            waiting.append(line)
            continue
        if waiting:
            yield waiting
        waiting = [line] if isinstance(line.content, Operation) else []
        if not waiting:
            yield [line]
    if waiting:
        yield waiting


def _take(session: Session, storage: Storage, auditor: User, portion: Portion, result: Imported) -> None:
    first = portion[0]
    if first.content is None:
        result.refuse(first.number, Outcome("", Receipt.REFUSED, first.problem))
        return
    try:
        visit = visit_for_sync(session, auditor, first.visit_id)
    except NotFound:
        for line in portion:
            result.refuse(line.number, Outcome("", Receipt.REFUSED, "not_given"))
        return
    tally = result.visits.setdefault(visit.id, Tally(visit.store.name))
    outcomes = _outcomes(session, storage, auditor, visit, portion)
    for line, outcome in zip(portion, outcomes, strict=True):
        tally.counts[outcome.receipt] += 1
        if outcome.receipt == Receipt.REFUSED:
            result.refuse(line.number, outcome)


def _outcomes(
    session: Session, storage: Storage, auditor: User, visit: Visit, portion: Portion
) -> list[Outcome]:
    if isinstance(portion[0].content, Upload):
        return [take_photo(session, storage, auditor, visit, portion[0].content)]
    operations = [line.content for line in portion if isinstance(line.content, Operation)]
    return record_operations(session, auditor, visit, operations)
