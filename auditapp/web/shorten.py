"""Scripts and styles say the same in fewer letters, before they are packed."""


def shortened(kind: str, text: str) -> str:
    """`text`, of the MIME type `kind`, without comments and space, and scripts with short names for what is theirs alone.

    Raises ValueError where it is no such text.
    """
    # Loaded where it is used, in the process that uses it: it has threads of its own, which a fork would lose.
    import minify  # noqa: PLC0415

    short: str = minify.string(kind, text)
    return short
