"""Whatever colour a company has, what is written in it and on it can be read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditapp.domain.colours import WHITE, contrast, ink_of, is_colour, text_on

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@given(COLOURS)
def test_every_colour_gives_an_ink_and_carries_a_text(colour: str) -> None:
    ink = ink_of(colour)
    assert is_colour(ink)
    assert contrast(ink, WHITE) >= 4.5
    assert contrast(text_on(colour), colour) >= 4.5
    assert (ink == colour) == (contrast(colour, WHITE) >= 4.5)


@pytest.mark.parametrize(
    "one,other,expected",
    [
        ("#000000", "#ffffff", 21),
        ("#777777", "#ffffff", 4.48),
        ("#ff0000", "#ffffff", 4.0),
        (WHITE, WHITE, 1),
    ],
)
def test_contrast_is_that_of_the_guidelines(one: str, other: str, expected: float) -> None:
    assert contrast(one, other) == contrast(other, one) == pytest.approx(expected, abs=0.005)


def test_an_ink_keeps_the_hue_and_is_no_darker_than_it_must_be() -> None:
    assert ink_of("#ffcc00") == "#907300"
    assert contrast("#917400", WHITE) < 4.5


@pytest.mark.parametrize("text", ["", "#fff", "#FFFFFF", "ffffff", "#ggffff", "#ffffff;", "red", "#ffffff\n"])
def test_other_texts_are_no_colours(text: str) -> None:
    assert not is_colour(text)
