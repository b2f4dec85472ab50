"""Modules of static/js put together as they are asked for, so that a phone on a weak network asks once instead of twenty times.

Each module becomes a function that runs once and returns what it exports. Only the forms that our modules use are understood:
`import { a, b as c } from "./x.js"`, `export` before a const, function or class, `export { a } from "./x.js"`, and
`import("./x.js")` for a part that comes later: it travels as a script of its own, without the modules that are already there,
which it is given. Comments, indentation and long names stay behind: with them it would weigh half as much again. What is
exported travels in lists and all stands inside a function, so that these names become short, too.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeAlias

from auditapp.web.shorten import shortened

Numbers: TypeAlias = Mapping[Path, int]
"""Of each module in a script; they tell apart what the modules call alike."""

_IMPORT = re.compile(r'^import \{([^}]*)\} from "(\.[^"]+)";\n', re.MULTILINE)
_REEXPORT = re.compile(r'^export \{([^}]*)\} from "(\.[^"]+)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:const|function\*?|class) (\w+))", re.MULTILINE)
_LATER = re.compile(r'\bimport\("\./([\w-]+\.js)"\)')
_NOT_UNDERSTOOD = re.compile(
    r"^(?:import|export)\b.*|.*\bimport\(.*|^[^`\n]*(?:`[^`\n]*`[^`\n]*)*`[^`\n]*$", re.MULTILINE
)
"""Other forms, an import in the midst of the work, a text over several lines."""
_COMMENT = re.compile(r"^[ \t]*(?:/\*\*.*?\*/|//[^\n]*)\n", re.MULTILINE | re.DOTALL)
_FETCH_PART = (
    "const $parts = {};\n"
    "let $tries = 0;\n"
    "const $part = (name, ...shared) => ($parts[name] ??= import(`${name}#${($tries += 1)}`)\n"
    "    .then((part) => part.default(...shared))\n"
    "    .catch((error) => {\n"
    "        delete $parts[name];\n"
    "        throw error;\n"
    "    }));\n"
)
"""Browsers remember that a module could not be fetched: with another fragment they try again."""


def put_together(entry: Path, part: Path | None = None) -> str:
    """One short script that does what the module `entry` does with all that it imports; or that `part` of it which comes later.

    Raises ValueError for a form that is not understood, modules that import each other, or a part that `entry` does not
    know, OSError for one that is missing.
    """
    return shortened("text/javascript", joined_part(entry, part) if part else joined(entry))


def joined(entry: Path) -> str:
    """The script of `entry` before it is shortened."""
    entry = entry.resolve()
    numbers = _numbered(entry)
    modules = "".join(_wrapped(path, numbers, entry) for path in numbers)
    return f"(() => {{\n{_FETCH_PART if '$part(' in modules else ''}{modules}}})();\n"


def joined_part(entry: Path, part: Path) -> str:
    """The script of a part before it is shortened: a function of what it shares with `entry`."""
    entry, part = entry.resolve(), part.resolve()
    there = _numbered(entry)
    if part not in _parts_of(there):
        raise ValueError(f"{part.name} is no part of {entry.name}")
    numbers = _numbered(part, there)
    modules = "".join(_wrapped(path, numbers, entry) for path in numbers if path not in there)
    given = ", ".join(f"{name}: {_name(numbers[part], name)}" for name in _exports(part, numbers))
    return (
        f"export default ({', '.join(_shared(numbers, there))}) => {{\n{modules}return {{ {given} }};\n}};\n"
    )


def parts_of(entry: Path) -> list[Path]:
    """The modules that `entry`, or what it imports, asks for later."""
    return _parts_of(_numbered(entry.resolve()))


def _parts_of(modules: Numbers) -> list[Path]:
    found = {(path.parent / name).resolve() for path in modules for name in _LATER.findall(_text(path))}
    return sorted(found)


def _numbered(entry: Path, there: Numbers | None = None) -> dict[Path, int]:
    """The modules of a script, each after those that it needs; before them those that are there."""
    return {
        path: number for number, path in enumerate(dict.fromkeys([*(there or {}), *_in_order(entry, ())]))
    }


def _in_order(path: Path, above: tuple[Path, ...]) -> Iterator[Path]:
    """The modules, each after those that it needs; some more than once."""
    if path in above:
        raise ValueError(f"{path.name} imports itself by way of {', '.join(one.name for one in above)}")
    text = _text(path)
    for pattern in (_IMPORT, _REEXPORT):
        for found in pattern.finditer(text):
            yield from _in_order((path.parent / found[2]).resolve(), (*above, path))
    yield path


def _shared(numbers: Numbers, there: Numbers) -> list[str]:
    """The names of what the modules of a part take from those that are there."""
    names = set()
    for path in numbers:
        for pattern in (_IMPORT, _REEXPORT) if path not in there else ():
            for found in pattern.finditer(_text(path)):
                source = (path.parent / found[2]).resolve()
                names |= {_name(numbers[source], outer) for outer, _ in _pairs(found[1]) if source in there}
    return sorted(names)


def _wrapped(path: Path, numbers: Numbers, entry: Path) -> str:
    def taken(found: re.Match[str]) -> str:
        number = numbers[(path.parent / found[2]).resolve()]
        parts = [f"{inner} = {_name(number, outer)}" for outer, inner in _pairs(found[1])]
        return f"const {', '.join(parts)};\n"

    def later(found: re.Match[str]) -> str:
        part = (path.parent / found[1]).resolve()
        if part.parent != entry.parent:
            raise ValueError(
                f"{path.name}: a part has to lie beside {entry.name}, {found[1]} is not understood"
            )
        there = _numbered(entry)
        given = ["", *_shared(_numbered(part, there), there)]
        return f'$part("./{entry.name}/{part.name}"{", ".join(given)})'

    body = _EXPORT.sub("", _REEXPORT.sub("", _IMPORT.sub(taken, _LATER.sub(later, _text(path)))))
    if rest := _NOT_UNDERSTOOD.search(body):
        raise ValueError(f"{path.name}: {rest[0]!r} is not understood")
    exports = _exports(path, numbers)
    names = ", ".join(_name(numbers[path], name) for name in exports)
    return f"const [{names}] = (() => {{\n{body}return [{', '.join(exports.values())}];\n}})();\n"


def _exports(path: Path, numbers: Numbers) -> dict[str, str]:
    """What a module exports, by name, and what that is called inside it."""
    text = _text(path)
    exports = {found[1]: found[1] for found in _EXPORT.finditer(text)}
    for found in _REEXPORT.finditer(text):
        number = numbers[(path.parent / found[2]).resolve()]
        exports |= {outer: _name(number, inner) for inner, outer in _pairs(found[1])}
    return exports


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
