"""Finds texts on screens that no catalogue knows: in templates, in Python, in scripts."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment

ROOT = Path(__file__).resolve().parents[2]
SAID = re.compile(r"[^\W\d_]{2,}")
"""Two letters in a row are a word that somebody reads."""
ATTRIBUTES = re.compile(r'\b(?:aria-label|alt|title|placeholder|content)="([^"{]*)"')
NEVER_READ = frozenset({"width=device-width, initial-scale=1, viewport-fit=cover", "light dark"})
FORM_CALLS = re.compile(
    r"Field$|^(flash|ValidationError|InputRequired|DataRequired|Length|NumberRange|Regexp|EqualTo)$"
)


def untranslated_in_template(source: str) -> Iterator[str]:
    """Words in a template that stand outside `_()`: text between tags, and attributes that are read out."""
    html = "".join(_markup(source))
    html = re.sub(r"<(script|style)\b.*?</\1>", "", html, flags=re.DOTALL)
    yield from (words for words in ATTRIBUTES.findall(html) if SAID.search(words) and words not in NEVER_READ)
    text = re.sub(r"<[^>]*>|&[a-z#0-9]+;", "\n", html)
    yield from (line.strip() for line in text.splitlines() if SAID.search(line))


def _markup(source: str) -> Iterator[str]:
    """What is not Jinja. Text inside {% trans %} is in the catalogues and left out."""
    inside_trans = False
    stream: Iterator[tuple[int, str, str]] = Environment(autoescape=True).lex(source)
    block: list[str] = []
    for _line, kind, value in stream:
        if kind == "block_begin":
            block = []
        elif kind == "name":
            block.append(value)
        elif kind == "block_end" and block[:1] in (["trans"], ["endtrans"]):
            inside_trans = block[0] == "trans"
        elif kind == "data" and not inside_trans:
            yield value
        elif kind == "variable_begin":
            yield "{"


def untranslated_in_python(source: str) -> Iterator[str]:
    """Bare texts handed to fields, validators and flashed messages, where gettext is expected."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not FORM_CALLS.search(_name(node.func)):
            continue
        named = [word.value for word in node.keywords if word.arg in {"label", "message", "description"}]
        for part in [*node.args[:1], *named]:
            if _is_text(part) and not _is_field_name(node, part):
                yield ast.unparse(part)


def _is_text(part: ast.expr) -> bool:
    return isinstance(part, ast.Constant) and isinstance(part.value, str) and bool(SAID.search(part.value))


def _is_field_name(node: ast.Call, part: ast.expr) -> bool:
    """EqualTo and Regexp take a field name or a pattern first."""
    return _name(node.func) in {"EqualTo", "Regexp"} and part is node.args[0]


def _name(func: ast.expr) -> str:
    return func.attr if isinstance(func, ast.Attribute) else func.id if isinstance(func, ast.Name) else ""


def sentences_in_script(source: str) -> Iterator[str]:
    """Texts in a script that look like something to read: several words, a capital first. Scripts get theirs from the page."""
    without_comments = re.sub(r"/\*.*?\*/|(?m:(?<!:)//.*$)", "", source, flags=re.DOTALL)
    for literal in re.findall(r'"([^"\n]*)"|\'([^\'\n]*)\'|`([^`]*)`', without_comments):
        text = next(filter(None, literal), "")
        if re.search(r"^[A-ZČĆŠŽĐ][a-zčćšžđ]+ [a-zčćšžđ]", text):
            yield text
