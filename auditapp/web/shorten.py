"""Scripts and styles say the same in fewer letters, before they are packed."""

import re

_TAKEN_APART = re.compile(r"\bconst (?=[\[{])")
_OUT_OF_ORDER = re.compile(r"\blet [\w$]+(?: = [^;]*)?;\s*let [\[{].*")


def shortened(kind: str, text: str) -> str:
    """`text`, of the MIME type `kind`, without comments and space, and scripts with short names for what is theirs alone.

    Raises ValueError where it is no such text, or where a script could come out in another order.
    """
    # Loaded where it is used, in the process that uses it: it has threads of its own, which a fork would lose.
    import minify  # noqa: PLC0415

    short: str = minify.string(kind, _in_order(text) if kind == "text/javascript" else text)
    return short


def _in_order(text: str) -> str:
    """The library joins declarations of one kind, and puts first what takes a value apart, even if it was done last.

    Kinds that differ stay as they stand.
    """
    text = _TAKEN_APART.sub("let ", text)
    if found := _OUT_OF_ORDER.search(text):
        raise ValueError(f"write const for the first of {found[0]!r}: its order would be lost")
    return text
