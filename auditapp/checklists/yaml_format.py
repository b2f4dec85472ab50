"""Checklists as YAML files, the same that lie in checklists/ (C1)."""

import re
from collections.abc import Hashable
from typing import Any

import yaml

from auditapp.domain.checklist import Checklist
from auditapp.domain.definition import dump_definition, parse_definition
from auditapp.domain.problems import DefinitionError, Problem

MAX_BYTES = 2_000_000
MAX_DEPTH = 30
_TEXT_WIDTH = 110


YAML_CODES = frozenset(
    {
        "file_too_large",
        "not_utf8",
        "not_yaml",
        "yaml_alias",
        "yaml_duplicate_key",
        "yaml_key",
        "yaml_tag",
        "too_deep",
    }
)
"""What can be wrong before the definition itself is looked at; each has a wording in the catalogues."""


class _Refused(Exception):  # noqa: N818 - ends here, as a DefinitionError
    """YAML that we do not take, with what is wrong and the line."""

    def __init__(self, code: str, line: int, **params: str) -> None:
        super().__init__(code)
        self.problem = Problem(code, f"line {line + 1}", params)


class _Loader(yaml.CSafeLoader):
    """YAML as people expect it: `yes` and `no` are words, dates are texts, and no key stands twice."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Hashable, Any]:  # noqa: ANN401, FBT001, FBT002 - PyYAML's own signature
        """Refuse a key that stands twice: the second would silently win."""
        seen: set[str] = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise _Refused("yaml_key", key.start_mark.line)
            if key.value in seen:
                raise _Refused("yaml_duplicate_key", key.start_mark.line, key=key.value)
            seen.add(key.value)
        mapping: dict[Hashable, Any] = super().construct_mapping(node, deep=deep)
        return mapping


_Loader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("bool", r"true|false", "tf"),
    ("null", r"null|~|", "n~"),
    ("int", r"[-+]?(0|[1-9][0-9]{0,17})", "-+0123456789"),
    ("float", r"[-+]?(0|[1-9][0-9]{0,17})\.[0-9]{1,18}", "-+0123456789"),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_pattern})$"), [*_first])


def read_checklist(content: bytes) -> Checklist:
    """The checklist in a YAML file. Raises DefinitionError with every problem; what is not YAML has a line."""
    if len(content) > MAX_BYTES:
        raise DefinitionError([Problem("file_too_large", "", {"limit": "2 MB"})])
    try:
        text = content.decode("utf-8")
        _refuse_tricks(text)
        raw = yaml.load(text, _Loader)  # noqa: S506 - a SafeLoader, made stricter
    except UnicodeDecodeError:
        raise DefinitionError([Problem("not_utf8", "")]) from None
    except _Refused as refused:
        raise DefinitionError([refused.problem]) from None
    except yaml.YAMLError as error:
        raise DefinitionError([_yaml_problem(error)]) from None
    return parse_definition(raw)


def write_checklist(checklist: Checklist) -> str:
    """The YAML file of a checklist; reading it and writing it again gives the same text."""
    return yaml.dump(
        dump_definition(checklist), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=_TEXT_WIDTH
    )


def _refuse_tricks(text: str) -> None:
    """A few lines of aliases unfold into gigabytes, thousands of brackets exhaust the stack, tags make objects."""
    depth = 0
    for event in yaml.parse(text, yaml.CSafeLoader):
        line = event.start_mark.line if event.start_mark else 0
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if isinstance(event, yaml.AliasEvent):
            raise _Refused("yaml_alias", line)
        if getattr(event, "tag", None) is not None:
            raise _Refused("yaml_tag", line)
        if depth > MAX_DEPTH:
            raise _Refused("too_deep", line)


class _Dumper(yaml.SafeDumper):
    """Texts of several lines as blocks, words like `yes` without quotes."""


_Dumper.yaml_implicit_resolvers = _Loader.yaml_implicit_resolvers


def _write_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _write_text)


def _yaml_problem(error: yaml.YAMLError) -> Problem:
    mark = getattr(error, "problem_mark", None)
    place = f"line {mark.line + 1}" if mark is not None else ""
    reason = str(getattr(error, "problem", None) or getattr(error, "reason", ""))
    return Problem("not_yaml", place, {"reason": reason})
