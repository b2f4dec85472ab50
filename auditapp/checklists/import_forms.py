"""Forms for files that checklists come from."""

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import Optional, Regexp

from auditapp.checklists.formats.findings import Defaults
from auditapp.core.i18n import OWN_NAMES
from auditapp.domain.language import STORED_LANGUAGES, Language
from auditapp.web.forms import Form, at_most, choices


class ImportForm(Form):
    """A checklist as a file, and what the file may not say itself."""

    file = FileField(
        _("File"),
        [FileRequired(_("Choose the file with the checklist."))],
        description=_(
            "YAML, XLSForm (.xlsx, .xls), or a list of questions (.csv, .xlsx, .xls); 5 MB at most."
        ),
    )
    title = StringField(
        _("Title"), [Optional(), at_most(200)], description=_("If the file has none, or another is wanted.")
    )
    slug = StringField(
        _("Short name"),
        [
            Optional(),
            at_most(64),
            Regexp(r"[a-z0-9]+(-[a-z0-9]+)*$", message=_("Use small letters a to z, digits and hyphens.")),
        ],
        description=_("For addresses and files, as in retail-visit. If the file has none."),
    )
    language = SelectField(
        _("Language of texts that name none"),
        choices=choices((language.value, OWN_NAMES[language]) for language in STORED_LANGUAGES),
        default=Language.ENGLISH.value,
    )
    replace = BooleanField(_("Replace the draft of this checklist if there is one"))

    @property
    def defaults(self) -> Defaults:
        """What was typed beside the file."""
        return Defaults(
            slug=self.slug.data or "", title=self.title.data or "", language=Language(self.language.data)
        )


class TranslationsForm(Form):
    """What a translator sent back."""

    file = FileField(
        _("File"),
        [FileRequired(_("Choose the file that the translator sent."))],
        description=_("Its name ends in .po; 2 MB at most."),
    )
