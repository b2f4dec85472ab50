"""Forms about clients, their stores, and their users' scopes."""

from dataclasses import fields
from zoneinfo import available_timezones

from babel import Locale
from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    FloatField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget, TextInput

from auditapp.clients.models import Region, Store
from auditapp.clients.services import Look, StoreDetails
from auditapp.core.i18n import OWN_NAMES
from auditapp.core.images import RefusalCode
from auditapp.domain.colours import is_colour
from auditapp.domain.paper import PageSize
from auditapp.web.forms import Form, at_most, choices, number_or_none
from auditapp.web.languages import in_reading_order

COUNTRIES = ("RS", "HR", "HU", "SK", "BA", "ME", "MK", "SI", "AT", "CZ", "RO", "DE", "PL")
ZONES = sorted(zone for zone in available_timezones() if zone.startswith("Europe/"))
_name = [DataRequired(_("Enter a name.")), at_most(120)]
_choose = DataRequired(_("Please choose one."))


class ClientForm(Form):
    """A client's name and the languages of its reports."""

    name = StringField(_("Name"), _name)
    languages = SelectMultipleField(
        _("Reports in"),
        choices=choices((code.value, name) for code, name in OWN_NAMES.items()),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        description=_("A report is made in each of these languages when a visit is published."),
    )

    def validate_languages(self, field: SelectMultipleField) -> None:
        """A report needs a language."""
        if not field.data:
            raise ValidationError(_("Choose at least one language."))


class EditClientForm(ClientForm):
    """What can be said of a client that there is already."""

    names_in_reports = BooleanField(
        _("Remarks in reports may name employees"),
        description=_(
            "Only where the client has agreed with its employees on it. Otherwise nobody is named."
        ),
    )
    mail_files = BooleanField(
        _("E-mails carry the report as a file"),
        description=_("Otherwise they hold a link to it, which works for 14 days."),
    )


LONGEST_CONTACT, MOST_LINES = 400, 6


def _with_its_sign(text: str | None) -> str:
    """A colour as we keep it, from how people write it: `FFCC00`, `#FFCC00`."""
    digits = (text or "").strip().lower().removeprefix("#")
    return digits and f"#{digits}"


class LookForm(Form):
    """How a client's reports look."""

    logo = FileField(
        _("Logo"),
        description=_("PNG, JPEG or WebP, 2 MB at most. What is transparent stays so. It stands on white."),
    )
    without_logo = BooleanField(_("Take the logo out"))
    colour = StringField(
        _("Colour"),
        [Optional()],
        filters=[_with_its_sign],
        description=_("As six digits, for instance #7a2e39. Without one, reports keep their own petrol."),
    )
    contact = TextAreaField(
        _("Contact for questions about a report"),
        [Optional(), at_most(LONGEST_CONTACT)],
        description=_("Whom a store asks: name, telephone, e-mail; six lines at most."),
    )
    paper = RadioField(
        _("Paper"),
        choices=choices(
            [
                (PageSize.A4.value, _("A4 (210 × 297 mm)")),
                (PageSize.LETTER.value, _("Letter (8.5 × 11 inches)")),
            ]
        ),
        default=PageSize.A4.value,
    )

    def validate_colour(self, field: StringField) -> None:
        """Six digits, or nothing."""
        if field.data and not is_colour(field.data):
            raise ValidationError(_("Enter a colour as six digits, for instance #7a2e39."))

    def validate_contact(self, field: TextAreaField) -> None:
        """As many lines as have room on a page."""
        if len(field.data.splitlines()) > MOST_LINES:
            raise ValidationError(_("Please use at most six lines."))

    def look(self) -> Look:
        """What was chosen."""
        return Look(
            colour=self.colour.data,
            contact=self.contact.data,
            paper=PageSize(self.paper.data),
            logo=self.logo.data.read() if self.logo.data else None,
            without_logo=self.without_logo.data,
        )


def logo_refusal(code: RefusalCode) -> str:
    """Why a logo cannot be taken, and what helps."""
    return str(
        {
            "too_large": _("This logo is larger than 2 MB. Save it smaller; 640 pixels in width are enough."),
            "too_many_pixels": _("This logo has too many pixels. Save it smaller; 640 in width are enough."),
            "not_an_image": _("This is not a PNG, JPEG or WebP. A logo in SVG has to be saved as PNG first."),
            "truncated": _("This file is incomplete. Save the logo again, and choose the new file."),
        }[code]
    )


class DegreesField(FloatField):  # type: ignore[misc]  # WTForms has no types
    """A coordinate, with a decimal point or comma."""

    widget = TextInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed."""
        super().process_formdata([text.replace(",", ".") for text in valuelist])


def _require_both(other: DegreesField) -> None:
    if not any(text.strip() for text in other.raw_data or ()):
        raise ValidationError(_("Enter both latitude and longitude, or neither."))


class RegionForm(Form):
    """A region's name."""

    name = StringField(_("Name of the region"), _name)


class StoreForm(Form):
    """Everything about a store."""

    region_id = SelectField(_("Region"), [_choose], coerce=number_or_none)
    code = StringField(
        _("Store number"),
        [DataRequired(_("Enter the client's own number of the store.")), at_most(32)],
        description=_("The client's own, as its people know it."),
    )
    name = StringField(_("Name"), _name)
    street = StringField(_("Street and number"), [DataRequired(_("Enter the street.")), at_most(160)])
    postal_code = StringField(_("Postal code"), [DataRequired(_("Enter the postal code.")), at_most(16)])
    city = StringField(_("Town"), [DataRequired(_("Enter the town.")), at_most(80)])
    country = SelectField(_("Country"))
    timezone = SelectField(_("Time zone"), default="Europe/Belgrade")
    latitude = DegreesField(
        _("Latitude"),
        [Optional(), NumberRange(-90, 90, _("Between -90 and 90 degrees."))],
        description=_("In degrees, for instance 46.1005. It leads the auditor's map to the door."),
        invalid_value_message=_("Enter degrees as a number, for instance 46.1005."),
    )
    longitude = DegreesField(
        _("Longitude"),
        [Optional(), NumberRange(-180, 180, _("Between -180 and 180 degrees."))],
        invalid_value_message=_("Enter degrees as a number, for instance 19.6651."),
    )
    active = BooleanField(
        _("Is visited"),
        default=True,
        description=_("A store that is no longer visited keeps its reports."),
    )

    def offer(self, regions: list[Region], store: Store | None, locale: Locale) -> None:
        """Fill the lists to choose from; what the store has now is always among them."""
        self.region_id.choices = choices((region.id, region.name) for region in regions)
        codes = {*COUNTRIES, store.country} if store else set(COUNTRIES)
        names = [(code, str(locale.territories.get(code, code))) for code in codes]
        self.country.choices = choices(in_reading_order(names, lambda choice: choice[1]))
        zones = sorted({*ZONES, store.timezone}) if store else ZONES
        self.timezone.choices = choices((zone, zone) for zone in zones)

    def validate_latitude(self, _field: DegreesField) -> None:
        """Half a place is none."""
        _require_both(self.longitude)

    def validate_longitude(self, _field: DegreesField) -> None:
        """The same, the other way round."""
        _require_both(self.latitude)

    def details(self) -> StoreDetails:
        """What was entered."""
        return StoreDetails(**{part.name: self[part.name].data for part in fields(StoreDetails)})


class ScopeForm(Form):
    """Which part of the client a user may see: `client`, `region:ID` or `store:ID`."""

    user_id = SelectField(_("User"), [_choose], coerce=number_or_none)
    part = SelectField(_("May see"), [_choose])

    def offer(self, users: list[tuple[int, str]], regions: list[Region], stores: list[Store]) -> None:
        """Fill the lists to choose from."""
        self.user_id.choices = choices(users, first=_("Please choose"))
        self.part.choices = [
            SelectChoice("client", _("All stores")),
            *(SelectChoice(f"region:{part.id}", part.name, optgroup=_("Regions")) for part in regions),
            *(SelectChoice(f"store:{part.id}", part.name_and_city, optgroup=_("Stores")) for part in stores),
        ]

    def chosen(self) -> tuple[int | None, int | None]:
        """The chosen region's id and store's id; both None for the whole client."""
        kind, _colon, number = str(self.part.data).partition(":")
        return (int(number) if kind == "region" else None, int(number) if kind == "store" else None)
