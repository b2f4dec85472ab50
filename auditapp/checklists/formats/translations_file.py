"""The texts of a checklist for a translator: a PO file, one unit a text, its context the path by keys."""

from collections.abc import Iterator, Mapping
from typing import Any

import polib

from auditapp.checklists.formats.findings import Findings, Imported, refused
from auditapp.checklists.formats.tables import has_cyrillic, stored_language
from auditapp.domain.checklist import Checklist
from auditapp.domain.definition import dump_definition, parse_definition
from auditapp.domain.language import Language
from auditapp.domain.problems import Problem, Severity

Raw = dict[str, Any]
Unit = tuple[str, dict[str, str]]
"""A path by keys, `welcome.greeting.text`, and the text in its languages."""

MAX_BYTES = 2_000_000
_SLUG, _SOURCE = "X-Checklist", "X-Source-Language"
_FIELDS = ("text", "guidance")
_ACTION = ("what", "why", "how")
_SHORT_WORD = 4
"""So many Latin letters may stand alone in a Serbian text: QR, PDF, Visa."""


def write_translations(checklist: Checklist, target: Language, source: Language = Language.ENGLISH) -> str:
    """The PO file to translate into `target`; texts that exist stand in it already.

    Where a text is missing in the source language, any other language serves. Raises ValueError for a target that is
    not stored: Serbian in Latin letters is derived from Cyrillic.
    """
    if target.stored is not target:
        raise ValueError(target)
    file = polib.POFile(wrapwidth=100)
    file.metadata = {
        "Project-Id-Version": checklist.slug,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": target.value,
        _SLUG: checklist.slug,
        _SOURCE: source.stored.value,
    }
    for path, texts in _units(dump_definition(checklist)):
        written = texts.get(target.value, "")
        file.append(polib.POEntry(msgctxt=path, msgid=_source_text(texts, source), msgstr=written))
    return str(file) + "\n"


def read_translations(content: bytes, checklist: Checklist) -> Imported:
    """The checklist with the texts of a PO file in that file's language; all other texts stay as they are.

    What does not belong to the checklist, or was made from another wording, is not taken and noted. Raises
    DefinitionError for what is no PO file, is for another checklist, or for a language that is not stored.
    """
    file = _opened(content)
    findings = Findings()
    language = _language(file, checklist, findings)
    findings.refuse_errors()
    raw = dump_definition(checklist)
    source = stored_language(file.metadata.get(_SOURCE, "")) or Language.ENGLISH
    taken = _take(file, dict(_units(raw)), language, source, findings)
    findings.refuse_errors()
    if taken and language.value not in raw["languages"]:
        raw["languages"].append(language.value)
        findings.note("language_added", "languages", language=language.value)
    return Imported(parse_definition(raw), findings.notes)


def _opened(content: bytes) -> polib.POFile:
    if len(content) > MAX_BYTES:
        raise refused("file_too_large", limit="2 MB")
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise refused("not_utf8") from None
    try:
        # polib opens what is the name of a file; with a line end after it, nothing is one.
        file = polib.pofile(text + "\n", check_for_duplicates=True)
    except (OSError, ValueError, IndexError, AttributeError, UnicodeError) as error:
        raise refused("not_po", reason=str(error)[:200]) from None
    if not len(file):
        raise refused("not_po", reason="msgid")
    return file


def _language(file: polib.POFile, checklist: Checklist, findings: Findings) -> Language:
    """The language of the file, if it is one that texts are stored in, and the file is this checklist's."""
    slug = file.metadata.get(_SLUG, "")
    if slug != checklist.slug:
        findings.error("po_other_checklist", _SLUG, name=slug, slug=checklist.slug)
    written = file.metadata.get("Language", "")
    language = stored_language(written)
    if language is None:
        latin = written.lower().startswith("sr")
        findings.error("po_latin" if latin else "po_language", "Language", value=written[:80])
    return language or Language.ENGLISH


def _take(
    file: polib.POFile,
    units: Mapping[str, dict[str, str]],
    language: Language,
    source: Language,
    findings: Findings,
) -> int:
    """Put the translations into the units; how many were new or different."""
    changed, open_units = 0, set(units)
    for entry in file:
        objection = _objection(entry, units, language, source)
        if objection is not None:
            findings.take([objection])
        elif entry.msgstr.strip() and not entry.obsolete:
            texts = units[entry.msgctxt]
            changed += texts.get(language.value) != entry.msgstr.strip()
            texts[language.value] = entry.msgstr
            open_units.discard(entry.msgctxt)
    if open_units:
        findings.note("po_untranslated", "", count=str(len(open_units)))
    return changed


def _objection(
    entry: polib.POEntry, units: Mapping[str, dict[str, str]], language: Language, source: Language
) -> Problem | None:
    """Why an entry with a translation is not taken."""
    path, texts = entry.msgctxt or "", units.get(entry.msgctxt or "")
    if entry.obsolete or not entry.msgstr.strip():
        return None
    if texts is None:
        return Problem("po_unknown_unit", path, {"text": entry.msgid[:80]}, Severity.WARNING)
    if entry.fuzzy:
        return Problem("po_fuzzy", path, {}, Severity.WARNING)
    if entry.msgid.strip() != (now := _source_text(texts, source)):
        return Problem("po_source_changed", path, {"text": now[:80]}, Severity.WARNING)
    if language is Language.SERBIAN_CYRILLIC and _is_latin(entry.msgstr):
        return Problem("not_cyrillic", path)
    return None


def _is_latin(text: str) -> bool:
    return not has_cyrillic(text) and sum(letter.isalpha() for letter in text) > _SHORT_WORD


def _source_text(texts: Mapping[str, str], source: Language) -> str:
    return texts.get(source.stored.value) or next(iter(texts.values()))


def _units(raw: Raw) -> Iterator[Unit]:
    """Every text of a definition's content, each with a path of its own; the texts themselves, not copies."""
    seen: dict[str, int] = {}
    for path, texts in _all_units(raw):
        seen[path] = seen.get(path, 0) + 1
        yield (path if seen[path] == 1 else f"{path}#{seen[path]}"), texts


def _all_units(raw: Raw) -> Iterator[Unit]:
    yield from _named(raw, "", ("title", "briefing"))
    for band in raw["bands"]:
        yield from _named(band, f"bands.{band['key']}.", ("label",))
    for scenario in raw.get("scenarios", ()):
        yield from _named(scenario, f"scenarios.{scenario['key']}.", ("title", "brief"))
    for section in raw["sections"]:
        yield from _named(section, f"{section['key']}.", ("title",))
        for question in section["questions"]:
            yield from _of_question(question, f"{section['key']}.{question['key']}.")


def _of_question(question: Raw, path: str) -> Iterator[Unit]:
    yield from _named(question, path, _FIELDS)
    for option in question.get("options", ()):
        yield from _named(option, f"{path}options.{option['key']}.", ("label",))
    for at, step in enumerate(question.get("thresholds", ()), start=1):
        yield from _named(step, f"{path}thresholds.{at}.", ("label",))
    yield from _named(question.get("action", {}), f"{path}action.", _ACTION)


def _named(part: Raw, path: str, names: tuple[str, ...]) -> Iterator[Unit]:
    return ((path + name, part[name]) for name in names if name in part)
