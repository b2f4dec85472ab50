"""What is typed to check a report."""

from flask_babel import lazy_gettext as _
from wtforms import StringField, ValidationError

from auditapp.reports.codes import read_code
from auditapp.web.forms import Form


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
