"""V4: a manifest is taken only as the phone made it."""

import hashlib
from uuid import UUID

import pytest

from auditapp.domain.manifest import (
    MalformedManifest,
    Manifest,
    ManifestMismatch,
    digest_of,
    read_manifest,
)

ONE, TWO, PHOTO = (str(UUID(int=number)) for number in (1, 2, 3))
SHA = "ab" * 32
NAMED = {"operations": [TWO, ONE], "photos": {PHOTO: SHA}}


def test_the_digest_is_that_of_the_sorted_lines() -> None:
    lines = f"{ONE}\n{TWO}\n{PHOTO} {SHA}"
    assert digest_of([TWO, ONE], {PHOTO: SHA}) == hashlib.sha256(lines.encode()).hexdigest()
    assert digest_of([], {}) == hashlib.sha256(b"").hexdigest()


def test_what_fits_is_taken() -> None:
    digest = digest_of([ONE, TWO], {PHOTO: SHA})
    assert read_manifest(NAMED | {"count": 3, "digest": digest}) == Manifest(
        frozenset({ONE, TWO}), {PHOTO: SHA}
    )


@pytest.mark.parametrize("more", [{}, {"count": 3}, {"count": 3, "digest": None}])
def test_a_phone_that_cannot_hash_says_less(more: dict[str, object]) -> None:
    assert read_manifest(NAMED | more).photos == {PHOTO: SHA}


def test_older_pages_name_photos_without_hashes() -> None:
    assert read_manifest({"operations": [], "photos": [PHOTO]}) == Manifest(frozenset(), {PHOTO: ""})


@pytest.mark.parametrize(
    "lie",
    [
        {"count": 2},
        {"count": "3"},
        {"count": -1},
        {"digest": "0" * 64},
        {"digest": 7},
        {"operations": [ONE], "count": 3},
        {"operations": [ONE, 7], "count": 3},
        {"operations": [ONE, TWO, TWO], "count": 3},
        {"photos": {PHOTO: SHA, TWO: None}, "count": 4},
        {"operations": ["\ud800"], "digest": "0" * 64},
    ],
    ids=str,
)
def test_what_does_not_fit_is_told_apart(lie: dict[str, object]) -> None:
    with pytest.raises(ManifestMismatch):
        read_manifest(NAMED | lie)


@pytest.mark.parametrize(
    "raw", [None, [], "all of it", {}, {"operations": []}, {"operations": {}, "photos": {}}, {"photos": []}]
)
def test_what_is_no_manifest_is_said_to_be_malformed(raw: object) -> None:
    with pytest.raises(MalformedManifest):
        read_manifest(raw)
