"""Faces in photos are made unrecognizable for good, and nothing else of the photo is."""

import io

from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops

from auditapp.core.images import covered
from auditapp.domain.areas import MOST_AREAS, Area, areas_fit, problem_of

SIZE = (640, 480)


def noise() -> bytes:
    file = io.BytesIO()
    Image.effect_noise(SIZE, 80).convert("RGB").save(file, "JPEG", quality=95)
    return file.getvalue()


def part(data: bytes, box: tuple[int, int, int, int]) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("L").crop(box)


def spread(image: Image.Image) -> int:
    values = image.tobytes()
    return max(values) - min(values)


def test_of_an_area_only_a_few_mean_colours_are_left() -> None:
    original, area = noise(), Area(100, 60, 200, 160)
    display, thumbnail = covered(original, [area, Area(630, 470, 10, 10), Area(0, 0, 1, 1)])
    inside, outside = (108, 68, 292, 212), (320, 16, 624, 464)
    assert spread(part(original, inside)) > 200
    assert spread(part(display, inside)) < 40
    changed = ImageChops.difference(part(original, outside), part(display, outside))
    assert sum(value * count for value, count in enumerate(changed.histogram())) / (304 * 448) < 12
    small = Image.open(io.BytesIO(thumbnail))
    assert (small.size, dict(small.getexif())) == ((512, 384), {})
    assert spread(part(thumbnail, (90, 58, 230, 166))) < 40


def test_the_same_areas_give_the_same_bytes() -> None:
    original, areas = noise(), [Area(5, 5, 50, 50)]
    assert covered(original, areas) == covered(original, areas)


@given(*(st.integers(-3, 12) for _ in range(4)))
def test_an_area_lies_in_its_picture_with_every_pixel(left: int, top: int, width: int, height: int) -> None:
    area = Area(left, top, width, height)
    pixels = {(x, y) for x in range(left, left + width) for y in range(top, top + height)}
    picture = {(x, y) for x in range(9) for y in range(7)}
    assert (problem_of(area, 9, 7) is None) == (bool(pixels) and pixels <= picture)
    assert (problem_of(area, 9, 7) == "empty") == (not pixels)


def test_a_photo_takes_so_many_areas_at_the_most() -> None:
    assert areas_fit([Area(0, 0, 1, 1)] * MOST_AREAS, 9, 7)
    assert not areas_fit([Area(0, 0, 1, 1)] * (MOST_AREAS + 1), 9, 7)
