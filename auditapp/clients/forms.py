"""Forms about clients, their stores, and their users' scopes."""

from dataclasses import fields
from zoneinfo import available_timezones

from babel import Locale
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, FloatField, SelectField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from auditapp.clients.models import Region, Store
from auditapp.clients.services import StoreDetails
from auditapp.core.i18n import OWN_NAMES
from auditapp.web.forms import Form

COUNTRIES = ("RS", "HR", "HU", "SK", "BA", "ME", "MK", "SI", "AT", "CZ", "RO")
_name = [InputRequired(_("Enter a name.")), Length(max=120)]


class ClientForm(Form):
    """A client's name and the languages of its reports."""

    name = StringField(_("Name"), _name)
    languages = SelectMultipleField(
        _("Reports in"),
        choices=[(code.value, name) for code, name in OWN_NAMES.items()],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        description=_("A report is made in each of these languages when a visit is published."),
    )

    def validate_languages(self, field: SelectMultipleField) -> None:
        """A report needs a language."""
        if not field.data:
            raise ValidationError(_("Choose at least one language."))


class RegionForm(Form):
    """A region's name."""

    name = StringField(_("New region"), _name)


class StoreForm(Form):
    """Everything about a store."""

    region_id = SelectField(_("Region"), coerce=int)
    code = StringField(
        _("Store number"), [InputRequired(_("Enter the client's own number of the store.")), Length(max=32)]
    )
    name = StringField(_("Name"), _name)
    street = StringField(_("Street and number"), [InputRequired(_("Enter the street.")), Length(max=160)])
    postal_code = StringField(_("Postal code"), [InputRequired(_("Enter the postal code.")), Length(max=16)])
    city = StringField(_("Town"), [InputRequired(_("Enter the town.")), Length(max=80)])
    country = SelectField(_("Country"))
    timezone = StringField(_("Time zone"), [Length(max=64)], default="Europe/Belgrade")
    latitude = FloatField(_("Latitude"), [Optional(), NumberRange(-90, 90, _("Between -90 and 90 degrees."))])
    longitude = FloatField(
        _("Longitude"), [Optional(), NumberRange(-180, 180, _("Between -180 and 180 degrees."))]
    )
    active = BooleanField(_("Is visited"), default=True)

    def offer(self, regions: list[Region], locale: Locale) -> None:
        """Fill the lists to choose from."""
        self.region_id.choices = [(region.id, region.name) for region in regions]
        names = [(code, locale.territories.get(code, code)) for code in COUNTRIES]
        self.country.choices = sorted(names, key=lambda choice: choice[1])

    def validate_timezone(self, field: StringField) -> None:
        """An IANA name."""
        if field.data not in available_timezones():
            raise ValidationError(_("Unknown time zone. Enter a name such as Europe/Budapest."))

    def details(self) -> StoreDetails:
        """What was entered."""
        return StoreDetails(**{part.name: self[part.name].data for part in fields(StoreDetails)})


class ScopeForm(Form):
    """Which part of the client a user may see: `client`, `region:ID` or `store:ID`."""

    user_id = SelectField(_("User"), [InputRequired(_("Please choose one."))], coerce=int)
    part = SelectField(_("May see"), [InputRequired(_("Please choose one."))])

    def offer(self, users: list[tuple[int, str]], regions: list[Region], stores: list[Store]) -> None:
        """Fill the lists to choose from."""
        self.user_id.choices = users
        self.part.choices = [
            ("client", _("All stores")),
            *((f"region:{region.id}", region.name) for region in regions),
            *((f"store:{store.id}", f"{store.name}, {store.city}") for store in stores),
        ]

    def chosen(self) -> tuple[int | None, int | None]:
        """The chosen region's id and store's id; both None for the whole client."""
        kind, _colon, number = str(self.part.data).partition(":")
        return (int(number) if kind == "region" else None, int(number) if kind == "store" else None)
