"""Pages where checklists come in as files and go out as files."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import Blueprint, Response, abort, make_response, render_template, request, session
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from auditapp.accounts.login import actor
from auditapp.checklists import queries, services
from auditapp.checklists.formats.reading import read_any
from auditapp.checklists.formats.translations_file import read_translations, write_translations
from auditapp.checklists.formats.writing import FILE_KINDS
from auditapp.checklists.import_forms import ImportForm, TranslationsForm
from auditapp.checklists.models import ChecklistVersion, VersionState
from auditapp.checklists.problem_texts import problem_text
from auditapp.core.i18n import OWN_NAMES
from auditapp.domain.checklist import Checklist
from auditapp.domain.definition import digest
from auditapp.domain.language import STORED_LANGUAGES, Language
from auditapp.domain.problems import DefinitionError, Problem
from auditapp.domain.roles import Role
from auditapp.web.access import allow
from auditapp.web.languages import reader_language
from auditapp.web.session import db

blueprint = Blueprint("in_and_out", __name__)

LARGEST_REQUEST = 6_000_000
"""A file of 5 MB and the form around it."""
DOWNLOADS = {
    "export.yaml": "yaml",
    "export.xlsx": "xlsform",
    "export.csv": "csv",
    "questions.xlsx": "xlsx",
}


@dataclass(frozen=True, slots=True)
class Told:
    """A problem for the reader: the sheet and the cell, or another place, and what to do."""

    sheet: str
    cell: str
    text: str


@blueprint.url_value_preprocessor
def _make_room(_endpoint: str | None, _values: object) -> None:
    """Let whoever is logged in send a workbook; it is larger than any other form."""
    if "_user_id" in session:
        request.max_content_length = LARGEST_REQUEST


@blueprint.route("/import", methods=["GET", "POST"])
@allow(Role.ADMIN)
def upload() -> ResponseReturnValue:
    """Ask for a file, make a draft of it, and say what was taken otherwise than it was written."""
    form = ImportForm()
    if not form.validate_on_submit():
        return render_template("checklists/import.html", form=form), 422 if form.errors else 200
    try:
        imported = read_any(form.file.data.read(), form.file.data.filename or "", form.defaults)
    except DefinitionError as error:
        return render_template("checklists/import.html", form=form, wrong=told(error.problems)), 422
    if not form.replace.data and _replaces_a_draft(imported.definition):
        form.replace.errors = [gettext("There is a draft of this checklist. Tick this to replace it.")]
        return render_template("checklists/import.html", form=form), 422
    version = services.import_definition(db(), actor(), imported.definition)
    return render_template("checklists/imported.html", version=version, notes=told(imported.notes))


@blueprint.get(
    "/versions/<int:version_id>/<any('export.yaml','export.xlsx','export.csv','questions.xlsx'):name>"
)
@allow(Role.ADMIN)
def download(version_id: int, name: str) -> ResponseReturnValue:
    """A version as a file; a list of questions in the reader's language."""
    version = queries.readable_version_for(db(), version_id)
    kind = FILE_KINDS[DOWNLOADS[name]]
    stem = f"{version.definition.slug}-{version.number}"
    suffix = "-questions" if DOWNLOADS[name] in {"csv", "xlsx"} else ""
    content = kind.write(version.definition, reader_language())
    return _attachment(content, kind.mimetype, f"{stem}{suffix}.{kind.extension}")


@blueprint.route("/versions/<int:version_id>/translations", methods=["GET", "POST"])
@allow(Role.ADMIN)
def translations(version_id: int) -> ResponseReturnValue:
    """The files for translators; and, at a draft, what they sent back."""
    version = queries.readable_version_for(db(), version_id)
    form = TranslationsForm()
    if request.method == "GET" or version.state != VersionState.DRAFT or not form.validate_on_submit():
        return _translations_page(version, form), 422 if request.method == "POST" else 200
    try:
        imported = read_translations(form.file.data.read(), version.definition)
    except DefinitionError as error:
        return _translations_page(version, form, wrong=error.problems), 422
    services.import_definition(db(), actor(), imported.definition)
    return render_template("checklists/imported.html", version=version, notes=told(imported.notes))


@blueprint.get("/versions/<int:version_id>/translations/<language>.po")
@allow(Role.ADMIN)
def translation_file(version_id: int, language: str) -> ResponseReturnValue:
    """The file for one language's translator; the original is in English, where there is one."""
    version = queries.readable_version_for(db(), version_id)
    if language not in STORED_LANGUAGES:
        abort(404)
    content = write_translations(version.definition, Language(language)).encode()
    return _attachment(content, "text/x-gettext-translation", f"{version.definition.slug}-{language}.po")


def told(problems: Iterable[Problem]) -> list[Told]:
    """The problems in words, each with its sheet and cell."""
    found = []
    for problem in problems:
        sheet, _, cell = problem.path.rpartition("!")
        found.append(Told(sheet, cell, problem_text(problem)))
    return found


def _translations_page(
    version: ChecklistVersion, form: TranslationsForm, wrong: Iterable[Problem] = ()
) -> str:
    return render_template(
        "checklists/translations.html",
        version=version,
        form=form,
        wrong=told(wrong),
        targets=[(language.value, OWN_NAMES[language]) for language in STORED_LANGUAGES],
    )


def _replaces_a_draft(definition: Checklist) -> bool:
    checklist = queries.checklist_by_slug(db(), definition.slug)
    draft = queries.draft_of(db(), checklist) if checklist else None
    return draft is not None and draft.digest != digest(definition)


def _attachment(content: bytes, mimetype: str, name: str) -> Response:
    response = make_response(content)
    response.mimetype = mimetype
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
