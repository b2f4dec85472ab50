"""Names stand in the order of the reader's alphabet, and are found however they are typed."""

import pytest

from auditapp.core.alphabets import search_form, sort_key
from auditapp.domain.language import Language

ORDERS = {
    Language.ENGLISH: "Ága · Ana · Čačak · Djole · Đorđe · Ђура · Eszter · Istvan · Šid · Žabalj · Zagreb",
    Language.CROATIAN: "Cakovec · Čakovec · Ćuprija · Dubrovnik · Džep · Đakovo · Lastovo · Ludbreg · Ljig · Niš · "
    "Nuštar · Njivice · Sisak · Šibenik · Vukovar · Zagreb · Žabalj",
    Language.SERBIAN_LATIN: "Cara · Čačak · Ћуприја · Šid · Шид · Užice · Žabalj",
    Language.SERBIAN_CYRILLIC: "Ада · Бор · Wien · Врање · Gyula · Дом · Ђаково · Žabalj · Ћићевац · Уб · Ужице",
    Language.HUNGARIAN: "Ádám · Adél · Alma · Cegléd · Csaba · Debrecen · Dzéta · Dzsida · Galgó · Gyál · Ló · Lyuk · "
    "Nagy · Nyár · Ódon · Oktán · Ökör · Őrs · Ötös · Seregély · Szabó · Tata · Tyúk · Ugod · Út · Ünő · Űr · Zala · Zsolt",
    Language.SLOVAK: "Adam · Ágnes · Ämter · Bánovce · Cífer · Čadca · Ďalej · Dolný · Handlová · Chalupa · Ilava · "
    "Lipany · Ľubica · Ňaršany · Nitra · Olomouc · Ôsmy · Rak · Ŕopa · Senec · Šaľa · Trnava · Zvolen · Žilina",
}
"""As ICU 77 (CLDR 47) has them; names in the other script stand where their transliteration would."""


@pytest.mark.parametrize("language", Language)
def test_letters_stand_where_the_readers_alphabet_has_them(language: Language) -> None:
    names = ORDERS[language].split(" · ")
    unordered = set(names)
    assert sorted(unordered, key=sort_key(language)) == names


@pytest.mark.parametrize(
    "language,names",
    [
        (Language.HUNGARIAN, ["Kasza", "Kassza", "Katza"]),  # ssz is sz twice: Ka-sz-a, Ka-sz-sz-a
        (Language.HUNGARIAN, ["Or", "Ór", "Ory", "Ör", "Őr", "Öry"]),  # a long vowel decides last
        (Language.ENGLISH, ["Store", "Store 2", "Store 10", "Store 10a", "Storey"]),
        (Language.ENGLISH, ["Ana-Z", "Ana Z.", "Anabela"]),
        (Language.ENGLISH, ["NIS", "Nis", "nis", "Niš"]),
        (Language.ENGLISH, ["", " ", "1", "a", "東京"]),
    ],
)
def test_finer_points(language: Language, names: list[str]) -> None:
    assert sorted(set(names), key=sort_key(language)) == names


@pytest.mark.parametrize("wanted", ["Đorđe", "ĐORĐE", "Djordje", "dorde", "Ђорђе", " đorđe "])
def test_a_name_is_found_however_it_is_typed(wanted: str) -> None:
    assert search_form(wanted) == search_form("Ђорђе") == "dorde"


@pytest.mark.parametrize(
    "text,form",
    [("Ljubljana  Šiška", "ljubljana siska"), ("Őry, Űr", "ory, ur"), ("Његош", "njegos"), ("Łódź", "lodz")],
)
def test_what_is_searched(text: str, form: str) -> None:
    assert search_form(text) == form
