"""Modules of static/js put together as they are asked for, so that a phone on a weak network asks once instead of twenty times.

Each module becomes a function that runs once and returns what it exports. Only the forms that our modules use are understood:
`import { a, b as c } from "./x.js"`, `export` before a const, function or class, and `export { a } from "./x.js"`.
Comments, indentation and long names stay behind: with them it would weigh half as much again. What is exported travels in
lists and all stands inside a function, so that these names become short, too.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from auditapp.web.shorten import shortened

_IMPORT = re.compile(r'^import \{([^}]*)\} from "(\.[^"]+)";\n', re.MULTILINE)
_REEXPORT = re.compile(r'^export \{([^}]*)\} from "(\.[^"]+)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:const|function\*?|class) (\w+))", re.MULTILINE)
_NOT_UNDERSTOOD = re.compile(
    r"^(?:import|export)\b.*|.*\bimport\(.*|^[^`\n]*(?:`[^`\n]*`[^`\n]*)*`[^`\n]*$", re.MULTILINE
)
"""Other forms, an import in the midst of the work, a text over several lines."""
_COMMENT = re.compile(r"^[ \t]*(?:/\*\*.*?\*/|//[^\n]*)\n", re.MULTILINE | re.DOTALL)


def put_together(entry: Path) -> str:
    """One short script that does what the module `entry` does with all that it imports.

    Raises ValueError for a form that is not understood or modules that import each other, OSError for one that is missing.
    """
    return shortened("text/javascript", joined(entry))


def joined(entry: Path) -> str:
    """The same script before it is shortened."""
    order = list(_in_order(entry.resolve(), ()))
    numbers = {path: number for number, path in enumerate(dict.fromkeys(order))}
    return f"(() => {{\n{''.join(_wrapped(path, numbers) for path in numbers)}}})();\n"


def _in_order(path: Path, above: tuple[Path, ...]) -> Iterator[Path]:
    """The modules, each after those that it needs; some more than once."""
    if path in above:
        raise ValueError(f"{path.name} imports itself by way of {', '.join(one.name for one in above)}")
    text = _text(path)
    for pattern in (_IMPORT, _REEXPORT):
        for found in pattern.finditer(text):
            yield from _in_order((path.parent / found[2]).resolve(), (*above, path))
    yield path


def _wrapped(path: Path, numbers: dict[Path, int]) -> str:
    def number_of(found: re.Match[str]) -> int:
        return numbers[(path.parent / found[2]).resolve()]

    def taken(found: re.Match[str]) -> str:
        parts = [f"{inner} = {_name(number_of(found), outer)}" for outer, inner in _pairs(found[1])]
        return f"const {', '.join(parts)};\n"

    text = _text(path)
    exports = {found[1]: found[1] for found in _EXPORT.finditer(text)}
    for found in _REEXPORT.finditer(text):
        exports |= {outer: _name(number_of(found), inner) for inner, outer in _pairs(found[1])}
    body = _EXPORT.sub("", _REEXPORT.sub("", _IMPORT.sub(taken, text)))
    if rest := _NOT_UNDERSTOOD.search(body):
        raise ValueError(f"{path.name}: {rest[0]!r} is not understood")
    names = ", ".join(_name(numbers[path], name) for name in exports)
    return f"const [{names}] = (() => {{\n{body}return [{', '.join(exports.values())}];\n}})();\n"


def _name(number: int, name: str) -> str:
    """What an export is called outside its module."""
    return f"${number}_{name}"


def _pairs(names: str) -> list[tuple[str, str]]:
    """What each name of `a, b as c` is called inside its module, and outside."""
    words = [name.split() for name in names.split(",") if name.strip()]
    return [(name[0], name[-1]) for name in words]


def _text(path: Path) -> str:
    """What a module says. Its comments may hold anything, also what looks like a form."""
    return _COMMENT.sub("", path.read_text(encoding="utf-8"))
