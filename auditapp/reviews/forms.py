"""Forms of the review."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest
from types import MappingProxyType

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import HiddenField, TextAreaField

from auditapp.domain.areas import MOST_AREAS, Area, problem_of
from auditapp.web.forms import Form, at_most, cleaned

LONGEST_MESSAGE = 2000
AREA_FIELDS = ("left", "top", "width", "height")


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


class FacesForm(Form):
    """Areas of a photo in fields `left`, `top`, `width` and `height`, as often as there are areas; blank ones are none."""

    seen = HiddenField()
    """How often it was changed when the reviewer began."""
    rows: Sequence[Sequence[str]] = ()
    """The four fields of each area as they were typed."""
    areas: Sequence[Area] = ()
    problems: Mapping[int, str] = MappingProxyType({})
    """What is wrong, by the place of the area from 1."""

    def show(self, areas: Iterable[Iterable[int]]) -> None:
        """Fill in the areas that stand."""
        self.rows = [[str(number) for number in area] for area in areas]

    def read_areas(self, sent: MultiDict[str, str], width: int, height: int) -> bool:
        """Take the areas of a photo of this size; False where something is wrong with them."""
        columns = [[text.strip() for text in sent.getlist(name)] for name in AREA_FIELDS]
        sent_rows = [row for row in zip_longest(*columns, fillvalue="") if any(row)]
        self.rows = sent_rows[:MOST_AREAS]
        if len(sent_rows) > MOST_AREAS:
            self.form_errors = [gettext("Please draw at most %(most)s areas in one photo.", most=MOST_AREAS)]
            return False
        read = [_area_of(row) for row in self.rows]
        self.areas = [area for area in read if area is not None]
        found = (_area_problem(area, width, height) for area in read)
        self.problems = {place: text for place, text in enumerate(found, start=1) if text}
        return not self.problems


def _area_of(row: Sequence[str]) -> Area | None:
    try:
        return Area(*(int(text) for text in row))
    except ValueError:
        return None


def _area_problem(area: Area | None, width: int, height: int) -> str:
    if area is None:
        return str(gettext("Enter four whole numbers."))
    match problem_of(area, width, height):
        case "empty":
            return str(gettext("Width and height are at least 1."))
        case "outside":
            return str(
                gettext(
                    "This area reaches beyond the photo, which has %(width)s × %(height)s pixels.",
                    width=width,
                    height=height,
                )
            )
        case _:
            return ""


class PublishForm(Form):
    """Nothing but the decision."""
