"""Forms about checklists."""

from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectField, SelectMultipleField, StringField
from wtforms.validators import DataRequired
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
