"""Which language a request is answered in, and how templates write texts, numbers and dates in it."""

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

from flask import Flask, request, session
from flask_babel import Babel
from flask_login import current_user

from auditapp.core.i18n import OWN_NAMES, date_text, locale_of, moment_text, number_text
from auditapp.domain.language import Language, Texts, text_in
from auditapp.domain.scoring import percent

COOKIE = "language"


def reader_language() -> Language:
    """The user's choice, else the one kept for this browser, else the best of what the browser asks for."""
    chosen = getattr(current_user, "language", None) or session.get(COOKIE)
    if chosen in set(Language):
        return Language(chosen)
    wanted = [*Language, "sr"]
    best = request.accept_languages.best_match([str(language) for language in wanted], default="en")
    return Language.SERBIAN_LATIN if best == "sr" else Language(best)


def init_languages(app: Flask) -> None:
    """Connect Flask-Babel and give templates their formatting helpers."""
    Babel(app, locale_selector=lambda: locale_of(reader_language()))
    app.jinja_env.filters.update(
        in_language=_in_language, number=_number, percent=_percent, day=_day, moment=_moment
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


def _in_language(texts: Texts | None) -> str:
    return text_in(texts, reader_language()) if texts else ""


def _number(value: Decimal | Fraction | int, decimals: int = 1) -> str:
    return number_text(value, reader_language(), decimals=decimals)


def _percent(value: Fraction) -> str:
    """A share as per cent with one decimal; rounding is half up and happens here only (S9)."""
    return number_text(percent(value), reader_language()) + "\N{NO-BREAK SPACE}%"


def _day(value: date, style: str = "medium") -> str:
    return date_text(value, reader_language(), style)


def _moment(value: datetime, zone: str = "Europe/Belgrade", style: str = "short") -> str:
    return moment_text(value, reader_language(), ZoneInfo(zone), style)
