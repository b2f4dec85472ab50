"""Files (photos, reports) in a folder of this machine or in an S3-compatible store, with one face."""

import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, cast
from urllib.parse import parse_qsl, unquote, urlsplit

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, S3Store

if TYPE_CHECKING:  # they exist for type checkers only
    from obstore import BytesStream
    from obstore.store import ClientConfig, RetryConfig, S3Config

_KEY = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*")
_MAX_KEY = 512
_CHUNK = 256 * 1024
_DEAD_AFTER = 60
"""Seconds without a byte after which a writer is taken for dead."""
_S3_OPTIONS = frozenset(
    {"endpoint", "region", "access_key_id", "secret_access_key", "virtual_hosted_style_request"}
)

# A web request waits for the store: give up while the user is still there.
_RETRY: "RetryConfig" = {"max_retries": 3, "retry_timeout": timedelta(seconds=15)}


class StorageMissing(Exception):  # noqa: N818 - named like the answer
    """There is no file of that key."""


class StorageDown(Exception):  # noqa: N818 - named like the answer
    """The store cannot be reached, is full or refuses: nothing is known to be stored; try again later."""


class Storage:
    """Whole files by key. Keys are relative paths of plain letters, digits, `.`, `_` and `-` (else ValueError).

    A process that forks must not have used its Storage before: the connection threads do not survive a fork.
    """

    def __init__(self, store: LocalStore | S3Store) -> None:
        self._store = store

    @classmethod
    def from_url(cls, url: str) -> "Storage":
        """`file:///folder`, or `s3://bucket/prefix?endpoint=…&region=…`.

        What an S3 URL does not say comes from the usual AWS_* variables, keys above all.
        Raises ValueError for another URL, StorageDown where the folder cannot be made.
        """
        parts = urlsplit(url)
        if parts.scheme == "file" and not parts.netloc and parts.path.strip("/"):
            with _reachable():
                return cls(LocalStore(unquote(parts.path), mkdir=True))
        if parts.scheme == "s3" and parts.netloc:
            return cls(_s3(parts.netloc, parts.path.strip("/"), dict(parse_qsl(parts.query))))
        raise ValueError(f"a storage URL is file:///folder or s3://bucket/prefix, not {parts.scheme}://…")

    def put(self, key: str, data: bytes) -> None:
        """Store the file whole, replacing an older one; until then nobody sees any of it. Raises StorageDown."""
        path = _checked(key)
        with _reachable():
            obstore.put(self._store, path, data)
            if isinstance(self._store, LocalStore) and self._store.prefix:
                _settle(self._store.prefix, path)
                _clear_away(self._store.prefix, path)

    def get(self, key: str) -> bytes:
        """The whole file. Raises StorageMissing, StorageDown."""
        with _reachable(), _present(key):
            return bytes(obstore.get(self._store, _checked(key)).bytes())

    def stream(self, key: str) -> Iterator[bytes]:
        """The file in pieces. Raises StorageMissing at once, StorageDown at once or on the way."""
        with _reachable(), _present(key):
            pieces = obstore.get(self._store, _checked(key)).stream(min_chunk_size=_CHUNK)
        return _bytes(pieces)

    def exists(self, key: str) -> bool:
        """Whether there is a file of that key. Raises StorageDown."""
        try:
            with _reachable(), _present(key):
                obstore.head(self._store, _checked(key))
        except StorageMissing:
            return False
        return True

    def delete(self, key: str) -> None:
        """Remove the file; one that is not there is already removed. Raises StorageDown."""
        try:
            with _reachable(), _present(key):
                obstore.delete(self._store, _checked(key))
        except StorageMissing:
            pass


def _s3(bucket: str, prefix: str, options: dict[str, str]) -> S3Store:
    if unknown := options.keys() - _S3_OPTIONS:
        raise ValueError(f"unknown options in the storage URL: {', '.join(sorted(unknown))}")
    config = cast("S3Config", options)
    client: ClientConfig = {
        "allow_http": options.get("endpoint", "").startswith("http://"),
        "connect_timeout": "5s",
        "read_timeout": "20s",
        "timeout": "5m",  # a slow reader of a long report is no failure
    }
    return S3Store(bucket, prefix=prefix or None, config=config, client_options=client, retry_config=_RETRY)


def _checked(key: str) -> str:
    if len(key) > _MAX_KEY or not _KEY.fullmatch(key):
        raise ValueError(f"not a storage key: {key[:80]!r}")
    return key


def _settle(root: Path, key: str) -> None:
    """Have the disk keep the file and the folders on the way to it, so that "stored" outlives a power cut."""
    path = root / key
    for place in (path, *path.parents[: key.count("/") + 1]):
        handle = os.open(place, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _clear_away(root: Path, key: str) -> None:
    """Remove what a writer of this file left that was killed: the folder store writes to `key#1` and renames it then."""
    draft = root / f"{key}#1"
    with suppress(FileNotFoundError):
        if time.time() - draft.stat().st_mtime > _DEAD_AFTER:
            draft.unlink()


def _bytes(pieces: "BytesStream") -> Iterator[bytes]:
    with _reachable():
        for piece in pieces:
            yield bytes(piece)


@contextmanager
def _present(key: str) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        raise StorageMissing(key) from None


@contextmanager
def _reachable() -> Iterator[None]:
    try:
        yield
    except (BaseError, OSError) as error:
        raise StorageDown(str(error).partition("\n")[0]) from error
