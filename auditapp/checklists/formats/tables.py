"""Rows under headings: tolerant about how headings are written, exact about where each cell stands."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from auditapp.checklists.formats.findings import Findings
from auditapp.checklists.formats.grids import Grid, cell_name, place_of
from auditapp.domain.language import STORED_LANGUAGES, Language

Heading = tuple[str, Language | None]
"""A column's name, and the language of its texts where it has one."""

SHIELDED = "$\N{WORD JOINER}{"
"""`${` begins a reference in XLSForm; a word joiner between the two takes that meaning away."""
_YES = frozenset({"yes", "true", "true()", "1", "x", "y", "da", "да", "igen", "áno", "ano"})
_NO = frozenset({"no", "false", "false()", "0", "n", "ne", "не", "nem", "nie"})
_DECIMAL_COMMA = re.compile(r"(-?\d+),(\d+)")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_CODE = re.compile(r"\(([A-Za-z]{2,3}(?:[-_][A-Za-z]+)*)\)\s*$")
_SERBIAN = "sr"
"""Serbian without a script: the texts themselves tell which it is."""
_LANGUAGE_NAMES: Mapping[str, str] = {
    "english": "en",
    "srpski": _SERBIAN,
    "serbian": _SERBIAN,
    "српски": "sr-cyrl",
    "hrvatski": "hr",
    "croatian": "hr",
    "magyar": "hu",
    "hungarian": "hu",
    "slovenčina": "sk",
    "slovensky": "sk",
    "slovak": "sk",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its cells by heading; those that are blank are not in it."""

    sheet: str
    number: int
    columns: Mapping[Heading, int]
    cells: Mapping[Heading, str]

    def __getitem__(self, name: str) -> str:
        return self.cells.get((name, None), "")

    def texts(self, name: str) -> dict[str, str]:
        """The texts of a column that exists once for each language."""
        return {
            language.value: text.replace(SHIELDED, "${")
            for (column, language), text in self.cells.items()
            if column == name and language is not None
        }

    def place(self, name: str = "") -> str:
        """Where the cell stands; without a name, or where there is no such column, the row."""
        columns = [at for (column, _), at in self.columns.items() if column == name]
        return place_of(self.sheet, self.number, columns[0] if columns else None)


def report_references(row: Row, findings: Findings) -> None:
    """Note each text with an answer of another question in it, which a checklist does not fill in."""
    for heading, text in row.cells.items():
        if heading[1] is not None and "${" in text:
            place = place_of(row.sheet, row.number, row.columns[heading])
            findings.note("reference_in_text", place, text=text[:80])


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet with headings."""

    name: str
    headings: Mapping[Heading, int] = field(default_factory=dict)
    rows: Sequence[Row] = ()

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def has(self, name: str) -> bool:
        """Whether there is such a column, in any language."""
        return any(column == name for column, _ in self.headings)


@dataclass(frozen=True, slots=True)
class Columns:
    """What columns a table may have: plain ones, those with a language, and other spellings of both."""

    plain: Collection[str]
    texts: Collection[str]
    spellings: Mapping[str, str] = field(default_factory=dict)
    plain_language: Language = Language.ENGLISH
    """The language of a text column that names none."""

    def heading(self, written: str) -> tuple[str, str]:
        """The column's name, and the language tag that it carries: `Label :: Srpski (sr)` is label in sr."""
        base, _, tag = (part.strip() for part in written.partition("::"))
        if not tag and ":" in base and _known_tag(base.partition(":")[2]):
            base, _, tag = (part.strip() for part in base.partition(":"))
        name = re.sub(r"[\s\-]+", "_", base.lower())
        return self.spellings.get(name, name), tag

    def plain_heading(self, name: str) -> Heading:
        """What a column of texts is that names no language."""
        return name, self.plain_language.stored


def table_of(grid: Grid, columns: Columns, findings: Findings) -> Table:
    """The rows of a sheet under its first row that is not empty. What is wrong with it is added to `findings`."""
    findings.take(grid.problems)
    start = next((at for at, row in enumerate(grid.rows) if any(row)), None)
    if start is None:
        return Table(grid.name)
    body = [(at + 1, row) for at, row in enumerate(grid.rows) if at > start and any(row)]
    headings = _headings(grid, start, columns, [row for _, row in body], findings)
    rows = [_row(grid.name, number, row, headings) for number, row in body]
    return Table(grid.name, headings, [_with_plain_texts(row, columns, findings) for row in rows])


def _row(sheet: str, number: int, row: Sequence[str], headings: Mapping[Heading, int]) -> Row:
    cells = {heading: row[at] for heading, at in headings.items() if at < len(row) and row[at]}
    return Row(sheet, number, headings, cells)


def _with_plain_texts(row: Row, columns: Columns, findings: Findings) -> Row:
    """The row with its texts of plain columns in their language; an error where that has another text in its own column."""
    cells, places = dict(row.cells), dict(row.columns)
    for name in columns.texts:
        plain, own = (name, None), columns.plain_heading(name)
        text = cells.pop(plain, "")
        if text and cells.get(own, text) != text:
            place = place_of(row.sheet, row.number, places[plain])
            findings.error("plain_text_differs", place, other=cell_name(places[own], row.number))
        elif text and own not in cells:
            cells[own], places[own] = text, places[plain]
    return Row(row.sheet, row.number, places, cells)


def _headings(
    grid: Grid, start: int, columns: Columns, body: Sequence[Sequence[str]], findings: Findings
) -> dict[Heading, int]:
    found: dict[Heading, int] = {}
    for at, written in enumerate(grid.rows[start]):
        place = place_of(grid.name, start + 1, at)
        texts = [row[at] for row in body if at < len(row) and row[at]]
        if not written:
            if texts:
                findings.note("column_without_heading", place)
            continue
        heading = _heading(written, columns, texts, place, findings)
        if heading in found:
            findings.error("duplicate_column", place, name=written)
        elif heading is not None:
            found[heading] = at
    return {_in_its_language(heading, columns, found): at for heading, at in found.items()}


def _in_its_language(heading: Heading, columns: Columns, found: Collection[Heading]) -> Heading:
    """A plain column of texts as one in their language, unless that has a column of its own."""
    name, language = heading
    own = columns.plain_heading(name)
    return own if language is None and name in columns.texts and own not in found else heading


def _heading(
    written: str, columns: Columns, texts: Sequence[str], place: str, findings: Findings
) -> Heading | None:
    """What a column is; None for texts in a language that is not stored, which is noted."""
    name, tag = columns.heading(written)
    if name not in columns.texts:
        return (f"{name}::{tag}" if tag else name), None
    if not tag:
        return name, None
    code = _code(tag)
    if code == _SERBIAN:
        cyrillic = any(map(has_cyrillic, texts))
        code = "sr-cyrl" if cyrillic else "sr-latn"
    language = next((language for language in Language if language.value.lower() == code), None)
    if language is None and texts:
        findings.note("column_language_unknown", place, name=written)
    elif language is not None and language not in STORED_LANGUAGES and texts:
        findings.note("column_in_latin", place, name=written)
    return (name, language) if language in STORED_LANGUAGES else None


def language_of(tag: str, otherwise: Language) -> Language:
    """The language that a form names as its own, as `English (en)`."""
    code = _code(tag)
    if code == _SERBIAN:
        return Language.SERBIAN_CYRILLIC
    return next((language for language in Language if language.value.lower() == code), otherwise)


def stored_language(tag: str) -> Language | None:
    """The language of a tag, if texts are stored in it; plain Serbian is Cyrillic, `sr@latin` is not stored."""
    code = _code(tag.replace("@", "-").replace("latin", "latn"))
    code = "sr-cyrl" if code == _SERBIAN else code
    return next((language for language in STORED_LANGUAGES if language.value.lower() == code), None)


def has_cyrillic(text: str) -> bool:
    """Whether some letter is Cyrillic."""
    return _CYRILLIC.search(text) is not None


def _code(tag: str) -> str:
    """The language code of a tag, in small letters; a region does not matter: en-GB is en."""
    bracketed = _CODE.search(tag)
    name = (bracketed.group(1) if bracketed else tag).strip().lower().replace("_", "-")
    code = _LANGUAGE_NAMES.get(name, name)
    parts = code.split("-")
    if parts[0] == "sr":
        script = next((part for part in parts if part in {"latn", "cyrl"}), "")
        return f"sr-{script}" if script else _SERBIAN
    return parts[0]


def _known_tag(tag: str) -> bool:
    code = _code(tag.strip())
    return code == _SERBIAN or any(language.value.lower() == code for language in Language)


def truth(text: str) -> bool | str:
    """Yes or no, in any of our languages; what is neither stays as it is, for the definition to refuse."""
    said = text.strip().lower()
    return True if said in _YES else False if said in _NO else text


def number(text: str) -> str:
    """A number as definitions write it: with a point where the sheet has a decimal comma."""
    return _DECIMAL_COMMA.sub(r"\1.\2", text) if _DECIMAL_COMMA.fullmatch(text) else text
