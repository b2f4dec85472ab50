"""Forms of the review."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import HiddenField, TextAreaField

from auditapp.web.forms import Form, at_most, cleaned

LONGEST_MESSAGE = 2000


class RemarkForm(Form):
    """A remark in the reviewer's words; empty takes it out of the report."""

    remark = TextAreaField(_("Remark as the client reads it"), [at_most(4000)])
    seen = HiddenField()
    """How many edits there were when the reviewer began."""


class ReturnForm(Form):
    """What the auditor has to mend: here for the whole visit, and in fields `message-KEY` for single questions."""

    general = TextAreaField(_("Message about the whole visit"), [at_most(LONGEST_MESSAGE)])
    messages: Mapping[str, str] = MappingProxyType({})
    problems: Mapping[str, str] = MappingProxyType({})

    def read_messages(self, sent: Mapping[str, str], keys: Iterable[str]) -> bool:
        """Take the messages of these questions; False where one is too long."""
        self.messages = {key: cleaned(sent.get(f"message-{key}", "")) for key in keys}
        self.problems = {
            key: gettext("Please use at most %(limit)s characters.", limit=LONGEST_MESSAGE)
            for key, text in self.messages.items()
            if len(text) > LONGEST_MESSAGE
        }
        return not self.problems


class PublishForm(Form):
    """Nothing but the decision."""
