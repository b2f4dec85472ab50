"""How a reviewer words an action."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, IntegerField, SelectField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, NumberRange

from auditapp.actions.queries import PlannedAction
from auditapp.actions.services import Wording
from auditapp.checklists.words import OWNER_NAMES
from auditapp.domain.checklist import OwnerRole
from auditapp.domain.language import Language
from auditapp.web.forms import Form, at_most, choices

_text = [DataRequired(_("This must not be empty.")), at_most(4000)]


class ActionForm(Form):
    """What, why, how, by when, and whose it is."""

    what = TextAreaField(_("What"), _text, description=_("The behaviour to reach."))
    why = TextAreaField(_("Why"), _text, description=_("What it costs the customer and the business."))
    how = TextAreaField(_("How"), _text, description=_("Concrete steps, one a line."))
    days = IntegerField(
        _("Days until it is done"),
        [InputRequired(_("Enter a number of days.")), NumberRange(1, 365, _("Between 1 and 365 days."))],
        invalid_value_message=_("Enter a whole number."),
    )
    owner = SelectField(_("Who"), choices=choices((role.value, name) for role, name in OWNER_NAMES.items()))
    dropped = BooleanField(_("Leave this action out of the plan"))
    seen = HiddenField()
    """The number of the newest edit that the reviewer saw."""

    def show(self, planned: PlannedAction, language: Language) -> None:
        """Fill in the wording of one language as it stands."""
        stored = language.stored.value
        for name in ("what", "why", "how"):
            self[name].data = getattr(planned, name).get(stored, "")
        self.days.data, self.owner.data, self.dropped.data = (
            planned.days,
            planned.owner.value,
            planned.dropped,
        )
        self.seen.data = str(planned.edits)

    def wording(self) -> Wording:
        """What was entered."""
        return Wording(
            what=self.what.data,
            why=self.why.data,
            how=self.how.data,
            days=self.days.data,
            owner=OwnerRole(self.owner.data),
            dropped=self.dropped.data,
        )
