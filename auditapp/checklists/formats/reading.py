"""Any file that a checklist can come in: which kind it is, its content says, not its name."""

import json

from auditapp.checklists.formats.findings import Defaults, Imported, refused
from auditapp.checklists.formats.grids import Book, Grid, cell_name
from auditapp.checklists.formats.question_list import is_question_list, read_question_list
from auditapp.checklists.formats.spreadsheets import MAX_BYTES, OLE, ZIP, read_workbook
from auditapp.checklists.formats.text_files import decoded, read_csv, separator_of
from auditapp.checklists.formats.xlsform_reader import is_xlsform, read_xlsform
from auditapp.checklists.yaml_format import read_checklist
from auditapp.domain.definition import LARGEST, dump_definition
from auditapp.domain.problems import DefinitionError

__all__ = ["MAX_BYTES", "read_any"]

_MARKUP = ("<!doctype", "<html", "<table", "<?xml", "<head", "<body", "<meta")


def read_any(content: bytes, name: str = "", defaults: Defaults | None = None) -> Imported:
    """The checklist in a file: YAML, XLSForm, or a question list as a workbook or CSV.

    `name` is what the file is called, `defaults` say what it leaves open. Raises DefinitionError with everything that is wrong.
    """
    found = _read(content, name, defaults or Defaults())
    if len(json.dumps(dump_definition(found.definition), ensure_ascii=False).encode()) > LARGEST:
        raise refused("file_too_large", limit="4 MB")
    return found


def _read(content: bytes, name: str, defaults: Defaults) -> Imported:
    if not content.strip():
        raise refused("file_empty")
    if content.startswith((ZIP, OLE)):
        return _workbook(read_workbook(content), defaults)
    start = content[:400].decode("latin-1").lstrip("\xef\xbb\xbf \r\n\t").lower()
    if start.startswith(_MARKUP):
        raise refused("markup_file")
    if _is_csv(content, name):
        return read_question_list(read_csv(content), defaults)
    return Imported(read_checklist(content))


def _workbook(book: Book, defaults: Defaults) -> Imported:
    if is_xlsform(book):
        return read_xlsform(book, defaults)
    filled = [grid for grid in book.values() if not grid.empty]
    if not filled:
        raise refused("workbook_empty")
    chosen = next((grid for grid in filled if is_question_list(grid)), None)
    if chosen is None:
        raise refused("no_questions_sheet", f"{filled[0].name}!{cell_name(0, 1)}")
    return read_question_list(chosen, defaults)


def _is_csv(content: bytes, name: str) -> bool:
    """Whether the first line names columns, of which one is for questions; or the file is called so."""
    if name.lower().endswith((".csv", ".tsv")):
        return True
    first = next((line for line in content.splitlines() if line.strip()), b"")
    try:
        text, _ = decoded(first)
    except DefinitionError:
        return False
    cells = [cell.strip(' "') for cell in text.split(separator_of(text))]
    return is_question_list(Grid("", [cells]))
