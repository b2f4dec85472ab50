"""The library that ships with the product: checklists/*.yaml, each of which an agency may take and make its own."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from sqlmodel import Session

from auditapp.accounts.models import User
from auditapp.checklists.models import Checklist
from auditapp.checklists.queries import checklist_by_slug
from auditapp.checklists.services import import_definition
from auditapp.checklists.yaml_format import read_checklist
from auditapp.core.config import PROJECT_ROOT
from auditapp.core.errors import NotFound
from auditapp.domain.checklist import Checklist as Definition

FOLDER = PROJECT_ROOT / "checklists"


def library() -> Mapping[str, Definition]:
    """The definitions by their slugs."""
    read = (_read(file, file.stat().st_mtime_ns) for file in sorted(FOLDER.glob("*.yaml")))
    return {definition.slug: definition for definition in read}


def take_from_library(session: Session, actor: User, slug: str) -> Checklist:
    """The agency's checklist of this slug, begun as a draft where it has none yet. Raises NotFound."""
    definition = library().get(slug)
    if definition is None:
        raise NotFound
    known = checklist_by_slug(session, slug)
    return known or import_definition(session, actor, definition).checklist


@cache
def _read(file: Path, _modified: int) -> Definition:
    return read_checklist(file.read_bytes())
