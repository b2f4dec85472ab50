"""Forms about versions of checklists."""

from flask_babel import lazy_gettext as _
from wtforms import StringField
from wtforms.validators import DataRequired

from auditapp.web.forms import Form, at_most


class RetireForm(Form):
    """A version takes no new visits any more."""

    reason = StringField(
        _("Reason"),
        [DataRequired(_("Say why, so that others understand it later.")), at_most(1000)],
        description=_("It stands beside the version for good."),
    )
