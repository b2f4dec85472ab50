"""Section 2 of the design: the same contract for a folder and for an S3 server."""

import os
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from moto.server import ThreadedMotoServer

from auditapp.core.storage import Storage, StorageDown, StorageMissing

PHOTO = bytes(range(256)) * 40_000  # ten megabytes: more than one piece, more than one part of an S3 upload


@pytest.fixture(scope="module")
def s3_endpoint() -> Iterator[str]:
    server = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    bucket = urllib.request.Request(f"{endpoint}/photos", method="PUT")  # noqa: S310 - loopback
    urllib.request.urlopen(bucket).close()  # noqa: S310 - loopback
    yield endpoint
    server.stop()


@pytest.fixture
def s3_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "tester")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")


@pytest.fixture(params=["folder", "s3"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "folder":
        return f"file://{tmp_path}/fájlok%20%C4%8D/files"
    request.getfixturevalue("s3_keys")
    endpoint = request.getfixturevalue("s3_endpoint")
    return f"s3://photos/{tmp_path.name}?endpoint={endpoint}&region=eu-central-1"


@pytest.fixture
def storage(url: str) -> Storage:
    return Storage.from_url(url)


def test_what_is_put_can_be_got(storage: Storage) -> None:
    storage.put("visits/7/photo.jpg", PHOTO)
    assert storage.exists("visits/7/photo.jpg")
    assert storage.get("visits/7/photo.jpg") == PHOTO


def test_a_second_opening_sees_the_same_files(storage: Storage, url: str) -> None:
    storage.put("a.pdf", b"%PDF-")
    assert Storage.from_url(url).get("a.pdf") == b"%PDF-"


def test_an_empty_file_is_a_file(storage: Storage) -> None:
    storage.put("empty", b"")
    assert storage.get("empty") == b""


def test_a_file_comes_in_pieces(storage: Storage) -> None:
    storage.put("big", PHOTO)
    pieces = list(storage.stream("big"))
    assert len(pieces) > 1
    assert b"".join(pieces) == PHOTO


def test_put_replaces(storage: Storage) -> None:
    storage.put("a/b", PHOTO)
    storage.put("a/b", b"new")
    assert storage.get("a/b") == b"new"


def test_what_is_not_there_is_missing(storage: Storage) -> None:
    assert not storage.exists("nothing/here")
    with pytest.raises(StorageMissing):
        storage.get("nothing/here")
    with pytest.raises(StorageMissing):
        storage.stream("nothing/here")


def test_a_folder_is_no_file(storage: Storage) -> None:
    storage.put("visits/7/photo.jpg", b"1")
    assert not storage.exists("visits/7")
    with pytest.raises(StorageMissing):
        storage.get("visits/7")


def test_delete_may_be_repeated(storage: Storage) -> None:
    storage.put("a/b", b"1")
    storage.delete("a/b")
    storage.delete("a/b")
    assert not storage.exists("a/b")


BAD_KEYS = [
    "",
    "/etc/passwd",
    "../secret",
    "a/../../b",
    "a//b",
    "a/./b",
    ".hidden",
    "a/.b",
    "č",
    "a b",
    "a\n",
    "a\0",
    "x" * 513,
    "a#1",
]


@pytest.mark.parametrize("key", BAD_KEYS)
def test_a_key_cannot_leave_the_store(storage: Storage, key: str) -> None:
    for act in (storage.get, storage.exists, storage.delete, storage.stream):
        with pytest.raises(ValueError, match="not a storage key"):
            act(key)
    with pytest.raises(ValueError, match="not a storage key"):
        storage.put(key, b"1")


def test_a_reader_sees_the_old_or_the_new_file_whole(storage: Storage) -> None:
    """Many readers while one writer replaces a file again and again: nobody ever sees a part or a mixture."""
    versions = {bytes([version]) * 300_000 for version in range(6)}
    storage.put("a/b", bytes(300_000))
    seen: set[bytes] = set()
    done = threading.Event()

    def look() -> None:
        while not done.is_set():
            seen.add(storage.get("a/b"))

    readers = [threading.Thread(target=look) for _ in range(2)]
    for reader in readers:
        reader.start()
    for version in sorted(versions):
        storage.put("a/b", version)
    done.set()
    for reader in readers:
        reader.join()
    assert seen <= versions


PUT_FOR_EVER = """
import itertools, sys
from auditapp.core.storage import Storage
storage = Storage.from_url(sys.argv[1])
storage.put("a/b", b"old" * 5_000_000)
for version in itertools.cycle((b"new", b"old")):
    print("next", flush=True)
    storage.put("a/b", version * 5_000_000)
"""


@pytest.mark.parametrize("round_", [1, 2, 3])
def test_a_writer_killed_in_the_middle_leaves_the_old_or_the_new_file(
    url: str, round_: int, tmp_path: Path
) -> None:
    writer = subprocess.Popen(
        [sys.executable, "-c", PUT_FOR_EVER, url],
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": "."},
    )
    with writer:
        assert writer.stdout
        for _ in range(round_):
            assert writer.stdout.readline() == b"next\n"
        writer.send_signal(signal.SIGKILL)
    storage = Storage.from_url(url)
    assert storage.get("a/b") in {b"old" * 5_000_000, b"new" * 5_000_000}
    for draft in tmp_path.rglob("*#*"):  # in a folder
        os.utime(draft, (0, 0))
    storage.put("a/b", b"afterwards")
    assert storage.get("a/b") == b"afterwards"
    assert list(tmp_path.rglob("*#*")) == []


def test_what_another_writer_is_at_is_not_cleared_away(tmp_path: Path) -> None:
    storage, draft = Storage.from_url(f"file://{tmp_path}"), tmp_path / "b#1"
    draft.write_bytes(b"half")
    storage.put("b", b"whole")
    assert draft.exists()
    os.utime(draft, (0, 0))
    storage.put("b", b"whole")
    assert [file.name for file in tmp_path.iterdir()] == ["b"]


def test_a_full_or_forbidden_disk_is_down(tmp_path: Path) -> None:
    storage = Storage.from_url(f"file://{tmp_path}/files")
    (tmp_path / "files" / "a").write_bytes(b"a file where a folder is needed")
    with pytest.raises(StorageDown):
        storage.put("a/b", b"1")


def test_a_folder_that_cannot_be_made_is_down() -> None:
    with pytest.raises(StorageDown):
        Storage.from_url("file:///proc/auditapp/files")


@pytest.mark.usefixtures("s3_keys")
def test_a_server_that_does_not_answer_is_down() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        endpoint = f"http://127.0.0.1:{unused.getsockname()[1]}"
        storage = Storage.from_url(f"s3://photos?endpoint={endpoint}&region=eu-central-1")
        for act in (storage.get, storage.exists, storage.stream, storage.delete):
            with pytest.raises(StorageDown):
                act("a/b")
        with pytest.raises(StorageDown):
            storage.put("a/b", b"1")


@pytest.mark.usefixtures("s3_keys")
def test_a_bucket_that_does_not_exist_is_down_for_a_writer(s3_endpoint: str) -> None:
    with pytest.raises(StorageDown):
        Storage.from_url(f"s3://nobody?endpoint={s3_endpoint}&region=eu-central-1").put("a/b", b"1")


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "files",
        "file://",
        "file:///",
        "file://host/folder",
        "http://bucket/x",
        "s3://",
        "s3://b?mystery=1",
    ],
)
def test_other_urls_are_refused(bad: str) -> None:
    with pytest.raises(ValueError, match="storage URL"):
        Storage.from_url(bad)
