"""Settings, commands and roles stand in the documentation, and what stands there exists (house rule 13)."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from auditapp.app import create_app
from auditapp.core.config import Settings
from auditapp.domain.roles import Role

ROOT = Path(__file__).parents[2]
SETTING = re.compile(r"AUDITAPP_[A-Z_]+[A-Z]")
COMMAND = re.compile(r"flask --app wsgi ((?:[a-z-]+ ?)+)")
FLASKS_OWN = {"run", "shell", "routes"}
INSIDE_TESTS = {"AUDITAPP_TEST_RUN"}


@pytest.fixture(scope="module")
def documents() -> str:
    """All documentation."""
    return "\n".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "README.md", *(ROOT / "docs").glob("*.md"))
    )


@pytest.fixture(scope="module")
def commands(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """All commands of the product: `users create-admin` and so on."""
    folder = tmp_path_factory.mktemp("installation")
    app = create_app(Settings.from_environment({"AUDITAPP_INSTANCE": str(folder)}))
    return {name for name in _names(app.cli, ()) if name.split()[0] not in FLASKS_OWN}


def _names(group: click.Group, path: tuple[str, ...]) -> Iterator[str]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from _names(command, (*path, name))
        else:
            yield " ".join((*path, name))


def test_every_setting_is_documented(documents: str) -> None:
    sources = [*(ROOT / "auditapp").rglob("*.py"), ROOT / "Makefile"]
    used = {name for file in sources for name in SETTING.findall(file.read_text(encoding="utf-8"))}
    assert used - set(SETTING.findall(documents)) == set()


def test_every_documented_setting_exists(documents: str) -> None:
    sources = [*(ROOT / "auditapp").rglob("*.py"), ROOT / "Makefile"]
    used = {name for file in sources for name in SETTING.findall(file.read_text(encoding="utf-8"))}
    assert set(SETTING.findall(documents)) - used == set()


def test_every_command_is_documented(documents: str, commands: set[str]) -> None:
    assert commands
    assert {name for name in commands if f"flask --app wsgi {name}" not in documents} == set()


def test_every_documented_command_exists(documents: str, commands: set[str]) -> None:
    named = {name.strip() for name in COMMAND.findall(documents)}
    assert {
        name for name in named if not any(name == known or name.startswith(f"{known} ") for known in commands)
    } == set()


def test_every_role_is_documented(documents: str) -> None:
    rows = set(re.findall(r"^\| `(\w+)` \|", documents, re.MULTILINE))
    assert set(Role) <= rows


def test_every_make_target_is_documented(documents: str) -> None:
    targets = set(
        re.findall(r"^([a-z-]+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    )
    named = set(re.findall(r"`?make ([a-z-]+)", documents))
    assert targets - named == set()
    assert set(re.findall(r"`make ([a-z-]+)", documents)) - targets == set()
