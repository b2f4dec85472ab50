"""Texts go to a translator as a PO file and come back into one language only."""

from pathlib import Path

import polib
import pytest

from auditapp.checklists.formats.findings import Imported
from auditapp.checklists.formats.translations_file import read_translations, write_translations
from auditapp.checklists.yaml_format import read_checklist
from auditapp.domain.checklist import Checklist
from auditapp.domain.definition import dump_definition, parse_definition
from auditapp.domain.language import STORED_LANGUAGES, Language
from auditapp.domain.problems import DefinitionError
from tests.support.visits import EVERYTHING

SHIPPED = sorted((Path(__file__).parents[2] / "checklists").glob("*.yaml"))


@pytest.fixture
def checklist() -> Checklist:
    """A checklist in English and Hungarian."""
    raw = dump_definition(parse_definition(dict(EVERYTHING)))
    return parse_definition(_only(raw, {"en", "hu"}) | {"languages": ["en", "hu"]})


def _only(part: object, languages: set[str]) -> dict[str, object]:
    kept = _kept(part, languages)
    assert isinstance(kept, dict)
    return kept


def _kept(part: object, languages: set[str]) -> object:
    if isinstance(part, list):
        return [_kept(item, languages) for item in part]
    if not isinstance(part, dict):
        return part
    if "en" in part:
        return {language: text for language, text in part.items() if language in languages}
    return {name: _kept(item, languages) for name, item in part.items()}


def unit(written: str, path: str) -> polib.POEntry:
    (found,) = [entry for entry in polib.pofile("\n" + written) if entry.msgctxt == path]
    return found


def changed(written: str, path: str, **values: object) -> str:
    """The file with one unit changed."""
    file = polib.pofile("\n" + written)
    for entry in file:
        if entry.msgctxt == path:
            for name, value in values.items():
                setattr(entry, name, value)
    return str(file)


def taken(written: str, checklist: Checklist) -> Imported:
    return read_translations(written.encode(), checklist)


def notes(found: Imported) -> list[tuple[str, str]]:
    return [(note.code, note.path) for note in found.notes if note.code != "po_untranslated"]


def codes(content: str | bytes, checklist: Checklist) -> list[str]:
    with pytest.raises(DefinitionError) as refused:
        read_translations(content if isinstance(content, bytes) else content.encode(), checklist)
    return [problem.code for problem in refused.value.problems]


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_a_file_that_comes_back_as_it_went_changes_nothing(file: Path) -> None:
    whole = read_checklist(file.read_bytes())
    for language in STORED_LANGUAGES:
        assert taken(write_translations(whole, language), whole) == Imported(whole)


def test_units_are_named_by_their_keys(checklist: Checklist) -> None:
    written = write_translations(checklist, Language.CROATIAN)
    assert unit(written, "welcome.greeting.text").msgid == "The greeting?"
    assert unit(written, "welcome.greeting.options.late.label").msgid == "Greeted after a while"
    assert unit(written, "welcome.greeting.action.what").msgid == "Greet"
    assert unit(written, "bands.good.label").msgid == "Good"
    assert unit(written, "scenarios.gift.brief").msgid == "You look for a gift."
    assert unit(written, "title").msgid == "Everything"
    assert unit(written, "title").msgstr == ""
    from_hungarian = write_translations(checklist, Language.CROATIAN, Language.HUNGARIAN)
    assert unit(from_hungarian, "title").msgid == "Minden"
    assert unit(write_translations(checklist, Language.HUNGARIAN), "title").msgstr == "Minden"


def test_only_the_language_of_the_file_changes(checklist: Checklist) -> None:
    written = changed(write_translations(checklist, Language.CROATIAN), "title", msgstr="Sve")
    found = taken(written, checklist)
    expected = dump_definition(checklist)
    expected["title"] = {"en": "Everything", "hr": "Sve", "hu": "Minden"}
    expected["languages"] = ["en", "hu", "hr"]
    assert dump_definition(found.definition) == expected
    assert notes(found) == [("language_added", "languages")]
    assert ("po_untranslated", {"count": str(len(polib.pofile("\n" + written)) - 1)}) in [
        (note.code, note.params) for note in found.notes
    ]


def test_what_does_not_belong_to_the_checklist_is_said(checklist: Checklist) -> None:
    written = write_translations(checklist, Language.HUNGARIAN)
    extra = written + '\nmsgctxt "welcome.gone.text"\nmsgid "Gone?"\nmsgstr "Elment?"\n'
    found = taken(extra, checklist)
    assert notes(found) == [("po_unknown_unit", "welcome.gone.text")]
    assert found.definition == checklist


def test_a_translation_of_another_wording_is_not_taken(checklist: Checklist) -> None:
    written = changed(write_translations(checklist, Language.HUNGARIAN), "title", msgid="All", msgstr="Mind")
    found = taken(written, checklist)
    assert notes(found) == [("po_source_changed", "title")]
    assert found.definition == checklist


def test_a_doubtful_translation_is_not_taken(checklist: Checklist) -> None:
    written = changed(write_translations(checklist, Language.HUNGARIAN), "title", msgstr="?", flags=["fuzzy"])
    found = taken(written, checklist)
    assert notes(found) == [("po_fuzzy", "title")]
    assert found.definition.title["hu"] == "Minden"


@pytest.mark.parametrize("tag", ["sr-Latn", "sr_Latn", "sr@latin", "sr-Latn-RS"])
def test_serbian_in_latin_letters_is_refused(checklist: Checklist, tag: str) -> None:
    written = write_translations(checklist, Language.SERBIAN_CYRILLIC).replace(
        "Language: sr-Cyrl", f"Language: {tag}"
    )
    assert codes(written, checklist) == ["po_latin"]
    with pytest.raises(ValueError, match="sr-Latn"):
        write_translations(checklist, Language.SERBIAN_LATIN)


def test_latin_letters_in_the_cyrillic_file_are_refused_by_unit(checklist: Checklist) -> None:
    written = write_translations(checklist, Language.SERBIAN_CYRILLIC)
    latin = changed(changed(written, "title", msgstr="Sve zajedno"), "welcome.title", msgstr="Добро дошли")
    with pytest.raises(DefinitionError) as refused:
        taken(latin, checklist)
    assert [(p.code, p.path) for p in refused.value.problems] == [("not_cyrillic", "title")]


def test_a_file_for_another_checklist_is_refused(checklist: Checklist) -> None:
    other = write_translations(checklist, Language.CROATIAN).replace(
        "X-Checklist: everything", "X-Checklist: other"
    )
    assert codes(other, checklist) == ["po_other_checklist"]


@pytest.mark.parametrize(
    "content,code",
    [
        (b"", "not_po"),
        (b"/etc/passwd", "not_po"),
        (b'msgid "a\nmsgstr', "not_po"),
        (b"<html>", "not_po"),
        (b"\xff\xfe", "not_utf8"),
        (b'msgid ""\nmsgstr "Language: hr\\n"\n\nmsgid "a"\nmsgstr "b"\n', "po_other_checklist"),
        (b"#" * 2_000_001, "file_too_large"),
    ],
)  # fmt: skip
def test_what_is_no_such_file_is_refused(checklist: Checklist, content: bytes, code: str) -> None:
    assert codes(content, checklist)[0] == code


@pytest.mark.parametrize("language", ["", "de", "xx"])
def test_a_language_that_is_not_stored_is_refused(checklist: Checklist, language: str) -> None:
    written = write_translations(checklist, Language.CROATIAN).replace(
        "Language: hr", f"Language: {language}"
    )
    assert codes(written, checklist) == ["po_language"]
