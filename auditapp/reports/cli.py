"""flask reports …"""

from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import BinaryIO

import click
from cryptography.x509 import Certificate
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, col, select

from auditapp.core.config import Settings
from auditapp.core.errors import NoSigningKey, NotGenuine
from auditapp.core.keys import certificate_pem, certificates_in, make_signing_file, read_signing_file
from auditapp.domain.language import Language
from auditapp.domain.scoring import percent
from auditapp.reports.batches import NothingToMake, begin_batch, renew_outside_waves, wanted
from auditapp.reports.queries import standing_of
from auditapp.visits.models import Wave
from auditapp.web.session import database

group = AppGroup("reports", help="Prove reports genuine, and keep the key that signs them.")
_file = click.Path(exists=True, dir_okay=False, path_type=Path)
MAX_CERTIFICATE = 1_000_000


@group.command("verify")
@click.argument("file", type=_file)
@click.option("--certificate", type=_file, help="Of the agency that signed it; without it, our own.")
def verify(file: Path, certificate: Path | None) -> None:
    """Say whether a report is genuine, and count its score again; ends with status 1 where it is not.

    With the certificate it works on any machine, offline and without a database.
    """
    # pyHanko takes most of a second to load: only whoever needs it should wait for it, not every start.
    from auditapp.reports.verifying import MAX_BYTES, verify_report  # noqa: PLC0415

    try:
        verified = verify_report(_content(file, MAX_BYTES), _certificates(certificate))
    except NotGenuine as finding:
        raise click.ClickException(f"not genuine. {finding}") from None
    score = "without a score" if verified.total is None else f"{percent(verified.total)} % recomputed"
    click.echo(f"genuine, {score}{_standing(verified.code)}")


@group.command("create-key")
def create_key() -> None:
    """Make the key and the certificate that reports are signed with; never replaces one."""
    try:
        make_signing_file(_settings().signing_file, _settings().agency_name)
    except FileExistsError:
        raise click.ClickException(f"There is a key in {_settings().signing_file} already.") from None
    click.echo(f"The key lies in {_settings().signing_file}. Back it up, and keep it secret.")


@group.command("certificate")
@click.option("--output", type=click.File("wb"), default="-", help="The file; without it, to the screen.")
def certificate(output: BinaryIO) -> None:
    """Write the certificate that others verify reports with: no secret, hand it out."""
    try:
        key = read_signing_file(_settings().signing_file)
    except NoSigningKey as error:
        raise click.ClickException(f"{error} Make one with: flask --app wsgi reports create-key") from None
    output.write(certificate_pem(key.certificates[0]))


@group.command("gallery")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--language",
    "languages",
    multiple=True,
    type=click.Choice([code.value for code in Language]),
    help="Of these only.",
)
@click.option("--case", "names", multiple=True, help="These only, such as usual or everything-lost.")
def gallery(folder: Path, languages: tuple[str, ...], names: tuple[str, ...]) -> None:
    """Write made-up documents into FOLDER: usual ones and every extreme, in each language, to look at page by page.

    Needs no database. They are signed as real ones are.
    """
    # Draws pictures and reads the library: nothing that other commands should wait for.
    from auditapp.reports import gallery as reports  # noqa: PLC0415
    from auditapp.reports import paper_gallery as papers  # noqa: PLC0415

    readers = [Language(language) for language in languages or Language]
    drawn = chain(
        reports.draw(
            folder, readers, [case for case in reports.CASES if case.name in (names or {case.name})]
        ),
        papers.draw_papers(
            folder, readers, [case for case in papers.CASES if case.name in (names or {case.name})]
        ),
    )
    for file, pages in drawn:
        click.echo(f"{file.name}: {pages} pages, {file.stat().st_size // 1024} KB")


@group.command("render-again")
@click.option("--wave", "wave_id", type=int, help="Only those of the wave with this number.")
def render_again(wave_id: int | None) -> None:
    """Make the reports anew that look as earlier templates had them; the older files are kept, nobody is told."""
    with database().transaction() as session:
        query = select(Wave).order_by(col(Wave.id))
        waves = session.exec(query if wave_id is None else query.where(Wave.id == wave_id)).all()
        count = sum(_ordered_again(session, wave) for wave in waves)
        count += renew_outside_waves(session) if wave_id is None else 0
    click.echo(f"{count} reports are made anew by the worker.")


def _ordered_again(session: Session, wave: Wave) -> int:
    """How many reports of the wave that is."""
    count = len(wanted(session, wave, again=True))
    with suppress(NothingToMake):
        begin_batch(session, None, wave, again=True)
    return count


def _settings() -> Settings:
    found: Settings = current_app.extensions["auditapp.settings"]
    return found


def _content(file: Path, limit: int) -> bytes:
    """The file, or so much of it that it is seen to be too large."""
    with file.open("rb") as opened:
        return opened.read(limit + 1)


def _certificates(given: Path | None) -> list[Certificate]:
    file = given or _settings().signing_file
    if not file.exists():
        raise click.ClickException(
            "There is no certificate of ours on this machine: name the agency’s with --certificate."
        )
    try:
        return certificates_in(_content(file, MAX_CERTIFICATE))
    except ValueError:
        raise click.ClickException(f"{file} holds no certificate (as PEM).") from None


def _standing(code: str) -> str:
    """What the database knows about it, where there is one."""
    if not database().may_be_there:
        return ""
    try:
        with database().session(writes=False) as session:
            found = standing_of(session, code)
    except DBAPIError:
        return "; the database could not be asked whether it is current"
    if found is None:
        return "; the database here does not know it"
    return ", current" if found.current else ", superseded by a later version"
