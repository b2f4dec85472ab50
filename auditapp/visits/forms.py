"""Forms of the admin's planning."""

from flask_babel import lazy_gettext as _
from wtforms import DateField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from auditapp.accounts.models import User
from auditapp.checklists.models import ChecklistVersion
from auditapp.clients.models import Store
from auditapp.domain.language import Language, text_in
from auditapp.visits.models import Wave
from auditapp.web.forms import Form

_choose = InputRequired(_("Please choose one."))


class AssignForm(Form):
    """Which store, by which checklist and scenario, by whom, and when."""

    store_id = SelectField(_("Store"), [_choose], coerce=int)
    wave_id = SelectField(
        _("Wave"), coerce=int, description=_("The round of visits that this one belongs to.")
    )
    version_scenario = SelectField(_("Checklist and scenario"), [_choose])
    auditor_id = SelectField(_("Auditor"), [_choose], coerce=int)
    window_from = DateField(_("From"), [InputRequired(_("Enter the first possible day."))])
    window_to = DateField(_("Until"), [InputRequired(_("Enter the last possible day."))])
    note = TextAreaField(
        _("Note to the auditor"),
        [Length(max=2000)],
        description=_("For instance what to buy, and how it is paid back."),
    )

    def offer(
        self,
        stores: list[Store],
        waves: list[Wave],
        versions: list[ChecklistVersion],
        auditors: list[User],
        language: Language,
    ) -> None:
        """Fill the lists to choose from."""
        self.store_id.choices = [
            (store.id, f"{store.region.client.name} · {store.name}, {store.city}") for store in stores
        ]
        self.wave_id.choices = [(0, _("None"))] + [
            (wave.id, f"{wave.client.name} · {wave.name}") for wave in waves
        ]
        self.version_scenario.choices = [
            choice for version in versions for choice in _scenario_choices(version, language)
        ]
        self.auditor_id.choices = [(auditor.id, auditor.name) for auditor in auditors]

    def validate_window_to(self, field: DateField) -> None:
        """The window has to be one."""
        if self.window_from.data and field.data and field.data < self.window_from.data:
            raise ValidationError(_("The last day lies before the first. Please choose a later one."))

    @property
    def version_id(self) -> int:
        """The chosen checklist version."""
        return int(str(self.version_scenario.data).partition(":")[0])

    @property
    def scenario(self) -> str | None:
        """The chosen scenario's key, or None for a checklist without scenarios."""
        return str(self.version_scenario.data).partition(":")[2] or None


class ReassignForm(Form):
    """Somebody else does the visit."""

    auditor_id = SelectField(_("Auditor"), [_choose], coerce=int)


class CancelForm(Form):
    """The visit is called off."""

    reason = StringField(
        _("Reason"), [InputRequired(_("Say why, so that the auditor knows.")), Length(max=500)]
    )


def _scenario_choices(version: ChecklistVersion, language: Language) -> list[tuple[str, str]]:
    definition = version.definition
    title = f"{text_in(definition.title, language)} {version.number}"
    if not definition.scenarios:
        return [(f"{version.id}:", title)]
    return [
        (f"{version.id}:{scenario.key}", f"{title} · {text_in(scenario.title, language)}")
        for scenario in definition.scenarios
    ]
