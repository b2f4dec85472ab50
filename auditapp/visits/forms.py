"""Forms of the admin's planning."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from wtforms import DateField, Field, HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, ValidationError

from auditapp.accounts.models import User
from auditapp.checklists.models import ChecklistVersion
from auditapp.clients.models import Store
from auditapp.core.i18n import date_text
from auditapp.domain.language import text_in
from auditapp.visits.models import Wave
from auditapp.web.forms import Form, at_most, choices, number_or_none
from auditapp.web.languages import in_reading_order, reader_language, today

_choose = DataRequired(_("Please choose one."))
_nothing_yet = _("Please choose")
FIELD_OF_COLUMN = {"version_id": "version_scenario", "scenario": "version_scenario"}


@dataclass(frozen=True, slots=True)
class Offer:
    """What a visit can be planned with."""

    stores: Sequence[Store]
    waves: Sequence[Wave]
    versions: Sequence[ChecklistVersion]
    auditors: Sequence[User]


class PlanForm(Form):
    """By which checklist and scenario, by whom, and when."""

    wave_id = SelectField(
        _("Wave"), coerce=number_or_none, description=_("The round of visits that this one belongs to.")
    )
    version_scenario = SelectField(_("Checklist and scenario"), [_choose])
    auditor_id = SelectField(_("Auditor"), [_choose], coerce=number_or_none)
    window_from = DateField(
        _("From"),
        [InputRequired(_("Enter the first possible day."))],
        invalid_value_message=_("Enter a date."),
    )
    window_to = DateField(
        _("Until"),
        [InputRequired(_("Enter the last possible day."))],
        invalid_value_message=_("Enter a date."),
    )
    note = TextAreaField(
        _("Note to the auditor"),
        [at_most(2000)],
        description=_("For instance what to buy, and how it is paid back. May stay empty."),
    )

    def offer(self, offer: Offer) -> None:
        """Fill the lists to choose from, each in the reader's order."""
        self.offered = offer
        self.wave_id.choices = choices(
            ((wave.id, f"{wave.client.name} · {wave.name}") for wave in offer.waves), first=_("None")
        ) or [SelectChoice("", _("None"))]
        self.version_scenario.choices = choices(
            (pair for version in offer.versions for pair in _scenarios_of(version)), first=_nothing_yet
        )
        self.auditor_id.choices = _auditor_choices(offer.auditors)

    def keep_checklist(self) -> None:
        """Offer no other checklist and scenario than what is planned."""
        planned = self.version_scenario.object_data
        self.version_scenario.choices = [
            choice for choice in self.version_scenario.choices if choice.value == planned
        ]

    def validate_wave_id(self, field: SelectField) -> None:
        """A wave is one client's."""
        wave, store = self.wave, self.store
        if wave is not None and store is not None and wave.client_id != store.region.client_id:
            raise ValidationError(
                _(
                    "This wave belongs to %(client)s, the store does not. Choose another wave or none.",
                    client=wave.client.name,
                )
            )

    def validate_window_to(self, field: DateField) -> None:
        """The window has to be one, and still open; a deadline that has passed may stay as it is."""
        if field.data is None:
            return
        if self.window_from.data and field.data < self.window_from.data:
            raise ValidationError(_("The last day lies before the first. Please choose a later one."))
        if field.data < today() and field.data != field.object_data:
            raise ValidationError(_("The last day is over already. Please choose a later one."))

    @property
    def store(self) -> Store | None:
        """The store to be visited."""
        return self.offered.stores[0]

    @property
    def wave(self) -> Wave | None:
        """The chosen wave."""
        return next((wave for wave in self.offered.waves if wave.id == self.wave_id.data), None)

    @property
    def version_id(self) -> int:
        """The chosen checklist version."""
        return int(str(self.version_scenario.data).partition(":")[0])

    @property
    def scenario(self) -> str | None:
        """The chosen scenario's key, or None for a checklist without scenarios."""
        return str(self.version_scenario.data).partition(":")[2] or None


class AssignForm(PlanForm):
    """The same for a new visit: of which store."""

    store_id = SelectField(_("Store"), [_choose], coerce=number_or_none)

    def offer(self, offer: Offer) -> None:
        """Fill the lists; stores stand by client."""
        super().offer(offer)
        self.store_id.choices = _store_choices(offer.stores)

    @property
    def store(self) -> Store | None:
        """The chosen store."""
        return next((store for store in self.offered.stores if store.id == self.store_id.data), None)


class ChangeForm(PlanForm):
    """The same for a visit that is planned already."""

    seen = HiddenField(filters=[number_or_none])
    """How often it had been planned anew when the admin began."""

    def tell_overtaken(self, who: Mapping[str, str], standing: int) -> None:
        """Say at each field who changed it meanwhile, by column, and to what; sent once more, it counts as seen."""
        for column, name in who.items():
            field = self[FIELD_OF_COLUMN.get(column, column)]
            field.errors = [
                gettext(
                    "%(name)s changed this meanwhile, to: “%(text)s”. Save again to put yours in its place.",
                    name=name,
                    text=_planned(field),
                )
            ]
        self.seen.data = standing


class ImportForm(Form):
    """A file that a phone exported."""

    file = FileField(
        _("File"),
        [FileRequired(_("Choose the file that the auditor sent."))],
        description=_("Its name ends in .auditapp. 300 MB is the most."),
    )


class CancelForm(Form):
    """The visit is called off."""

    reason = StringField(
        _("Reason"),
        [DataRequired(_("Say why, so that the auditor knows.")), at_most(500)],
        description=_("The auditor reads it."),
    )


def _planned(field: Field) -> str:
    """What a field of the plan stands at in the database, as it is read."""
    if isinstance(field, SelectField):
        labels = {choice.value or None: choice.label for choice in field.choices}
        return str(labels[field.object_data])
    if isinstance(field, DateField):
        return date_text(field.object_data, reader_language(), "medium")
    return str(field.object_data)


def _store_choices(stores: Sequence[Store]) -> list[SelectChoice]:
    ordered = in_reading_order(stores, lambda store: store.region.client.name, lambda store: store.name)
    offered = [
        SelectChoice(store.id, store.name_and_city, optgroup=store.region.client.name) for store in ordered
    ]
    return [SelectChoice("", _nothing_yet), *offered]


def _auditor_choices(auditors: Sequence[User]) -> list[SelectChoice]:
    ordered = in_reading_order(auditors, lambda auditor: auditor.name)
    return choices(((auditor.id, auditor.name) for auditor in ordered), first=_nothing_yet)


def _scenarios_of(version: ChecklistVersion) -> list[tuple[str, str]]:
    definition, language = version.definition, reader_language()
    title = gettext(
        "%(title)s, version %(number)s", title=text_in(definition.title, language), number=version.number
    )
    if not definition.scenarios:
        return [(f"{version.id}:", title)]
    return [
        (f"{version.id}:{scenario.key}", f"{title} · {text_in(scenario.title, language)}")
        for scenario in definition.scenarios
    ]
