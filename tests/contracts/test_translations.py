"""Every text on a screen stands in every catalogue, whole."""

import re
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po
from babel.support import Translations

from auditapp.translations.derive import LATIN, latin_catalogue
from tests.support.texts import ROOT, sentences_in_script, untranslated_in_python, untranslated_in_template

LOCALES = ("sr_Cyrl", "sr_Latn", "hr", "hu", "sk")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "lazy_ngettext": (1, 2),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


def _short(path: Path) -> str:
    return str(path.relative_to(ROOT))


@cache
def texts_of_the_code() -> frozenset[str | tuple[str, ...]]:
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    found = extract_from_dir(str(ROOT), methods, options, keywords=KEYWORDS)
    return frozenset(text for _file, _line, text, _note, _context in found)


@cache
def catalogue(locale: str) -> Catalog:
    path = ROOT / "auditapp" / "translations" / locale / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as file:
        return read_po(file, locale=locale)


def messages(locale: str) -> Iterator[Message]:
    return (message for message in catalogue(locale) if message.id)


def forms(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string or ())


@pytest.mark.parametrize("locale", LOCALES)
def test_a_catalogue_has_exactly_the_texts_of_the_code(locale: str) -> None:
    known = {message.id if isinstance(message.id, str) else tuple(message.id) for message in messages(locale)}
    assert texts_of_the_code() - known == set(), "run `make translations` and translate what is new"
    assert known - texts_of_the_code() == set(), "run `make translations`: these texts are gone"


@pytest.mark.parametrize("locale", LOCALES)
def test_every_text_is_translated_and_sure(locale: str) -> None:
    plurals = catalogue(locale).num_plurals
    for message in messages(locale):
        assert not message.fuzzy, message.id
        assert all(form.strip() for form in forms(message)), message.id
        assert len(forms(message)) == (1 if isinstance(message.id, str) else plurals), message.id


@pytest.mark.parametrize("locale", LOCALES)
def test_a_translation_has_the_placeholders_of_its_text(locale: str) -> None:
    for message in messages(locale):
        wanted = {name for text in _ids(message) for name in PLACEHOLDER.findall(text)}
        for form in forms(message):
            given = set(PLACEHOLDER.findall(form))
            assert given <= wanted, message.id
            assert wanted - given <= ({"num"} if message.pluralizable else set()), message.id


def _ids(message: Message) -> list[str]:
    return [message.id] if isinstance(message.id, str) else list(message.id)


def test_serbian_latin_is_derived_from_cyrillic() -> None:
    derived = BytesIO()
    write_po(
        derived,
        latin_catalogue(catalogue("sr_Cyrl")),
        omit_header=True,
        include_lineno=False,
        sort_by_file=True,
    )
    assert derived.getvalue() == LATIN.read_bytes(), "run `python -m auditapp.translations.derive`"


def test_serbian_cyrillic_has_no_latin_words() -> None:
    latin_word = re.compile(r"(?<![%(\w/.])[A-Za-z]{3,}")
    kept = {
        "QR",
        "PDF",
        "YAML",
        "UTF",
        "JSON",
        "XLSForm",
        "XML",
        "CSV",
        "Excel",
        "PNG",
        "JPEG",
        "WebP",
        "SVG",
        "Letter",
        "ZIP",
        "Windows",
        "flask",
        "app",
        "wsgi",
        "checklists",
        "import",
        "iPhone",
        "iPad",
        "Alt",
        "Safari",
        "https",
    }
    for message in messages("sr_Cyrl"):
        for form in forms(message):
            plain = re.sub(r"%\(\w+\)[sd]|“[^”]*”|„[^“]*“|\bflask .*$|\w+_\w+", "", form)
            assert not set(latin_word.findall(plain)) - kept, (message.id, form)


@pytest.mark.parametrize("path", sorted((ROOT / "templates").rglob("*.html")), ids=_short)
def test_no_template_has_a_text_outside_the_catalogues(path: Path) -> None:
    assert list(untranslated_in_template(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("path", sorted((ROOT / "auditapp").rglob("*.py")), ids=_short)
def test_no_form_or_message_has_a_text_outside_the_catalogues(path: Path) -> None:
    assert list(untranslated_in_python(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("path", sorted((ROOT / "static" / "js").rglob("*.js")), ids=_short)
def test_no_script_has_a_text_of_its_own(path: Path) -> None:
    assert list(sentences_in_script(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    "source",
    [
        "<p>Hello</p>",
        '<img alt="A photo">',
        '{% if a %}<a href="{{ b }}">Go on</a>{% endif %}',
        '<p>{{ _("known") }} and more</p>',
    ],
)
def test_the_template_check_finds_what_it_should(source: str) -> None:
    assert list(untranslated_in_template(source))


@pytest.mark.parametrize(
    "source",
    [
        '<p>{{ _("Hello") }}</p>',
        "<p>{% trans %}Hello{% endtrans %}</p>",
        '<p class="lead big">{{ n }} %</p>',
        "{# Note #}",
    ],
)
def test_the_template_check_leaves_what_is_right(source: str) -> None:
    assert list(untranslated_in_template(source)) == []


@pytest.mark.parametrize(
    "source", ['StringField("Name")', 'flash("Saved.")', 'InputRequired(message="Enter it.")']
)
def test_the_python_check_finds_what_it_should(source: str) -> None:
    assert list(untranslated_in_python(source))


def test_the_script_check_finds_what_it_should() -> None:
    assert list(sentences_in_script('show("Not saved yet");')) == ["Not saved yet"]
    assert list(sentences_in_script("// Not a text\nquery('section input');")) == []


@pytest.mark.parametrize("locale", LOCALES)
def test_catalogues_are_compiled_for_the_running_product(locale: str) -> None:
    compiled = Translations.load(str(ROOT / "auditapp" / "translations"), [locale])
    assert compiled.gettext("Log in") == catalogue(locale)["Log in"].string
