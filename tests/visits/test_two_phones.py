"""V2, V4, V5: whatever gets lost, doubled, delayed or mixed up between two phones and the server, everything arrives once.

Hypothesis decides what the phones do and what the network makes of it; the server is the real one, on a real database.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlmodel import Session, col, select

from auditapp.accounts.models import User
from auditapp.accounts.queries import user_for
from auditapp.checklists.models import ChecklistVersion
from auditapp.core.clock import now
from auditapp.core.db import Database
from auditapp.core.storage import Storage
from auditapp.domain.lifecycle import OPEN_FOR_CAPTURE, VisitState
from auditapp.domain.manifest import digest_of, read_manifest
from auditapp.domain.operations import Operation, fold, read_operation, winners, write_operation
from auditapp.visits.log import Receipt, Upload, record_operations, store_photo
from auditapp.visits.models import OperationRow, Photo, Visit
from auditapp.visits.queries import highest_sequence, operation_of, operations_of, visit_for_sync
from auditapp.visits.services import Incomplete, move_visit, submit_visit
from tests.support.people import People
from tests.support.photos import jpeg
from tests.support.visits import plan_visit, publish
from tests.visits.test_operations import easy_checklist

QUESTIONS = {"greeting": "text", "offers": "count", "receipt": "photo"}
CHECKLIST = easy_checklist(
    [{"key": key, "type": kind, "text": {"en": key}, "required": False} for key, kind in QUESTIONS.items()]
)
CHANGES = st.one_of(
    st.tuples(st.just("greeting"), st.just("answer"), st.sampled_from(["warm", "cold", None])),
    st.tuples(st.just("greeting"), st.just("remark"), st.sampled_from(["They smiled.", "Ők örültek.", ""])),
    st.tuples(st.just("offers"), st.just("answer"), st.integers(0, 3)),
    st.tuples(st.just(""), st.just("check_in"), st.just({"place": None, "refused": True})),
)
PHOTOS = [jpeg(number, 32, 24) for number in range(1, 4)]
ARRIVES, TWICE, ANSWER_LOST, LOST, DELAYED = "arrives", "twice", "answer lost", "lost", "delayed"
FATES = st.sampled_from([ARRIVES, TWICE, ANSWER_LOST, LOST, DELAYED])
WHICH = st.integers(0, 1)


@dataclass(slots=True)
class Server:
    """The real services, each call in a transaction of its own, talking to one auditor about one visit."""

    database: Database
    storage: Storage
    people: People
    visit_id: int

    def receive(self, sent: str) -> dict[str, str]:
        """Take operations as JSON; what became of each."""
        operations = [read_operation(raw) for raw in json.loads(sent)]
        with self.database.transaction() as session:
            actor, visit = self._visit(session)
            outcomes = record_operations(session, actor, visit, operations)
            return {outcome.id: outcome.receipt for outcome in outcomes}

    def keep(self, photo_id: str, data: bytes) -> str:
        """Take a photo; what became of it."""
        upload = Upload(UUID(photo_id), "receipt", hashlib.sha256(data).hexdigest(), data)
        with self.database.transaction() as session:
            actor, visit = self._visit(session)
            return store_photo(session, self.storage, actor, visit, upload)

    def news(self, after: int) -> tuple[list[Operation], int]:
        """What came after a sequence, and how far the log is."""
        with self.database.session(writes=False) as session:
            visit = session.get_one(Visit, self.visit_id)
            reached = highest_sequence(session, visit)
            return operations_of(session, visit, after=after), reached

    def submit(self, manifest: Mapping[str, Any]) -> bool:
        """Hand in; False where something is lacking."""
        with self.database.transaction() as session:
            actor, visit = self._visit(session)
            try:
                submit_visit(session, actor, visit, read_manifest(manifest))
            except Incomplete:
                return False
            return True

    def send_back(self) -> None:
        """Return the visit for more work, if it was handed in."""
        with self.database.transaction() as session:
            _actor, visit = self._visit(session)
            if visit.state == VisitState.SUBMITTED:
                reviewer = user_for(session, self.people.reviewer.id)
                move_visit(session, reviewer, visit, VisitState.RETURNED)

    def look(self) -> tuple[list[OperationRow], dict[str, str], VisitState]:
        """The whole log in the order of receipt, the photos with their hashes, and the visit's state."""
        with self.database.session(writes=False) as session:
            rows = session.exec(
                select(OperationRow)
                .where(OperationRow.visit_id == self.visit_id)
                .order_by(col(OperationRow.sequence))
            ).all()
            photos = session.exec(select(Photo).where(Photo.visit_id == self.visit_id)).all()
            hashes = {str(photo.id): photo.sha256 for photo in photos}
            return list(rows), hashes, session.get_one(Visit, self.visit_id).state

    def _visit(self, session: Session) -> tuple[User, Visit]:
        actor = user_for(session, self.people.auditor.id)
        return actor, visit_for_sync(session, actor, self.visit_id)


@dataclass(slots=True)
class Handset:
    """A phone as the rules want it: keeps what it did until the server has confirmed it."""

    device: str
    visit_id: int
    known: dict[str, Operation] = field(default_factory=dict)
    made: list[str] = field(default_factory=list)
    waiting: dict[str, Operation] = field(default_factory=dict)
    pictures: dict[str, bytes] = field(default_factory=dict)
    unsent_pictures: dict[str, bytes] = field(default_factory=dict)
    sequence: int = 0

    def name_of(self, number: int) -> str:
        """A UUID that nothing else has, and that is the same whenever the same happens again."""
        return str(UUID(int=(self.visit_id << 64) + (ord(self.device) << 32) + number))

    def do(self, question: str, name: str, value: object, item: str = "") -> Operation:
        """Change something, upon what stands there on this phone."""
        standing = {winner.place: winner.id for winner in winners(self.known.values())}
        highest = max((operation.counter for operation in self.known.values()), default=0)
        made = Operation(
            id=self.name_of(2 * len(self.made)),
            question=question,
            field=name,
            item=item,
            value=value,
            device=self.device,
            counter=highest + 1,
            phone_at=now(),
            base=standing.get((question, name, item)),
        )
        self.known[made.id] = self.waiting[made.id] = made
        self.made.append(made.id)
        return made

    def learn(self, news: list[Operation], sequence: int) -> None:
        """Take over what others did. An old answer that comes late does no harm."""
        self.known |= {operation.id: operation for operation in news}
        self.sequence = max(self.sequence, sequence)

    def confirm(self, results: Mapping[str, str]) -> None:
        """Nothing that the server did not confirm may stop waiting."""
        assert set(results.values()) <= {Receipt.STORED, Receipt.KNOWN, Receipt.LATE}
        for confirmed in results:
            self.waiting.pop(confirmed, None)

    def manifest(self) -> dict[str, Any]:
        """Everything that this phone made."""
        photos = {name: hashlib.sha256(data).hexdigest() for name, data in self.pictures.items()}
        digest = digest_of(self.made, photos)
        return {
            "operations": list(self.made),
            "photos": photos,
            "count": len(self.made) + len(photos),
            "digest": digest,
        }


class TwoPhones(RuleBasedStateMachine):
    """Two phones, one server, and a network that does what it likes."""

    def __init__(self, server: Server) -> None:
        super().__init__()
        self.server = server
        self.phones = [Handset(device, server.visit_id) for device in "ab"]
        self.made: dict[str, Operation] = {}
        self.delayed: list[Callable[[], object]] = []

    @rule(which=WHICH, change=CHANGES)
    def change(self, which: int, change: tuple[str, str, Any]) -> None:
        self._note(self.phones[which].do(*change))

    @rule(which=WHICH, picture=st.integers(0, len(PHOTOS) - 1))
    def take_a_photo(self, which: int, picture: int) -> None:
        phone = self.phones[which]
        name = phone.name_of(2 * len(phone.pictures) + 1)
        phone.pictures[name] = phone.unsent_pictures[name] = PHOTOS[picture]
        self._note(phone.do("receipt", "photo", "attached", name))

    @rule(which=WHICH, choice=st.integers(0))
    def remove_a_photo(self, which: int, choice: int) -> None:
        phone = self.phones[which]
        photos = sorted(fold(phone.known.values()).photo_ids())
        if photos:
            self._note(phone.do("receipt", "photo", "removed", photos[choice % len(photos)]))

    @rule(which=WHICH, fate=FATES, order=st.randoms(use_true_random=False), share=st.floats(0.1, 1))
    def send(self, which: int, fate: str, order: Any, share: float) -> None:  # noqa: ANN401 - Hypothesis's own
        phone = self.phones[which]
        batch = list(phone.waiting.values())
        order.shuffle(batch)
        some = batch[: max(1, round(share * len(batch)))]
        sent = json.dumps([write_operation(operation) for operation in some])
        self._over_the_network(fate, lambda: self.server.receive(sent), phone.confirm)

    @rule(which=WHICH, fate=FATES)
    def send_a_photo(self, which: int, fate: str) -> None:
        phone = self.phones[which]
        for name, data in list(phone.unsent_pictures.items())[:1]:
            self._over_the_network(
                fate,
                lambda: self.server.keep(name, data),  # noqa: B023 - one round only
                lambda _receipt: phone.unsent_pictures.pop(name, None),  # noqa: B023 - as above
            )

    @rule(which=WHICH, fate=FATES)
    def fetch_news(self, which: int, fate: str) -> None:
        phone = self.phones[which]
        after = phone.sequence
        self._over_the_network(fate, lambda: self.server.news(after), lambda news: phone.learn(*news))

    @rule(which=WHICH, fate=FATES)
    def hand_in(self, which: int, fate: str) -> None:
        manifest = self.phones[which].manifest()
        self._over_the_network(fate, lambda: self._submit(manifest), lambda _done: None)

    @rule(choice=st.integers(0))
    def a_delayed_request_arrives(self, choice: int) -> None:
        if self.delayed:
            self.delayed.pop(choice % len(self.delayed))()

    @rule()
    def return_the_visit(self) -> None:
        self.server.send_back()

    @invariant()
    def the_server_holds_each_operation_once_and_as_it_was_made(self) -> None:
        rows, photos, _state = self.server.look()
        assert [row.sequence for row in rows] == list(range(1, len(rows) + 1))
        assert all(operation_of(row) == self.made[str(row.id)] for row in rows)
        stored = {str(row.id) for row in rows}
        for phone in self.phones:
            assert set(phone.made) - set(phone.waiting) <= stored
            assert set(phone.pictures) - set(phone.unsent_pictures) <= set(photos)

    def teardown(self) -> None:
        """The network comes back, in the end everything gets through: nothing is missing, and all agree."""
        while self.delayed:
            self.delayed.pop()()
        for phone in self.phones:
            self.send(self.phones.index(phone), ARRIVES, _AsItIs(), 1)
            while phone.unsent_pictures:
                self.send_a_photo(self.phones.index(phone), ARRIVES)
        self.the_server_holds_each_operation_once_and_as_it_was_made()
        rows, photos, state = self.server.look()
        assert {str(row.id) for row in rows} == set(self.made)
        assert fold(operation_of(row) for row in rows) == fold(self.made.values())
        assert set(photos) == {name for phone in self.phones for name in phone.pictures}
        assert all(self._submit(phone.manifest()) for phone in self.phones if state in OPEN_FOR_CAPTURE)
        self._phones_agree(rows)

    def _phones_agree(self, rows: list[OperationRow]) -> None:
        """Each phone knows what is part of the visit, and of what came too late only its own."""
        in_time = {str(row.id): operation_of(row) for row in rows if not row.late}
        for which, phone in enumerate(self.phones):
            self.fetch_news(which, ARRIVES)
            own = {name: self.made[name] for name in phone.made}
            assert fold(phone.known.values()) == fold((in_time | own).values())

    def _submit(self, manifest: Mapping[str, Any]) -> bool:
        """Taken only if everything that is named is there."""
        before, photos, state = self.server.look()
        lacking = set(manifest["operations"]) - {str(row.id) for row in before}
        standing = fold(operation_of(row) for row in before if not row.late).photo_ids()
        lacking |= (set(manifest["photos"]) | standing) - set(photos)
        done = self.server.submit(manifest)
        assert done == (state == VisitState.SUBMITTED or not lacking)
        return done

    def _over_the_network(
        self, fate: str, request: Callable[[], Any], answer: Callable[[Any], object]
    ) -> None:
        if fate == DELAYED:
            self.delayed.append(request)
        elif fate != LOST:
            answered = request()
            if fate == TWICE:
                answered = request()
            if fate != ANSWER_LOST:
                answer(answered)

    def _note(self, operation: Operation) -> None:
        self.made[operation.id] = operation


class _AsItIs:
    """Chance that leaves everything where it is."""

    def shuffle(self, items: list[Any]) -> None:
        """Nothing."""


@pytest.fixture
def version(session: Session, people: People) -> ChecklistVersion:
    """A checklist where nothing is required, so that only what gets lost keeps a visit from being handed in."""
    return publish(session, people, CHECKLIST)


def test_everything_arrives_once_and_all_agree(
    app: Flask, session: Session, people: People, version: ChecklistVersion
) -> None:
    database, storage = app.extensions["auditapp.database"], app.extensions["auditapp.storage"]

    class Here(TwoPhones):
        """With a visit of its own in each run."""

        def __init__(self) -> None:
            visit = plan_visit(session, people, version, None)
            super().__init__(Server(database, storage, people, visit.id))

    run_state_machine_as_test(Here, settings=settings(max_examples=40, stateful_step_count=30, deadline=None))
