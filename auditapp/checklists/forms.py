"""Forms about checklists and their versions."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from auditapp.checklists.words import CHANNEL_NAMES
from auditapp.core.i18n import OWN_NAMES
from auditapp.domain.checklist import Channel
from auditapp.domain.language import STORED_LANGUAGES, Language
from auditapp.web.forms import Form, at_most, choices

WRITTEN_IN = {language: OWN_NAMES[language] for language in STORED_LANGUAGES} | {
    Language.SERBIAN_CYRILLIC: _("Serbian (written in Cyrillic, shown in both scripts)")
}
"""What the languages are called that texts are written in."""


class NewChecklistForm(Form):
    """A checklist before its first question."""

    title = StringField(_("Title"), [DataRequired(_("Enter a title.")), at_most(120)])
    channel = RadioField(
        _("How does the auditor meet the company?"),
        [DataRequired(_("Please choose one."))],
        choices=choices((channel.value, name) for channel, name in CHANNEL_NAMES.items()),
        default=Channel.VISIT.value,
    )
    first = SelectField(
        _("Language in which it is written first"),
        [DataRequired(_("Please choose one."))],
        choices=choices((language.value, name) for language, name in WRITTEN_IN.items()),
        description=_("The title above is in this language, too."),
    )
    others = SelectMultipleField(
        _("Further languages"),
        choices=choices((language.value, name) for language, name in WRITTEN_IN.items()),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        description=_("The editor shows them side by side. You can add and remove languages later."),
    )

    @property
    def languages(self) -> list[str]:
        """The languages, the first of them first."""
        wanted = {self.first.data, *self.others.data}
        return [
            self.first.data,
            *(one.value for one in STORED_LANGUAGES if one in wanted - {self.first.data}),
        ]


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
