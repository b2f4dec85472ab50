"""flask checklists …"""

from pathlib import Path

import pytest
from flask import Flask
from sqlmodel import Session, col, select

from auditapp.checklists.formats.reading import read_any
from auditapp.checklists.models import Checklist, ChecklistVersion, VersionState
from auditapp.checklists.yaml_format import write_checklist
from auditapp.domain.definition import parse_definition
from tests.support.visits import EVERYTHING, text
from tests.support.workbooks import xlsx

PUBLISH = ("--publish", "--acknowledge", "Its wordings are only for tests.")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A sound checklist file."""
    path = tmp_path / "everything.yaml"
    path.write_text(write_checklist(parse_definition(dict(EVERYTHING))), encoding="utf-8")
    return path


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A file with two errors that keep it from being read."""
    path = tmp_path / "broken.yaml"
    content = write_checklist(parse_definition(dict(EVERYTHING)))
    path.write_text(
        content.replace("channel: visit", "chanel: visit").replace("days: 14", "days: soon", 1),
        encoding="utf-8",
    )
    return path


def bandless(file: Path) -> Path:
    """The file with an error of the linter."""
    path = file.with_name("bandless.yaml")
    content = file.read_text(encoding="utf-8").replace("from: 0", "from: 1")
    path.write_text(content.replace("slug: everything", "slug: bandless"), encoding="utf-8")
    return path


def run(app: Flask, *words: object) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["checklists", *map(str, words)])
    return result.exit_code, result.output


def states(session: Session) -> list[tuple[str, int, VersionState]]:
    query = select(Checklist.slug, ChecklistVersion.number, ChecklistVersion.state).join(Checklist)
    found = session.exec(query.order_by(col(ChecklistVersion.id))).all()
    session.rollback()
    return [(slug, number, VersionState(state)) for slug, number, state in found]


def test_a_sound_file_passes_with_its_warnings(app: Flask, file: Path) -> None:
    status, output = run(app, "lint", file)
    assert status == 0
    assert "error" not in output


def test_every_error_of_every_file_is_told_with_its_place(app: Flask, file: Path, broken: Path) -> None:
    status, output = run(app, "lint", broken, file, bandless(file))
    assert status == 1
    told = [line.replace(f"{file.parent}/", "") for line in output.splitlines() if " error: " in line]
    assert told == [
        "broken.yaml: error: channel: “channel” is missing. Add it.",
        "broken.yaml: error: sections[0].questions[0].action.days: A whole number is expected here.",
        "broken.yaml: error: chanel: “chanel” is not a known name. Correct or remove it. Did you mean “channel”?",
        "bandless.yaml: error: bands: No band starts at 0, so low scores have none. Let the lowest band start at 0.",
    ]


def test_an_imported_file_is_a_draft_until_it_is_published(app: Flask, file: Path, session: Session) -> None:
    assert run(app, "import", file) == (0, "everything version 1: draft\n")
    assert run(app, "import", file) == (0, "everything version 1: draft\n")
    assert run(app, "import", *PUBLISH, "--note", "First", file) == (
        0,
        "everything version 1: published\n",
    )
    assert run(app, "import", *PUBLISH, file) == (0, "everything version 1: published\n")
    file.write_text(file.read_text(encoding="utf-8").replace("days: 14", "days: 15"), encoding="utf-8")
    assert run(app, "import", file) == (0, "everything version 2: draft\n")
    assert states(session) == [
        ("everything", 1, VersionState.PUBLISHED),
        ("everything", 2, VersionState.DRAFT),
    ]


def test_where_one_file_is_wrong_nothing_is_written(
    app: Flask, file: Path, broken: Path, session: Session
) -> None:
    status, output = run(app, "import", file, broken)
    assert (status, output.splitlines()[-1]) == (1, "Error: Nothing was imported.")
    assert states(session) == []


def test_what_may_not_be_published_is_not_even_kept(app: Flask, file: Path, session: Session) -> None:
    status, output = run(app, "import", *PUBLISH, file, bandless(file))
    assert status == 1
    assert "version 1" not in output
    assert "No band starts at 0" in output
    assert states(session) == []
    assert run(app, "import", bandless(file))[0] == 0  # as a draft, to be worked on


def test_warnings_need_a_reason_to_be_published(app: Flask, file: Path, session: Session) -> None:
    status, output = run(app, "import", "--publish", file)
    assert status == 1
    assert "warning: sections[2].weight" in output
    assert output.endswith("Say with --acknowledge why the warnings may stay.\n")
    assert states(session) == []


def test_one_checklist_in_two_files_is_refused(app: Flask, file: Path, session: Session) -> None:
    copy = file.with_name("copy.yaml")
    copy.write_bytes(file.read_bytes())
    status, output = run(app, "import", file, copy)
    assert status == 1
    assert "everything stands in more than one of the files." in output
    assert states(session) == []


def test_export_and_import_give_the_same_bytes(app: Flask, file: Path) -> None:
    run(app, "import", *PUBLISH, file)
    status, exported = run(app, "export", "everything")
    assert status == 0
    assert exported == file.read_text(encoding="utf-8")
    file.write_text(exported, encoding="utf-8")
    assert run(app, "import", file) == (0, "everything version 1: published\n")
    assert run(app, "export", "everything") == (0, exported)


def test_any_version_can_be_exported(app: Flask, file: Path) -> None:
    run(app, "import", *PUBLISH, file)
    first = file.read_text(encoding="utf-8")
    second = write_checklist(parse_definition(dict(EVERYTHING) | {"title": text("Second")}))
    file.write_text(second, encoding="utf-8")
    run(app, "import", file)
    assert run(app, "export", "everything", "--version", "1") == (0, first)
    assert run(app, "export", "everything") == (0, second)
    assert run(app, "export", "everything", "--version", "3")[0] == 1
    assert run(app, "export", "nothing")[0] == 1


def test_spreadsheets_are_imported_with_their_notes(app: Flask, tmp_path: Path, session: Session) -> None:
    form = tmp_path / "visit.xlsx"
    form.write_bytes(xlsx({"survey": "type | name | label\ntext | a | A?\naudio | b | B?"}))
    status, output = run(app, "import", form)
    assert status == 1
    assert "settings!1: The checklist has no title." in output
    status, output = run(app, "import", "--slug", "visit", "--title", "Visit", form)
    assert status == 0
    assert f"{form}: warning: survey!A3: Recordings and files are not taken" in output
    assert output.endswith("visit version 1: draft\n")
    assert states(session) == [("visit", 1, VersionState.DRAFT)]


@pytest.mark.parametrize("kind", ["yaml", "xlsform"])
def test_an_exported_version_can_be_imported_again(app: Flask, file: Path, tmp_path: Path, kind: str) -> None:
    run(app, "import", file)
    out = tmp_path / "out"
    assert run(app, "export", "everything", "--format", kind, "--output", out) == (0, "")
    assert read_any(out.read_bytes()).definition == parse_definition(dict(EVERYTHING))


def test_a_list_is_exported_in_a_language(app: Flask, file: Path) -> None:
    run(app, "import", file)
    _, output = run(app, "export", "everything", "--format", "csv", "--language", "hu")
    assert "section::Magyar (hu)" in output
    assert "\nÜdvözlés;" in output


def test_translations_go_out_and_come_back(app: Flask, file: Path, tmp_path: Path, session: Session) -> None:
    run(app, "import", file)
    out = tmp_path / "everything-hr.po"
    assert run(app, "translations", "export", "everything", "hr", "--output", out) == (0, "")
    out.write_text(out.read_text().replace('msgstr "Everything"', 'msgstr "Sve"'), encoding="utf-8")
    assert run(app, "translations", "import", "everything", out) == (0, "everything version 1: draft\n")
    (version,) = session.exec(select(ChecklistVersion)).all()
    assert version.definition.title["hr"] == "Sve"
    session.rollback()
    out.write_text("nothing", encoding="utf-8")
    status, output = run(app, "translations", "import", "everything", out)
    assert (status, output.splitlines()[-1]) == (1, "Error: Nothing was imported.")
