"""The order of the layers is kept, and a breach of it would be seen."""

import subprocess
import sys
from pathlib import Path
from shutil import copy

import pytest

ROOT = Path(__file__).parents[2]
FILES = (
    "app.py",
    "accounts/views.py",
    "accounts/services.py",
    "accounts/models.py",
    "web/pages.py",
    "core/db.py",
    "domain/rules.py",
)


@pytest.fixture
def small_house(tmp_path: Path) -> Path:
    """A project under the same rules with next to nothing in it."""
    copy(ROOT / "pyproject.toml", tmp_path)
    house = tmp_path / "auditapp"
    for file in map(house.joinpath, FILES):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.parent.joinpath("__init__.py").touch()
        file.touch()
    house.joinpath("__init__.py").touch()
    return house


def breaches(project: Path) -> list[str]:
    """The names of the broken rules."""
    linter = Path(sys.executable).with_name("lint-imports")
    run = subprocess.run(
        [linter, "--no-cache", "--no-logo"], cwd=project, capture_output=True, text=True, check=False
    )
    lines = [line.removesuffix(" BROKEN") for line in run.stdout.splitlines() if line.endswith(" BROKEN")]
    assert (run.returncode == 0) == (not lines), run.stdout + run.stderr
    assert "Contracts:" in run.stdout, run.stdout + run.stderr
    return lines


def test_the_house_is_in_order() -> None:
    assert breaches(ROOT) == []


def test_a_small_house_in_order_passes(small_house: Path) -> None:
    (small_house / "accounts/views.py").write_text("import flask\nfrom auditapp.accounts import services\n")
    (small_house / "accounts/services.py").write_text("from auditapp.domain import rules\n")
    assert breaches(small_house.parent) == []


@pytest.mark.parametrize(
    "file,line,rule",
    [
        ("core/db.py", "from auditapp.accounts import models", "Features import only downward"),
        ("web/pages.py", "from auditapp.accounts import models", "Features import only downward"),
        ("domain/rules.py", "from auditapp.core import db", "Features import only downward"),
        ("lost.py", "", "Features import only downward"),
        ("accounts/services.py", "from auditapp.accounts import views", "Inside a feature"),
        ("accounts/models.py", "from auditapp.accounts import services", "Inside a feature"),
        ("domain/rules.py", "import flask", "The domain knows no framework"),
        ("domain/rules.py", "from sqlmodel import Session", "The domain knows no framework"),
        ("accounts/services.py", "from flask import g", "Models, queries and services"),
        ("accounts/models.py", "import wtforms", "Models, queries and services"),
    ],
)
def test_a_breach_is_seen(small_house: Path, file: str, line: str, rule: str) -> None:
    (small_house / file).write_text(line)
    assert any(broken.startswith(rule) for broken in breaches(small_house.parent))
