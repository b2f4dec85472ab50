"""Names of files that people take away with them."""

import pytest

from auditapp.core.filenames import each_once, file_name, in_plain_letters


@pytest.mark.parametrize(
    "parts,name",
    [
        (("Subotica, Korzo", "2026-03-11", "hu"), "Subotica-Korzo_2026-03-11_hu.pdf"),
        (("Győr", "sk"), "Győr_sk.pdf"),
        (("Gyo\u030br",), "Győr.pdf"),
        (("../../etc/passwd", "a\\b:c*d?e|f"), "etc-passwd_a-b-c-d-e-f.pdf"),
        (("CON",), "file-CON.pdf"),
        (("Con.txt",), "Con-txt.pdf"),
        (("lpt1", ""), "file-lpt1.pdf"),
        (("-rf", ".hidden "), "rf_hidden.pdf"),
        (("a\u202efdp.exe\0\n",), "a-fdp-exe.pdf"),
        (("!!!", ""), "file.pdf"),
        (("Љубљана",), "Љубљана.pdf"),
    ],
)
def test_a_name_is_safe_on_every_system(parts: tuple[str, ...], name: str) -> None:
    assert file_name(*parts, ending="pdf") == name


def test_a_name_is_short_enough_for_every_file_system() -> None:
    longest = file_name("Љ" * 120, "2026-03-11", "sr-Cyrl", ending="pdf")
    assert len(longest.encode()) < 255
    assert longest.endswith("_2026-03-11_sr-Cyrl.pdf")


@pytest.mark.parametrize(
    "name,plain",
    [
        ("Győr-Štúrovo_hu.pdf", "Gyor-Sturovo_hu.pdf"),
        ("Ђурђевак_sr-Cyrl.pdf", "Durdevak_sr-Cyrl.pdf"),
        ("ĽŔĹô.zip", "LRLo.zip"),
        ("東京.pdf", "file.pdf"),
    ],
)
def test_a_name_can_do_without_other_letters(name: str, plain: str) -> None:
    assert in_plain_letters(name) == plain


def test_no_two_names_are_the_same_to_a_system_that_knows_no_capitals() -> None:
    names = ["a_hu.pdf", "A_hu.pdf", "a_hu-2.pdf", "b.pdf", "a_hu.pdf"]
    assert list(each_once(names)) == ["a_hu.pdf", "A_hu-2.pdf", "a_hu-2-2.pdf", "b.pdf", "a_hu-3.pdf"]
