"""Photos in the plain form: attached, shown, removed; a refused one says why and harms nothing."""

import io

import pytest

from tests.support.forms import Typed
from tests.support.looking import Look
from tests.support.pages import Page, PageClient
from tests.support.photos import FAKE, OVERSIZED, bomb, jpeg


def save(auditor: PageClient, fields: dict[str, Typed], status: int = 200) -> Page:
    return auditor.submit("Save", fields, status=status)


def photo(data: bytes) -> Typed:
    return io.BytesIO(data), "image.jpg"


def test_a_photo_is_attached_shown_and_removed(auditor: PageClient, look: Look) -> None:
    save(auditor, {"photo-receipt": photo(jpeg(1))})
    page = save(auditor, {"photo-receipt": photo(jpeg(2))})
    assert [image.get("alt") for image in page.all("#q-receipt img")] == ["Photo 1", "Photo 2"]
    for image in page.all("#q-receipt img"):
        assert auditor.http.get(image.get("src", "")).mimetype == "image/jpeg"
    first = page.all("#q-receipt li")[0].get("data-photo")
    page = save(auditor, {f"remove-{first}": True})
    assert len(page.all("#q-receipt img")) == 1
    assert first not in look.capture.photo_ids()


def test_a_photo_of_several_megabytes_comes_with_the_form(auditor: PageClient) -> None:
    data = jpeg() + bytes(4_000_000)
    assert len(save(auditor, {"photo-receipt": photo(data)}).all("#q-receipt img")) == 1


SPOILT = {
    "fake": (FAKE, "This file is not a photo. Take the photo again, or choose another file."),
    "bomb": (bomb(), "This photo has too many pixels. Take it again with a lower resolution."),
    "cut": (jpeg()[:-300], "This photo arrived incomplete. Take it again, or send it again."),
    "huge": (OVERSIZED, "This photo is too large: 25 MB is the most. Take it again with a lower resolution."),
}


@pytest.mark.parametrize("name", SPOILT)
def test_a_refused_photo_says_why_and_the_rest_is_kept(auditor: PageClient, name: str, look: Look) -> None:
    data, message = SPOILT[name]
    page = save(
        auditor,
        {"photo-receipt": photo(data), "photo-window": photo(jpeg()), "answer-offers": "3"},
        status=422,
    )
    assert page.texts("#q-receipt .error-text") == [message]
    answers = look.answers
    assert (answers["offers"].value, len(answers["window"].photos)) == (3, 1)
    assert "receipt" not in answers
