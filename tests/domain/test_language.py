"""Serbian is written once, in Cyrillic; its Latin form follows. Missing wordings fall back, never fail."""

import pytest

from auditapp.domain.language import STORED_LANGUAGES, Language, latin, text_in

TEXTS = {"en": "Shop", "sr-Cyrl": "Џезва и љубав", "hu": "Bolt"}


@pytest.mark.parametrize(
    "cyrillic, expected",
    [
        ("абвгдђежзијклљмнњопрстћуфхцчџш", "abvgdđežzijklljmnnjoprstćufhcčdžš"),
        ("АБВГДЂЕЖЗИЈКЛМНОПРСТЋУФХЦЧШ", "ABVGDĐEŽZIJKLMNOPRSTĆUFHCČŠ"),
        ("Љубав, Његош, Џон", "Ljubav, Njegoš, Džon"),
        ("ЉУБАВ, ЊЕГОШ, КОЊ", "LJUBAV, NJEGOŠ, KONJ"),
        ("Љ", "Lj"),
        ("А. Љ. и Њ", "A. Lj. i Nj"),
        ("ПРОДАЈА ЉУ-ЉУ", "PRODAJA LJU-LJU"),
        ("QR-код, 5 €, ő", "QR-kod, 5 €, ő"),
        ("инјекција", "injekcija"),
        ("", ""),
    ],
)
def test_latin_follows_from_cyrillic(cyrillic: str, expected: str) -> None:
    assert latin(cyrillic) == expected


@pytest.mark.parametrize(
    "language, expected",
    [
        (Language.ENGLISH, "Shop"),
        (Language.HUNGARIAN, "Bolt"),
        (Language.SERBIAN_CYRILLIC, "Џезва и љубав"),
        (Language.SERBIAN_LATIN, "Džezva i ljubav"),
        (Language.SLOVAK, "Shop"),
    ],
)
def test_readers_get_their_language_or_english(language: Language, expected: str) -> None:
    assert text_in(TEXTS, language) == expected


def test_without_english_readers_get_what_there_is() -> None:
    assert text_in({"hu": "Bolt"}, Language.SERBIAN_LATIN) == "Bolt"
    assert text_in({}, Language.ENGLISH) == ""


def test_all_languages_but_serbian_latin_are_stored() -> None:
    assert set(Language) - set(STORED_LANGUAGES) == {Language.SERBIAN_LATIN}
    assert Language.SERBIAN_LATIN.stored is Language.SERBIAN_CYRILLIC
