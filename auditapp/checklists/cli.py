"""flask checklists …"""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import click
from flask.cli import AppGroup
from sqlmodel import Session

from auditapp.checklists import queries, services
from auditapp.checklists.models import ChecklistVersion
from auditapp.checklists.problem_texts import problem_text
from auditapp.checklists.yaml_format import MAX_BYTES, read_checklist, write_checklist
from auditapp.core.errors import NotFound
from auditapp.domain.checklist import Checklist
from auditapp.domain.lint import lint
from auditapp.domain.problems import DefinitionError, Problem, Severity
from auditapp.web.session import database

group = AppGroup("checklists", help="Check, import and export checklists.")
_files = click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
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
def import_files(files: tuple[Path, ...], publish: bool, note: str) -> None:  # noqa: FBT001 - a command line flag
    """Make a draft of each file; nothing is written where one of them has a problem."""
    definitions = _read_all(files)
    done = []
    with database().transaction() as session:
        for file, definition in definitions.items():
            version = services.import_definition(session, None, definition)
            if publish and version.published_at is None:
                _publish(session, file, version, note)
            done.append(f"{definition.slug} version {version.number}: {version.state.value}")
    click.echo("\n".join(done))


@group.command("export")
@click.argument("slug")
@click.option("--version", "number", type=int, help="The newest one if not given.")
def export(slug: str, number: int | None) -> None:
    """Print a version of a checklist as YAML."""
    with database().transaction() as session:
        try:
            versions = queries.versions_of(session, queries.checklist_for(session, slug))
        except NotFound:
            raise click.ClickException(f"There is no checklist {slug}.") from None
        chosen = [version for version in versions if number is None or version.number == number]
        if not chosen:
            raise click.ClickException(f"The checklist {slug} has no version {number}.")
        try:
            click.echo(write_checklist(chosen[0].definition), nl=False)
        except DefinitionError as error:
            raise click.ClickException(_incomplete(chosen[0], error.problems)) from None


def _incomplete(version: ChecklistVersion, problems: Iterable[Problem]) -> str:
    lines = [f"{problem.path}: {problem_text(problem)}" for problem in problems]
    return "\n".join([f"Version {version.number} is a draft that is not complete yet:", *lines])


def _publish(session: Session, file: Path, version: ChecklistVersion, note: str) -> None:
    try:
        services.publish_version(session, None, version, note)
    except services.NotPublishable as refusal:
        _print(file, refusal.problems)
        raise click.ClickException("Nothing was imported.") from None


def _problems(file: Path) -> list[Problem]:
    try:
        return lint(_read(file))
    except DefinitionError as error:
        return list(error.problems)


def _read_all(files: Iterable[Path]) -> dict[Path, Checklist]:
    """The files' checklists; what is wrong in any of them is printed, and ends the command."""
    definitions, sound = {}, True
    for file in files:
        try:
            definitions[file] = _read(file)
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


def _read(file: Path) -> Checklist:
    with file.open("rb") as opened:
        return read_checklist(opened.read(MAX_BYTES + 1))


def _print(file: Path, problems: Iterable[Problem]) -> None:
    problems = list(problems)
    for problem in problems:
        place = f"{problem.path}: " if problem.path else ""
        click.echo(f"{file}: {problem.severity.value}: {place}{problem_text(problem)}")
    if not problems:
        click.echo(f"{file}: nothing to complain about")
