"""Modules of static/js put together as they are asked for, so that a phone on a weak network asks once instead of twenty times.

Each module becomes a function that runs once and returns what it exports. Only the forms that our modules use are understood:
`import { a, b as c } from "./x.js"`, `export` before a const, function or class, and `export { a } from "./x.js"`.
Comments and indentation stay behind: with them it would weigh a third more.
"""

import re
from collections.abc import Iterator
from pathlib import Path

_IMPORT = re.compile(r'^import \{([^}]*)\} from "(\.[^"]+)";\n', re.MULTILINE)
_REEXPORT = re.compile(r'^export \{([^}]*)\} from "(\.[^"]+)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:const|function\*?|class) (\w+))", re.MULTILINE)
_NOT_UNDERSTOOD = re.compile(
    r"^(?:import|export)\b.*|.*\bimport\(.*|^[^`\n]*(?:`[^`\n]*`[^`\n]*)*`[^`\n]*$", re.MULTILINE
)
"""Other forms, an import in the midst of the work, a text over several lines."""
_COMMENT = re.compile(r"^[ \t]*(?:/\*\*.*?\*/|//[^\n]*)\n", re.MULTILINE | re.DOTALL)
_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)


def put_together(entry: Path) -> str:
    """One script that does what the module `entry` does with all that it imports.

    Raises ValueError for a form that is not understood or modules that import each other, OSError for one that is missing.
    """
    order = list(_in_order(entry.resolve(), ()))
    names = {path: f"$module{number}" for number, path in enumerate(dict.fromkeys(order))}
    return "".join(_wrapped(path, names) for path in names)


def _in_order(path: Path, above: tuple[Path, ...]) -> Iterator[Path]:
    """The modules, each after those that it needs; some more than once."""
    if path in above:
        raise ValueError(f"{path.name} imports itself by way of {', '.join(one.name for one in above)}")
    text = _text(path)
    for pattern in (_IMPORT, _REEXPORT):
        for found in pattern.finditer(text):
            yield from _in_order((path.parent / found[2]).resolve(), (*above, path))
    yield path


def _wrapped(path: Path, names: dict[Path, str]) -> str:
    def name_of(found: re.Match[str]) -> str:
        return names[(path.parent / found[2]).resolve()]

    text = _text(path)
    exports = [found[1] for found in _EXPORT.finditer(text)]
    for found in _REEXPORT.finditer(text):
        exports += [f"{outer}: {name_of(found)}.{inner}" for inner, outer in _pairs(found[1])]
    body = _IMPORT.sub(lambda found: f"const {{{_renamed(found[1])}}} = {name_of(found)};\n", text)
    body = _EXPORT.sub("", _REEXPORT.sub("", body))
    if rest := _NOT_UNDERSTOOD.search(body):
        raise ValueError(f"{path.name}: {rest[0]!r} is not understood")
    return f"const {names[path]} = (() => {{\n{body}return {{{', '.join(exports)}}};\n}})();\n"


def _renamed(names: str) -> str:
    """`a, b as c` as a pattern that takes an object apart."""
    return ", ".join(f"{inner}: {outer}" for inner, outer in _pairs(names))


def _pairs(names: str) -> list[tuple[str, str]]:
    """What each name of `a, b as c` is called inside its module, and outside."""
    words = [name.split() for name in names.split(",") if name.strip()]
    return [(name[0], name[-1]) for name in words]


def _text(path: Path) -> str:
    return _INDENT.sub("", _COMMENT.sub("", path.read_text(encoding="utf-8")))
