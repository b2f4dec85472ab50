"""The repository holds what belongs in it: no address of a registry, no path of one machine, no unused dependency."""

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOP_LEVEL = {
    "auditapp", "checklists", "templates", "static", "tests", "docs", "pyproject.toml", "wsgi.py", "README.md", "LICENSE",
    "Makefile", "requirements.txt", "requirements-dev.txt", ".ci", ".gitignore", ".editorconfig", "babel.cfg",
}  # fmt: skip
LOCKS = ("requirements.txt", "requirements-dev.txt")
SETUP_FILES = (
    *LOCKS,
    "pyproject.toml",
    "Makefile",
    *(f".ci/{path.name}" for path in (ROOT / ".ci").iterdir()),
)
ADDRESS = re.compile(r"https?://(?!127\.0\.0\.1|localhost)|--(extra-)?index-url|--find-links|--trusted-host")
MACHINE_PATH = re.compile(r"(?<![A-Za-z0-9_.$}/-])/(?:work|home|root|Users|farm)/\w")
NOT_TEXT = {".png", ".ttf", ".woff2", ".ico", ".jpg", ".jpeg", ".heic", ".pdf", ".xlsx"}
STARTED_BY_NAME = {
    "psycopg": "SQLAlchemy loads it for postgresql:// addresses",
    "redis": "Huey loads it for redis:// addresses",
    "gunicorn": "serves the product, as a program",
    "defusedxml": "openpyxl reads XML with it, if it is there",
    "backports-zstd": "only pinned for its marker",
    "async-timeout": "only pinned for older Pythons",
    "ruff": "a program", "mypy": "a program", "pip-tools": "a program", "import-linter": "a program",
    "flask-cors": "moto's server loads it",
    "pytest-xdist": "a plugin", "pytest-socket": "a plugin",
    "types-pyyaml": "types", "types-html5lib": "types",
    "types-openpyxl": "types", "types-polib": "types", "types-xlrd": "types",
}  # fmt: skip
COME_WITH = {
    "asn1crypto": "pyhanko", "pyhanko-certvalidator": "pyhanko",
    "babel": "flask-babel",
    "click": "flask", "itsdangerous": "flask", "jinja2": "flask", "werkzeug": "flask",
    "pydantic-core": "pydantic",
    "pydyf": "weasyprint",
    "sqlalchemy": "sqlmodel",
    "wtforms": "flask-wtf",
}  # fmt: skip


def files_of_the_repository() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def names_of(requirements: list[str]) -> set[str]:
    return {re.split(r"[\[<>=;]", line)[0].replace(".", "-").lower() for line in requirements}


def imported_distributions(*folders: str) -> set[str]:
    known = packages_distributions()
    modules = {
        name
        for folder in folders
        for file in sorted((ROOT / folder).rglob("*.py"))
        for name in imports_of(file)
    }
    return {
        owner.replace("_", "-").replace(".", "-").lower() for name in modules for owner in known.get(name, ())
    }


def imports_of(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield (node.module or "").partition(".")[0]


def test_the_top_level_holds_the_agreed_rooms_only() -> None:
    assert {path.relative_to(ROOT).parts[0] for path in files_of_the_repository()} <= TOP_LEVEL


@pytest.mark.parametrize("name", SETUP_FILES)
def test_no_registry_or_mirror_is_named(name: str) -> None:
    assert ADDRESS.findall((ROOT / name).read_text(encoding="utf-8")) == []


def test_no_path_of_one_machine_is_named() -> None:
    texts = [
        path for path in files_of_the_repository() if path.suffix not in NOT_TEXT and path != Path(__file__)
    ]
    named = {
        str(path.relative_to(ROOT)): found
        for path in texts
        if (found := MACHINE_PATH.findall(path.read_text(encoding="utf-8")))
    }
    assert named == {}


@pytest.mark.parametrize(
    "text,is_one",
    [
        ('open("/{}/me/file")', True),
        ("see /{}/x", True),
        ("tests/{}/x", False),
        ("{{{{ root }}}}/{}/x", False),
    ],
)
def test_a_path_of_one_machine_would_be_seen(text: str, *, is_one: bool) -> None:
    assert bool(MACHINE_PATH.search(text.format("home"))) == is_one


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_is_locked_by_its_hashes(name: str) -> None:
    blocks = re.split(r"\n(?=[a-z])", (ROOT / name).read_text(encoding="utf-8"))[1:]
    assert len(blocks) > 40
    assert [block for block in blocks if not re.match(r"[\w.-]+==\S+ .*\n    --hash=sha256:", block)] == []


def test_the_lock_of_the_tests_holds_the_lock_of_the_product() -> None:
    running, testing = (
        set(re.findall(r"^[\w.-]+==\S+", (ROOT / name).read_text("utf-8"), re.MULTILINE)) for name in LOCKS
    )
    assert running <= testing


def test_every_dependency_is_used() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = names_of(project["dependencies"])
    for_tests = names_of(project["optional-dependencies"]["dev"])
    assert needed - imported_distributions("auditapp") - set(STARTED_BY_NAME) == set()
    assert for_tests - imported_distributions("tests") - set(STARTED_BY_NAME) == set()
    assert set(STARTED_BY_NAME) <= needed | for_tests


def test_what_is_imported_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = names_of(project["dependencies"])
    for_tests = names_of(project["optional-dependencies"]["dev"])
    assert imported_distributions("auditapp") - needed - set(COME_WITH) == set()
    assert imported_distributions("tests") - needed - for_tests - set(COME_WITH) == set()
    assert set(COME_WITH.values()) <= needed


def test_every_dependency_says_what_it_is_for() -> None:
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").split("[tool.", maxsplit=1)[0].splitlines()
    listed = [line for line in lines if line.startswith('    "')]
    assert len(listed) > 30
    explained_above = ("backports", "async-timeout")
    assert [
        line for line in listed if "#" not in line and not any(name in line for name in explained_above)
    ] == []
