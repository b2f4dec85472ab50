"""What a phone says that it has sent before it hands a visit in, and whether that came through whole (V4)."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Manifest:
    """The ids of the operations, and of the photos with their SHA-256: empty where the phone could not compute it."""

    operations: frozenset[str] = frozenset()
    photos: Mapping[str, str] = field(default_factory=dict)


class MalformedManifest(Exception):  # noqa: N818 - names what it is
    """Not a manifest at all."""


class ManifestMismatch(Exception):  # noqa: N818 - reads as the fact that it states
    """Count or digest do not fit what is named: a part was lost or changed on the way."""


def read_manifest(raw: object) -> Manifest:
    """The manifest that a phone sent as JSON. Older pages name photos without hashes, and neither count nor digest.

    Raises MalformedManifest, ManifestMismatch.
    """
    if not isinstance(raw, dict):
        raise MalformedManifest
    operations = _ids(raw.get("operations"))
    photos = _hashes(raw.get("photos"))
    count, digest = raw.get("count"), raw.get("digest")
    if count is not None and count != len(operations) + len(photos):
        raise ManifestMismatch
    if digest is not None and digest != digest_of(operations, photos):
        raise ManifestMismatch
    return Manifest(frozenset(operations), photos)


def digest_of(operations: Sequence[str], photos: Mapping[str, str]) -> str:
    """SHA-256, in hex, of one line per operation (its id) and per photo (id, blank, hash), sorted."""
    lines = sorted([*operations, *(f"{photo} {sha256}" for photo, sha256 in photos.items())])
    return hashlib.sha256("\n".join(lines).encode(errors="backslashreplace")).hexdigest()


def _ids(raw: object) -> list[str]:
    if not isinstance(raw, list):
        raise MalformedManifest
    return [item for item in raw if isinstance(item, str)]


def _hashes(raw: object) -> dict[str, str]:
    if isinstance(raw, dict):
        return {photo: sha256 for photo, sha256 in raw.items() if isinstance(sha256, str)}
    return dict.fromkeys(_ids(raw), "")
