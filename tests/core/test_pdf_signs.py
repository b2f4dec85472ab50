"""Pictographs in a PDF: in their plain form where our font has them, a box where not."""

import pytest

from auditapp.core.pdf_signs import drawable


@pytest.mark.parametrize(
    "typed,shown",
    [
        ("Árvíztűrő ђ – “81,4 %” ▲ → ✓", "Árvíztűrő ђ – “81,4 %” ▲ → ✓"),
        ("good 👍🏽!", "good 👍!"),
        ("no idea 🤷‍♀️", "no idea 🤷"),
        ("❤️ ✔️", "❤ ✔"),
        ("a squid 🦑", "a squid ◻"),
        ("from 🇭🇷", "from HR"),
        ("★★☆", "⭐⭐⭐"),
        ("bell\x07 and\x00 null\ufffe", "bell and null"),
        ("קל", "קל"),
    ],
)
def test_pictographs_look_the_same_everywhere(typed: str, shown: str) -> None:
    assert drawable(typed) == shown
