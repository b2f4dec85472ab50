"""The base of all forms: CSRF, stripped texts, and messages in the reader's language."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext, lazy_gettext, ngettext
from flask_wtf import FlaskForm
from wtforms.fields import SelectChoice
from wtforms.validators import Length

STRIPPED = frozenset({"StringField", "TextAreaField", "EmailField", "SearchField"})

LIBRARY_MESSAGES = (
    lazy_gettext("This field is required."),
    lazy_gettext("Invalid email address."),
    lazy_gettext("Not a valid choice."),
    lazy_gettext("Not a valid integer value."),
    lazy_gettext("Not a valid decimal value."),
    lazy_gettext("Not a valid date value."),
    lazy_gettext("Not a valid float value."),
)
"""What WTForms says by itself: named here so that our catalogues translate it into all languages."""


def at_most(limit: int) -> Length:
    """A text of so many characters at the most: as many as its column takes."""
    return Length(max=limit, message=lazy_gettext("Please use at most %(limit)s characters.", limit=limit))


class _CatalogueTranslations:
    """WTForms speaks few of our languages, so its messages go through our catalogues."""

    def gettext(self, message: str) -> str:
        """One message in the reader's language."""
        return str(gettext(message))

    def ngettext(self, singular: str, plural: str, count: int) -> str:
        """The form for `count`; WTForms fills in the number itself."""
        return str(ngettext(singular, plural, count))


class Form(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A form with CSRF protection; leading and trailing blanks of texts never count."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # as above
        """WTForms settings."""

        def get_translations(self, _form: object) -> _CatalogueTranslations:
            """Our catalogues instead of the library's."""
            return _CatalogueTranslations()

        def bind_field(self, form: Any, unbound_field: Any, options: Any) -> Any:  # noqa: ANN401 - untyped library
            """Strip what was typed into text fields; a password is taken as it is."""
            if unbound_field.field_class.__name__ in STRIPPED:
                options = options | {"filters": [*unbound_field.kwargs.get("filters", ()), _stripped]}
            return super().bind_field(form, unbound_field, options)


def choices(pairs: Iterable[tuple[Any, Any]], *, first: object | None = None) -> list[SelectChoice]:
    """What a select offers, as (value, label); `first` is what stands there before anything was chosen.

    Without pairs there is nothing to choose.
    """
    offered = [SelectChoice(value, label) for value, label in pairs]
    return [SelectChoice("", first), *offered] if offered and first is not None else offered


def number_or_none(text: str | int | None) -> int | None:
    """What a choice of numbers sends: nothing chosen, and what no page offers, is None."""
    return int(text) if isinstance(text, int) or (text and text.isdecimal()) else None


def cleaned(text: str) -> str:
    """What was typed, without blanks around it, and without the one sign that no database takes."""
    return text.replace("\0", "").strip()


def _stripped(value: str | None) -> str:
    """A text field that was not sent at all is an empty one."""
    return cleaned(value or "")
