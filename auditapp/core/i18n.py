"""From the product's languages to those of Babel, and values written as a reader of the language expects."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date as babel_date
from babel.dates import format_time, format_timedelta, get_datetime_format
from babel.numbers import format_decimal

from auditapp.domain.language import Language

OWN_NAMES = {
    Language.ENGLISH: "English",
    Language.SERBIAN_CYRILLIC: "Српски (ћирилица)",
    Language.SERBIAN_LATIN: "Srpski (latinica)",
    Language.CROATIAN: "Hrvatski",
    Language.HUNGARIAN: "Magyar",
    Language.SLOVAK: "Slovenčina",
}

_LOCALES = {
    Language.ENGLISH: "en_GB",
    Language.SERBIAN_CYRILLIC: "sr_Cyrl",
    Language.SERBIAN_LATIN: "sr_Latn",
    Language.CROATIAN: "hr",
    Language.HUNGARIAN: "hu",
    Language.SLOVAK: "sk",
}


def locale_of(language: Language) -> Locale:
    """Babel's locale; English is written the European way (day before month)."""
    return Locale.parse(_LOCALES[language])


def number_text(value: Decimal | Fraction | int, language: Language, *, decimals: int = 1) -> str:
    """A number with the language's own decimal mark, at most `decimals` places."""
    exact = Decimal(value.numerator) / value.denominator if isinstance(value, Fraction) else value
    pattern = "#,##0" + ("." + "#" * decimals if decimals else "")
    return format_decimal(exact, format=pattern, locale=locale_of(language))


def percent_text(percentage: Decimal, language: Language) -> str:
    """A percentage, always with one decimal: figures that stand below each other compare at a glance."""
    return decimal_text(percentage, language, "#,##0.0") + "\N{NO-BREAK SPACE}%"


def decimal_text(value: Decimal, language: Language, pattern: str) -> str:
    """A number by Babel's pattern, with the language's own marks."""
    return format_decimal(value, format=pattern, locale=locale_of(language))


def date_text(value: date, language: Language, style: str = "long") -> str:
    """A day as the language writes it; style is Babel's short, medium, long or full."""
    return babel_date(value, format=style, locale=locale_of(language))


def moment_text(value: datetime, language: Language, zone: ZoneInfo) -> str:
    """A moment on the clock of `zone`: its day as days stand elsewhere, its time without seconds."""
    locale = locale_of(language)
    day = date_text(value.astimezone(zone).date(), language, "medium")
    time = format_time(value, format="short", tzinfo=zone, locale=locale)
    return str(get_datetime_format("medium", locale=locale)).format(time, day)


def span_text(value: timedelta, language: Language) -> str:
    """How long something takes, roughly: in hours, minutes or seconds, whichever is the largest that fits."""
    return format_timedelta(value, granularity="second", threshold=1.5, locale=locale_of(language))
