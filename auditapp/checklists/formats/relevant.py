"""XLSForm expressions: the conditions and limits that a checklist can say, read and written.

Read is what the XPath subset of XLSForm offers for conditions on earlier answers: `selected()`, comparisons, `and`,
`or`, `not()` and parentheses. Everything else is Inexpressible, and the caller says what is done instead.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from auditapp.domain.checklist import (
    MEASURED_TYPES,
    OPTION_TYPES,
    All,
    Condition,
    Not,
    QuestionType,
    Test,
)

Raw = dict[str, Any]
"""A condition as a definition writes it."""

MAX_LENGTH = 4000
MAX_DEPTH = 20
_TOKEN = re.compile(
    r"""\s*(?:(?P<name>\$\{\s*[^}\s]+\s*\})|(?P<text>'[^']*'|"[^"]*")|(?P<number>-?\d+(?:\.\d+)?)"""
    r"""|(?P<sign><=|>=|!=|[=<>(),.])|(?P<word>[A-Za-z][\w\-:.]*))"""
)
_TURNED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "=", "!=": "!="}
_WHOLE = frozenset({QuestionType.COUNT, QuestionType.NPS})


class Inexpressible(Exception):  # noqa: N818 - reads as the fact that it states
    """A checklist cannot say this."""


class WrongReference(Exception):  # noqa: N818 - as above
    """The expression names what is not there: `code` and `params` of the problem."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code, self.params = code, params


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that conditions may refer to: its key, type, and option keys by the names used in the file."""

    key: str
    type: QuestionType
    options: Mapping[str, str]


Find = Callable[[str], Asked]
"""Gives the earlier question of a name; raises WrongReference or Inexpressible."""


@dataclass(slots=True)
class _Part:
    """A condition while it is read; `loose` until somebody puts parentheses around it."""

    raw: Raw
    loose: bool = True


class _Reader:
    """Recursive descent over the tokens of one expression."""

    def __init__(self, text: str, find: Find) -> None:
        self._tokens = _tokens(text)
        self._at = 0
        self._depth = 0
        self._find = find

    def whole(self) -> Raw:
        part = self._any()
        if self._kind:
            raise Inexpressible
        return part.raw

    @property
    def _kind(self) -> str:
        return self._tokens[self._at][0] if self._at < len(self._tokens) else ""

    @property
    def _value(self) -> str:
        return self._tokens[self._at][1] if self._at < len(self._tokens) else ""

    def _next(self, kind: str = "", value: str = "") -> str:
        if (kind and kind != self._kind) or (value and value != self._value) or not self._kind:
            raise Inexpressible
        self._at += 1
        return self._tokens[self._at - 1][1]

    def _any(self) -> _Part:
        parts = self._chain("or", self._all)
        return parts[0] if len(parts) == 1 else _or(parts)

    def _all(self) -> _Part:
        parts = self._chain("and", self._one)
        return parts[0] if len(parts) == 1 else _Part({"all": [part.raw for part in parts]})

    def _chain(self, word: str, read: Callable[[], _Part]) -> list[_Part]:
        parts = [read()]
        while (self._kind, self._value.lower()) == ("word", word):
            self._next()
            parts.append(read())
        return parts

    def _one(self) -> _Part:
        if self._value == "(":
            return _Part(self._bracketed(), loose=False)
        if self._kind == "word":
            return self._call()
        return self._comparison()

    def _bracketed(self) -> Raw:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise Inexpressible
        self._next(value="(")
        inside = self._any()
        self._next(value=")")
        self._depth -= 1
        return inside.raw

    def _call(self) -> _Part:
        function = self._next("word").lower()
        if function == "not":
            return _Part({"not": self._bracketed()})
        if function != "selected":
            raise Inexpressible
        self._next(value="(")
        asked = self._find(self._next("name"))
        self._next(value=",")
        wanted = self._next("text" if self._kind == "text" else "number")
        self._next(value=")")
        return _Part(_is_option(asked, wanted))

    def _comparison(self) -> _Part:
        if self._kind == "name":
            asked = self._find(self._next())
            sign = self._sign()
            return _Part(_compared(asked, sign, self._kind, self._literal()))
        kind, literal = self._kind, self._literal()
        sign = _TURNED[self._sign()]
        return _Part(_compared(self._find(self._next("name")), sign, kind, literal))

    def _sign(self) -> str:
        sign = self._next("sign")
        if sign not in _TURNED:
            raise Inexpressible
        return sign

    def _literal(self) -> str:
        if self._kind not in {"text", "number"}:
            raise Inexpressible
        return self._next()


def read_condition(text: str, find: Find) -> Raw:
    """The condition that a `relevant` cell states. Raises Inexpressible, or WrongReference for what does not exist."""
    return _Reader(text, find).whole()


def as_condition(raw: object) -> Condition:
    """The condition that a definition writes like this. Raises ValueError."""
    return Not.model_validate({"not": raw}, by_alias=True, by_name=False).part


def _tokens(text: str) -> list[tuple[str, str]]:
    if len(text) > MAX_LENGTH:
        raise Inexpressible
    tokens, at, text = [], 0, text.strip().replace("\u2018", "'").replace("\u2019", "'")
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            raise Inexpressible
        kind = str(found.lastgroup)
        tokens.append((kind, _bare(kind, found.group(kind))))
        at = found.end()
    return tokens


def _bare(kind: str, token: str) -> str:
    if kind == "text":
        return token[1:-1]
    return token[2:-1].strip() if kind == "name" else token


def _or(parts: Sequence[_Part]) -> _Part:
    """Neighbours that ask for options of the same question become one test of several options."""
    merged: list[_Part] = []
    for part in parts:
        before = merged[-1] if merged else None
        if before is not None and _asks_for_options(before) == _asks_for_options(part) is not None:
            before.raw["in"] += part.raw["in"]
        else:
            merged.append(part)
    return merged[0] if len(merged) == 1 else _Part({"any": [part.raw for part in merged]})


def _asks_for_options(part: _Part) -> str | None:
    """The question whose options are asked for, without parentheses around it."""
    return part.raw["question"] if part.loose and set(part.raw) == {"question", "in"} else None


def _is_option(asked: Asked, name: str) -> Raw:
    if asked.type not in OPTION_TYPES:
        raise Inexpressible
    if name not in asked.options:
        raise WrongReference("unknown_option", option=name, question=asked.key)
    return {"question": asked.key, "in": [asked.options[name]]}


def _compared(asked: Asked, sign: str, kind: str, literal: str) -> Raw:
    if literal == "" and kind == "text" and sign in {"=", "!="}:
        answered: Raw = {"question": asked.key, "answered": True}
        return answered if sign == "!=" else {"not": answered}
    if asked.type in OPTION_TYPES:
        return _compared_option(asked, sign, literal)
    if asked.type in MEASURED_TYPES and _decimal(literal) is not None:
        return _compared_number(asked, sign, literal)
    raise Inexpressible


def _compared_option(asked: Asked, sign: str, literal: str) -> Raw:
    """Options named by numbers can be compared, too: steps 1 to 5 and `< 3`."""
    if sign in {"=", "!="}:
        test = _is_option(asked, literal)
        return test if sign == "=" else {"not": test}
    limit = _decimal(literal)
    values = {name: _decimal(name) for name in asked.options}
    if limit is None or asked.type is QuestionType.MULTI or None in values.values():
        raise Inexpressible
    passing = [
        asked.options[name]
        for name, value in values.items()
        if value is not None and _holds(value, sign, limit)
    ]
    if not passing:
        raise Inexpressible
    return {"question": asked.key, "in": passing}


def _holds(value: Decimal, sign: str, limit: Decimal) -> bool:
    return {"<": value < limit, "<=": value <= limit, ">": value > limit, ">=": value >= limit}[sign]


def _compared_number(asked: Asked, sign: str, literal: str) -> Raw:
    """`>` of a number that may have decimals is: answered, and not at most that number."""
    question, limit = {"question": asked.key}, literal
    simple: dict[str, Raw] = {
        ">=": question | {"at_least": limit},
        "<=": question | {"at_most": limit},
        "=": question | {"at_least": limit, "at_most": limit},
    }
    if sign in simple:
        return simple[sign]
    if sign == "!=":
        return {"not": simple["="]}
    within = _whole_limit(sign, literal) if asked.type in _WHOLE else None
    if within is not None:
        return question | within
    opposite = simple["<=" if sign == ">" else ">="]
    return {"all": [question | {"answered": True}, {"not": opposite}]}


def _whole_limit(sign: str, literal: str) -> Raw | None:
    """More than 3, of something counted, is at least 4."""
    number = _decimal(literal)
    if number is None or number != number.to_integral_value():
        return None
    return {"at_least": str(int(number) + 1)} if sign == ">" else {"at_most": str(int(number) - 1)}


def _decimal(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def read_limits(text: str, *, whole: bool) -> dict[str, str]:
    """The minimum and maximum that a `constraint` cell states. Raises Inexpressible."""
    limits: dict[str, str] = {}
    tokens = [token for token in _tokens(text) if token[1] not in {"(", ")"}]
    if not tokens:
        raise Inexpressible
    for at in range(0, len(tokens), 4):
        _add_limit(limits, tokens[at : at + 4], whole=whole)
    return limits


def _add_limit(limits: dict[str, str], tokens: Sequence[tuple[str, str]], *, whole: bool) -> None:
    kinds, values = [kind for kind, _ in tokens], [value for _, value in tokens]
    if len(values) == 4 and values[3].lower() != "and":
        raise Inexpressible
    if kinds[:3] == ["number", "sign", "sign"] and values[2] == "." and values[1] in _TURNED:
        sign, limit = _TURNED[values[1]], values[0]
    elif kinds[:3] == ["sign", "sign", "number"] and values[0] == ".":
        sign, limit = values[1], values[2]
    else:
        raise Inexpressible
    if sign in {"<", ">"} and whole:
        found = _whole_limit(sign, limit) or {}
        sign, limit = f"{sign}=", next(iter(found.values()), limit)
    if sign not in {"<=", ">="}:
        raise Inexpressible
    limits["minimum" if sign == ">=" else "maximum"] = limit


def write_condition(condition: Condition, names: Mapping[str, str]) -> str:
    """The `relevant` cell of a condition; `names` are those that the questions have in the file."""
    if isinstance(condition, Test):
        return " and ".join(_facts(condition, names))
    if isinstance(condition, Not):
        return f"not({write_condition(condition.part, names)})"
    word = " and " if isinstance(condition, All) else " or "
    return word.join(_nested(part, names) for part in condition.parts)


def _nested(part: Condition, names: Mapping[str, str]) -> str:
    """In parentheses, so that it stays one part; alone in them, an option stays apart from its neighbours."""
    one_fact = isinstance(part, Test) and part.one_of is None and len(_facts(part, names)) == 1
    plain = one_fact or isinstance(part, Not)
    written = write_condition(part, names)
    return written if plain else f"({written})"


def _facts(test: Test, names: Mapping[str, str]) -> list[str]:
    name = f"${{{names.get(test.question, test.question)}}}"
    facts = []
    if test.one_of is not None:
        asked = " or ".join(f"selected({name}, '{option}')" for option in test.one_of)
        alone = len(test.one_of) == 1 or (test.at_least, test.at_most, test.answered) == (None, None, None)
        facts.append(asked if alone else f"({asked})")
    if test.at_least is not None:
        facts.append(f"{name} >= {test.at_least}")
    if test.at_most is not None:
        facts.append(f"{name} <= {test.at_most}")
    return [*facts, f"{name} != ''"] if test.answered else facts
