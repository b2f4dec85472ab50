"""Which language a request is answered in, how texts, numbers and dates are written in it, and lists sorted."""

from collections.abc import Callable, Collection, Iterable
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar
from zoneinfo import ZoneInfo

from flask import Flask, current_app, has_request_context, request, session
from flask_babel import Babel
from flask_login import current_user

from auditapp.core import clock
from auditapp.core.alphabets import sort_key
from auditapp.core.config import Settings
from auditapp.core.i18n import OWN_NAMES, date_text, locale_of, moment_text, number_text, percent_text
from auditapp.domain.language import Language, Texts, text_in
from auditapp.domain.scoring import percent
from auditapp.domain.script import direction_of

COOKIE = "language"
Row = TypeVar("Row")


def reader_language() -> Language:
    """The user's choice, else the one kept for this browser, else the best of what the browser asks for.

    The command line reads English.
    """
    if not has_request_context():
        return Language.ENGLISH
    chosen = chosen_language()
    if chosen is not None:
        return chosen
    wanted = (_language_of(tag) for tag, quality in request.accept_languages if quality > 0)
    return next(filter(None, wanted), Language.ENGLISH)


def chosen_language() -> Language | None:
    """The user's own choice, else the one kept for this browser, if there is one."""
    chosen = getattr(current_user, "language", None) or session.get(COOKIE)
    return Language(chosen) if chosen in set(Language) else None


def _language_of(tag: str) -> Language | None:
    """Which of our languages a browser's `sr-Cyrl-RS` or `hu-HU` is; Serbian without a script is Latin."""
    parts = tag.lower().replace("_", "-").split("-")
    if parts[0] == "sr":
        return Language.SERBIAN_CYRILLIC if "cyrl" in parts else Language.SERBIAN_LATIN
    return Language(parts[0]) if parts[0] in set(Language) else None


def init_languages(app: Flask) -> None:
    """Connect Flask-Babel and give templates their formatting helpers."""
    Babel(app, locale_selector=lambda: locale_of(reader_language()))
    app.jinja_env.filters.update(
        in_language=_in_language,
        readable_in=_readable_in,
        direction=direction_of,
        language_name=lambda code: OWN_NAMES[Language(code)],
        number=_number,
        percent=_percent,
        day=_day,
        moment=_moment,
    )
    app.context_processor(
        lambda: {
            "language": reader_language().value,
            "languages": [(code.value, name) for code, name in OWN_NAMES.items()],
        }
    )


def remember_language(language: Language) -> None:
    """Keep the choice for this browser; a user's own choice is kept with the user."""
    session[COOKIE] = language.value


def agency_zone() -> ZoneInfo:
    """Where the agency's day begins and ends."""
    settings: Settings = current_app.extensions["auditapp.settings"]
    return settings.timezone


def today() -> date:
    """The agency's day."""
    return clock.today(agency_zone())


def in_reading_order(rows: Iterable[Row], *names: Callable[[Row], str]) -> list[Row]:
    """The rows as the reader's alphabet has their names: by the first name, then by the next."""
    key = sort_key(reader_language())
    return sorted(rows, key=lambda row: [key(name(row)) for name in names])


def _in_language(texts: Texts | None) -> str:
    return text_in(texts, reader_language()) if texts else ""


def _number(value: Decimal | Fraction | int, decimals: int = 1) -> str:
    return number_text(value, reader_language(), decimals=decimals)


def _readable_in(languages: Collection[str]) -> str:
    """Own names of the languages that texts written in `languages` are read in: Serbian is in both scripts."""
    return ", ".join(name for language, name in OWN_NAMES.items() if language.stored in languages)


def _percent(value: Fraction) -> str:
    """A share as per cent with one decimal; rounding is half up and happens here only (S9)."""
    return percent_text(percent(value), reader_language())


def _day(value: date, style: str = "medium") -> str:
    return date_text(value, reader_language(), style)


def _moment(value: datetime, zone: str | None = None) -> str:
    """A moment on the clock of `zone` (a store's), else on the agency's."""
    return moment_text(value, reader_language(), ZoneInfo(zone) if zone else agency_zone())
