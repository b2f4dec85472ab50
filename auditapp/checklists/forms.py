"""Forms about versions of checklists."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from auditapp.web.forms import Form, at_most, choices


class PublishForm(Form):
    """A draft is closed for ever: why, and why the warnings may stay, each of which has to be ticked."""

    note = TextAreaField(
        _("Why is there this version?"),
        [DataRequired(_("Say why, so that others understand it later.")), at_most(1000)],
        description=_("It stands beside the version for good, for the agency only."),
    )
    accepted = SelectMultipleField(
        _("Warnings"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=False,  # one that was mended since is none that matters
        description=_("Tick each one that may stay as it is."),
    )
    acknowledged = TextAreaField(
        _("Why may the warnings stay?"),
        [at_most(1000)],
        description=_("It stands beside the version for good, for the agency only."),
    )
    seen = HiddenField()
    """The digest of the draft that is being looked at."""

    def warn(self, warnings: Iterable[tuple[str, str]]) -> None:
        """Name the warnings, each by what it is called and its words; without any nothing is asked about them."""
        self.accepted.choices = choices(warnings)

    def validate_accepted(self, field: SelectMultipleField) -> None:
        """Nobody looks past a warning."""
        if {choice.value for choice in field.choices} - set(field.data or ()):
            raise ValidationError(_("Look at each warning: mend it in the draft, or tick it."))

    def validate_acknowledged(self, field: TextAreaField) -> None:
        """What stays needs a reason."""
        if self.accepted.choices and not field.data:
            raise ValidationError(_("Say why the warnings may stay."))


class RetireForm(Form):
    """A version takes no new visits any more."""

    reason = StringField(
        _("Reason"),
        [DataRequired(_("Say why, so that others understand it later.")), at_most(1000)],
        description=_("It stands beside the version for good."),
    )
