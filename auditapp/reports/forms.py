"""What is typed to check a report, and chosen about e-mails."""

from flask_babel import lazy_gettext as _
from wtforms import RadioField, StringField, ValidationError

from auditapp.reports.codes import read_code
from auditapp.reports.models import MailChoice
from auditapp.web.forms import Form, choices


class CodeForm(Form):
    """The short code on a report's last page."""

    code = StringField(_("Code of the report"))

    def validate_code(self, field: StringField) -> None:
        """Take it however it was typed."""
        code = read_code(field.data)
        if code is None:
            raise ValidationError(
                _("A code has twelve letters and figures. It stands on the last page of the report.")
            )
        field.data = code


class MailsForm(Form):
    """When somebody wants to be told of reports."""

    choice = RadioField(
        _("E-mails about new reports"),
        choices=choices(
            (
                ("", _("None")),
                (MailChoice.EACH.value, _("One for each report, as soon as it is there")),
                (MailChoice.WAVE.value, _("One for each wave, when all of its reports are there")),
            )
        ),
        description=_("A visit that belongs to no wave is always told of by itself."),
    )
