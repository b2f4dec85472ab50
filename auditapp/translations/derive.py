"""`python -m auditapp.translations.derive` writes the Serbian Latin catalogue from the Cyrillic one."""

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from auditapp.domain.language import latin

FOLDER = Path(__file__).parent
CYRILLIC = FOLDER / "sr_Cyrl" / "LC_MESSAGES" / "messages.po"
LATIN = FOLDER / "sr_Latn" / "LC_MESSAGES" / "messages.po"


def latin_catalogue(cyrillic: Catalog) -> Catalog:
    """The same messages in Latin letters; placeholders are Latin already and stay."""
    derived = Catalog(locale="sr_Latn", charset="utf-8", fuzzy=False, revision_date=cyrillic.revision_date)
    for message in cyrillic:
        if message.id:
            derived.add(
                message.id, _latin(message.string or ""), locations=message.locations, flags=message.flags
            )
    return derived


def _latin(text: str | tuple[str, ...] | list[str]) -> str | tuple[str, ...]:
    return latin(text) if isinstance(text, str) else tuple(latin(form) for form in text)


def main() -> None:
    """Read, derive, write."""
    with CYRILLIC.open("rb") as file:
        cyrillic = read_po(file, locale="sr_Cyrl")
    LATIN.parent.mkdir(parents=True, exist_ok=True)
    with LATIN.open("wb") as file:
        write_po(file, latin_catalogue(cyrillic), omit_header=True, include_lineno=False, sort_by_file=True)


if __name__ == "__main__":
    main()
