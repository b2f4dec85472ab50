"""Every kind of file that a checklist can go out as."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from auditapp.checklists.formats.question_list import SHEET, question_rows
from auditapp.checklists.formats.spreadsheets import write_workbook
from auditapp.checklists.formats.text_files import write_csv
from auditapp.checklists.formats.xlsform_writer import write_xlsform
from auditapp.checklists.yaml_format import write_checklist
from auditapp.domain.checklist import Checklist
from auditapp.domain.language import Language

_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class FileKind:
    """What files of a kind end in, what they are sent as, and how they are written; lists are in one language."""

    extension: str
    mimetype: str
    write: Callable[[Checklist, Language], bytes]


FILE_KINDS: Mapping[str, FileKind] = {
    "yaml": FileKind("yaml", "application/yaml", lambda checklist, _: write_checklist(checklist).encode()),
    "xlsform": FileKind("xlsx", _WORKBOOK, lambda checklist, _: write_xlsform(checklist)),
    "csv": FileKind(
        "csv", "text/csv", lambda checklist, language: write_csv(question_rows(checklist, language))
    ),
    "xlsx": FileKind(
        "xlsx",
        _WORKBOOK,
        lambda checklist, language: write_workbook({SHEET: question_rows(checklist, language)}),
    ),
}
"""`xlsform` and `yaml` hold the whole checklist, `csv` and `xlsx` a plain list of its questions."""
