"""Loading the demo: everything goes through the services that the product itself uses, at the time when it happened."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from auditapp.accounts.models import User
from auditapp.accounts.queries import user_by_email
from auditapp.accounts.services import choose_language, create_user
from auditapp.actions.models import ActionState
from auditapp.actions.queries import plan_of
from auditapp.actions.services import edit_action, set_action_state
from auditapp.checklists.models import ChecklistVersion
from auditapp.checklists.services import import_definition, publish_version
from auditapp.checklists.yaml_format import read_checklist
from auditapp.clients.services import Look, change_look
from auditapp.core import clock
from auditapp.core.clock import frozen_at
from auditapp.core.config import PROJECT_ROOT
from auditapp.core.db import Database
from auditapp.core.events import events
from auditapp.core.storage import Storage
from auditapp.demo.fieldwork import Phone, Studio, answer_sheet
from auditapp.demo.logos import draw_logo
from auditapp.demo.people import ADMIN, PASSWORD, PEOPLE, REVIEWER, writes_in
from auditapp.demo.pictures import FACE, WIDTH
from auditapp.demo.places import COMPANIES, TAVANKA, Places, create_places
from auditapp.demo.slips import (
    ACTION_EDITS,
    CANCELLED_BECAUSE,
    CORRECTIONS,
    NOTES,
    PASSERS_BY,
    RETURN_MESSAGES,
    REWORDED,
)
from auditapp.demo.story import WAVES, Calendar, Episode, Fate, episodes
from auditapp.demo.wording import pen_of
from auditapp.domain.areas import Area
from auditapp.reviews.services import VisitPublished, edit_remark, hide_faces, publish_visit, return_visit
from auditapp.visits.models import Visit, Wave
from auditapp.visits.queries import photos_of
from auditapp.visits.services import Plan, assign_visit, cancel_visit, plan_wave

CHECKLISTS = PROJECT_ROOT / "checklists"
_LEAD = timedelta(days=5)
"""How long before a wave its visits are given out."""
_REPORTS_AT_ONCE = frozenset({("BG-01", WAVES - 1)})
"""Visits whose reports are made at once; those of the others are made when somebody asks for them."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was loaded."""

    visits: int
    photos: int


def is_loaded(database: Database) -> bool:
    """Whether the demo is there: its admin is the mark, and all of it comes in one transaction."""
    with database.session(writes=False) as session:
        return user_by_email(session, PEOPLE[0].email) is not None


def load_demo(
    database: Database,
    storage: Storage,
    *,
    say: Callable[[str], None] = lambda _: None,
    photo_width: int = WIDTH,
) -> Loaded | None:
    """Load the demo, all of it or nothing; None where it is loaded already.

    `say` hears how far it is. Small photos make it faster, for tests.
    """
    painter = ThreadPoolExecutor(1)
    try:
        with database.transaction() as session:
            if user_by_email(session, PEOPLE[0].email) is not None:
                return None
            studio = Studio(painter, photo_width)
            return _Loader(session, storage, studio, Calendar(clock.now()), say).load()
    finally:
        painter.shutdown(cancel_futures=True)


def _create_people(session: Session) -> dict[str, User]:
    """Everybody, by key: the admin first, who then adds the others."""
    users: dict[str, User] = {}
    for person in PEOPLE:
        users[person.key] = user = create_user(
            session,
            users.get(ADMIN),
            email=person.email,
            name=person.name,
            role=person.role,
            password=PASSWORD,
        )
        if person.language:
            choose_language(user, person.language)
    return users


class _Loader:
    """One loading of the demo."""

    def __init__(
        self,
        session: Session,
        storage: Storage,
        studio: Studio,
        calendar: Calendar,
        say: Callable[[str], None],
    ) -> None:
        self.session, self.storage, self.studio = session, storage, studio
        self.calendar, self.say = calendar, say
        self.visits = self.photos = 0
        first, _ = calendar.wave_days(0)
        self.beginning = calendar.now - timedelta(days=(calendar.today - first).days + 21)
        with frozen_at(self.beginning):
            self.users: dict[str, User] = _create_people(session)
            self.places: Places = create_places(session, self.users[ADMIN], self.users)
            self._choose_looks()
            self.versions = self._import_checklists()

    def load(self) -> Loaded:
        """Tell the story wave by wave: later visits know of earlier ones."""
        for number in range(WAVES):
            told = [episode for episode in episodes(self.calendar, number) if episode.slug in self.versions]
            with frozen_at(self.beginning):
                waves = self._plan_waves(number)
            visits = [self._assign(episode, waves[episode.company.name]) for episode in told]
            phones = [self._equip(episode, visit) for episode, visit in zip(told, visits, strict=True)]
            for episode, visit, phone in zip(told, visits, phones, strict=True):
                self._tell(episode, visit, phone)
            self.visits += len(told)
            self.say(f"Wave {number + 1} of {WAVES}: {len(told)} visits")
        return Loaded(self.visits, self.photos)

    def _choose_looks(self) -> None:
        """One company has its own; the other shows what reports look like without."""
        for company in COMPANIES:
            if company.contact:
                look = Look(
                    logo=draw_logo(company.name, company.colour),
                    colour=company.colour,
                    contact=company.contact,
                )
                client = self.places.clients[company.name]
                change_look(self.session, self.storage, self.users[ADMIN], client, look)

    def _import_checklists(self) -> dict[str, ChecklistVersion]:
        versions = {}
        for file in sorted(CHECKLISTS.glob("*.yaml")):
            version = import_definition(self.session, self.users[ADMIN], read_checklist(file.read_bytes()))
            if version.published_at is None:
                publish_version(self.session, self.users[ADMIN], version)
            versions[version.definition.slug] = version
        return versions

    def _plan_waves(self, number: int) -> dict[str, Wave]:
        starts_on, ends_on = self.calendar.wave_days(number)
        name = f"{starts_on.year}/{starts_on.month}"
        return {
            client.name: plan_wave(
                self.session, self.users[ADMIN], client, name=name, starts_on=starts_on, ends_on=ends_on
            )
            for client in self.places.clients.values()
        }

    def _assign(self, episode: Episode, wave: Wave) -> Visit:
        version = self.versions[episode.slug]
        scenarios = version.definition.scenarios
        plan = Plan(
            store=self.places.stores[episode.place.code],
            version=version,
            scenario=scenarios[episode.number % len(scenarios)].key if scenarios else None,
            auditor=self.users[episode.auditor],
            window_from=episode.window[0],
            window_to=episode.window[1],
            note=NOTES.get(episode.name, ""),
            wave=wave,
        )
        with frozen_at(self._assigned_at(episode, wave)):
            return assign_visit(self.session, self.users[ADMIN], plan)

    def _assigned_at(self, episode: Episode, wave: Wave) -> datetime:
        """Before the wave; a visit for today was given out just now."""
        if episode.window[0] == self.calendar.today:
            return self.calendar.now
        return episode.evening - timedelta(days=(episode.start.date() - wave.starts_on).days) - _LEAD

    def _equip(self, episode: Episode, visit: Visit) -> Phone | None:
        """An auditor who goes: what they will answer is known, and their photos are being drawn meanwhile."""
        if episode.fate in {Fate.ASSIGNED, Fate.CANCELLED}:
            return None
        definition, pen = visit.version.definition, pen_of(writes_in(episode.auditor))
        sheet = answer_sheet(definition, visit.scenario, episode, pen)
        if episode.fate is Fate.IN_PROGRESS:
            sheet = sheet.begun()
        pictures = self.studio.take_pictures(episode, sheet)
        self.photos += len(pictures)
        return Phone(self.session, self.storage, self.users[episode.auditor], visit, episode, sheet, pictures)

    def _tell(self, episode: Episode, visit: Visit, phone: Phone | None) -> None:
        if phone is not None:
            done = phone.fill_in()
            if episode.fate is not Fate.IN_PROGRESS:
                phone.submit(done)
                self._review(episode, visit, phone)
        elif episode.fate is Fate.CANCELLED:
            with frozen_at(episode.start):
                cancel_visit(self.session, self.users[ADMIN], visit, CANCELLED_BECAUSE)

    def _review(self, episode: Episode, visit: Visit, phone: Phone) -> None:
        """What the agency did with a visit that came in."""
        if episode.fate in {Fate.RETURNED, Fate.CORRECTED}:
            self._return(episode, visit)
        if episode.fate is Fate.CORRECTED:
            mended = episode.evening + timedelta(minutes=40)
            for question, remark in CORRECTIONS[episode.name].items():
                phone.correct(question, remark, mended)
            phone.submit(mended + timedelta(minutes=1))
        if episode.fate is not Fate.RETURNED:
            self._edit(episode, visit)
        if episode.fate in {Fate.PUBLISHED, Fate.CORRECTED}:
            self._publish(episode, visit)

    def _return(self, episode: Episode, visit: Visit) -> None:
        messages = dict(RETURN_MESSAGES[episode.name])
        general = messages.pop("", "")
        with frozen_at(episode.evening):
            return_visit(self.session, self.users[REVIEWER], visit, messages, general)

    def _edit(self, episode: Episode, visit: Visit) -> None:
        with frozen_at(episode.evening + timedelta(hours=1)):
            for question, text in REWORDED.get(episode.name, {}).items():
                edit_remark(self.session, self.users[REVIEWER], visit, question, text)
            for question, wordings in ACTION_EDITS.get(episode.name, {}).items():
                for language, wording in wordings.items():
                    edit_action(self.session, self.users[REVIEWER], visit, question, language, wording)
            if episode.name in PASSERS_BY:
                self._hide_face(visit, PASSERS_BY[episode.name])

    def _hide_face(self, visit: Visit, question: str) -> None:
        for photo in photos_of(self.session, visit).values():
            if photo.question == question:
                left, top, width, height = FACE
                across, down = photo.width, photo.height
                area = Area(
                    round(left * across), round(top * down), round(width * across), round(height * down)
                )
                hide_faces(self.session, self.storage, self.users[REVIEWER], visit, photo, [area])

    def _publish(self, episode: Episode, visit: Visit) -> None:
        at_once = (episode.place.code, episode.wave) in _REPORTS_AT_ONCE
        heard: AbstractContextManager[None] = nullcontext() if at_once else events.unheard(VisitPublished)
        with frozen_at(episode.evening + timedelta(hours=2)), heard:
            publish_visit(self.session, self.users[REVIEWER], visit)
        if episode.wave < WAVES - 1:
            self._work_off(episode, visit)

    def _work_off(self, episode: Episode, visit: Visit) -> None:
        """The store does the first half of its plan before the next wave."""
        actor = self.users["client" if episode.company is TAVANKA else "gergo.tuzko"]
        plan = plan_of(self.session, visit)
        with frozen_at(episode.evening + timedelta(days=12)):
            for action in plan[: (len(plan) + 1) // 2]:
                set_action_state(self.session, actor, action, ActionState.DONE)
