"""Which way a text runs: by its first letter that has a direction."""

import pytest

from auditapp.domain.script import direction_of


@pytest.mark.parametrize(
    "text,direction",
    [
        ("", "ltr"),
        ("15 %", "ltr"),
        ("„Dobar dan” המוכר", "ltr"),
        ("(15) המוכר", "rtl"),
        ("قال", "rtl"),
        ("Ђ", "ltr"),
    ],
)
def test_the_first_letter_decides(text: str, direction: str) -> None:
    assert direction_of(text) == direction
