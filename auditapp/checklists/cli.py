"""flask checklists …"""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

import click
from flask.cli import AppGroup
from sqlmodel import Session

from auditapp.checklists import queries, services
from auditapp.checklists.formats.findings import Defaults, Imported
from auditapp.checklists.formats.reading import MAX_BYTES, read_any
from auditapp.checklists.formats.translations_file import read_translations, write_translations
from auditapp.checklists.formats.writing import FILE_KINDS
from auditapp.checklists.models import ChecklistVersion
from auditapp.checklists.problem_texts import problem_text
from auditapp.core.errors import NotFound
from auditapp.domain.checklist import Checklist
from auditapp.domain.language import STORED_LANGUAGES, Language
from auditapp.domain.lint import lint
from auditapp.domain.problems import DefinitionError, Problem, Severity
from auditapp.web.session import database

group = AppGroup("checklists", help="Check, import and export checklists.")
_files = click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
_stored = click.Choice([language.value for language in STORED_LANGUAGES])
_output = click.option(
    "--output", type=click.File("wb"), default="-", help="The file; without it, to the screen."
)


@group.command("lint")
@_files
def lint_files(files: tuple[Path, ...]) -> None:
    """Say everything that is wrong or doubtful in checklist files; errors end with status 1."""
    failed = False
    for file in files:
        problems = _problems(file)
        _print(file, problems)
        failed = failed or any(problem.severity is Severity.ERROR for problem in problems)
    if failed:
        raise click.exceptions.Exit(1)


@group.command("import")
@_files
@click.option("--publish", is_flag=True, help="Publish each version at once, if it has no errors.")
@click.option("--note", default="", help="Why there is a new version.")
@click.option("--acknowledge", default="", help="Why it may be published in spite of warnings.")
@click.option("--slug", default="", help="The short name, where the file has none.")
@click.option("--title", default="", help="The title, where the file has none.")
@click.option("--language", type=_stored, default="en", help="Of texts in a spreadsheet that name none.")
def import_files(files: tuple[Path, ...], publish: bool, note: str, acknowledge: str, **beside: str) -> None:  # noqa: FBT001 - a command line flag
    """Make a draft of each file: YAML, XLSForm (.xlsx, .xls), or a list of questions (.csv, .xlsx, .xls).

    Nothing is written where one of them has a problem.
    """
    defaults = Defaults(beside["slug"], beside["title"], Language(beside["language"]))
    definitions = _read_all(files, defaults)
    done = []
    with database().transaction() as session:
        for file, definition in definitions.items():
            version = services.import_definition(session, None, definition)
            if publish and version.published_at is None:
                _publish(session, file, version, note, acknowledge)
            done.append(f"{definition.slug} version {version.number}: {version.state.value}")
    click.echo("\n".join(done))


@group.command("export")
@click.argument("slug")
@click.option("--version", "number", type=int, help="The newest one if not given.")
@click.option("--format", "kind", type=click.Choice(list(FILE_KINDS)), default="yaml", show_default=True)
@click.option("--language", type=_stored, default="en", help="Of a list of questions (csv, xlsx).")
@_output
def export(slug: str, number: int | None, kind: str, language: str, output: BinaryIO) -> None:
    """Write a version of a checklist: complete as YAML or XLSForm, or its questions as CSV or a workbook."""
    output.write(FILE_KINDS[kind].write(_version(slug, number), Language(language)))


@group.group("translations")
def translations() -> None:
    """Give texts to a translator and take them back."""


@translations.command("export")
@click.argument("slug")
@click.argument("language", type=_stored)
@click.option("--version", "number", type=int, help="The newest one if not given.")
@click.option("--from", "source", type=_stored, default="en", help="The language to translate from.")
@_output
def export_translations(slug: str, language: str, number: int | None, source: str, output: BinaryIO) -> None:
    """Write the PO file for one language."""
    written = write_translations(_version(slug, number), Language(language), Language(source))
    output.write(written.encode())


@translations.command("import")
@click.argument("slug")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_translations(slug: str, file: Path) -> None:
    """Take a translated PO file into the draft of a checklist; after a published version there is a new draft."""
    try:
        imported = read_translations(_content(file), _version(slug, None))
    except DefinitionError as error:
        _print(file, error.problems)
        raise click.ClickException("Nothing was imported.") from None
    if imported.notes:
        _print(file, imported.notes)
    with database().transaction() as session:
        version = services.import_definition(session, None, imported.definition)
        click.echo(f"{slug} version {version.number}: {version.state.value}")


def _version(slug: str, number: int | None) -> Checklist:
    with database().transaction() as session:
        try:
            versions = queries.versions_of(session, queries.checklist_for(session, slug))
        except NotFound:
            raise click.ClickException(f"There is no checklist {slug}.") from None
        chosen = [version for version in versions if number is None or version.number == number]
        if not chosen:
            raise click.ClickException(f"The checklist {slug} has no version {number}.")
        try:
            return chosen[0].definition
        except DefinitionError as error:
            raise click.ClickException(_incomplete(chosen[0], error.problems)) from None


def _incomplete(version: ChecklistVersion, problems: Iterable[Problem]) -> str:
    lines = [f"{problem.path}: {problem_text(problem)}" for problem in problems]
    return "\n".join([f"Version {version.number} is a draft that is not complete yet:", *lines])


def _publish(session: Session, file: Path, version: ChecklistVersion, note: str, acknowledged: str) -> None:
    try:
        services.publish_version(session, None, version, note, acknowledged)
    except services.NotPublishable as refusal:
        _print(file, refusal.problems)
        raise click.ClickException("Nothing was imported.") from None
    except services.NotAcknowledged as refusal:
        _print(file, refusal.problems)
        raise click.ClickException(
            "Nothing was imported. Say with --acknowledge why the warnings may stay."
        ) from None


def _problems(file: Path) -> list[Problem]:
    try:
        return lint(_read(file, Defaults()).definition)
    except DefinitionError as error:
        return list(error.problems)


def _read_all(files: Iterable[Path], defaults: Defaults) -> dict[Path, Checklist]:
    """The files' checklists, notes printed; what is wrong in any of them is printed, too, and ends the command."""
    definitions, sound = {}, True
    for file in files:
        try:
            imported = _read(file, defaults)
            definitions[file] = imported.definition
            if imported.notes:
                _print(file, imported.notes)
        except DefinitionError as error:
            _print(file, error.problems)
            sound = False
    slugs = Counter(definition.slug for definition in definitions.values())
    for slug in [slug for slug, count in slugs.items() if count > 1]:
        click.echo(f"{slug} stands in more than one of the files.")
        sound = False
    if not sound:
        raise click.ClickException("Nothing was imported.")
    return definitions


def _read(file: Path, defaults: Defaults) -> Imported:
    return read_any(_content(file), file.name, defaults)


def _content(file: Path) -> bytes:
    """The file, or so much of it that the reader says it is too large."""
    with file.open("rb") as opened:
        return opened.read(MAX_BYTES + 1)


def _print(file: Path, problems: Iterable[Problem]) -> None:
    problems = list(problems)
    for problem in problems:
        place = f"{problem.path}: " if problem.path else ""
        click.echo(f"{file}: {problem.severity.value}: {place}{problem_text(problem)}")
    if not problems:
        click.echo(f"{file}: nothing to complain about")
