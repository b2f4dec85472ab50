"""Forms of the review."""

from flask_babel import lazy_gettext as _
from wtforms import TextAreaField
from wtforms.validators import Length

from auditapp.web.forms import Form


class RemarkForm(Form):
    """A remark in the reviewer's words; empty takes it out of the report."""

    remark = TextAreaField(_("Remark as the client reads it"), [Length(max=4000)])


class ReturnForm(Form):
    """What the auditor has to mend: `message-KEY` per question stands in the page, this one is for the whole."""

    general = TextAreaField(_("Message about the whole visit"), [Length(max=2000)])


class PublishForm(Form):
    """Nothing but the decision."""
