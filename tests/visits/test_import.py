"""The last resort: a phone's file is taken over as if the phone had sent it, and what cannot be is named by its line."""

import json
from collections.abc import Callable, Sequence
from io import BytesIO
from uuid import UUID

import pytest
from sqlmodel import Session, select

from auditapp.accounts.queries import user_for
from auditapp.core.audit import AuditEntry
from auditapp.domain.lifecycle import VisitState
from auditapp.visits import imports
from auditapp.visits.models import Photo, PhotoSource, Visit
from auditapp.visits.services import cancel_visit, reassign_visit
from tests.support.exports import ExportedFile
from tests.support.looking import Look
from tests.support.pages import Page, PageClient
from tests.support.people import People
from tests.support.phones import Phone
from tests.support.photos import FAKE


@pytest.fixture
def exported(people: People, visit: Visit) -> ExportedFile:
    """A file of the auditor's phone."""
    return ExportedFile(people.auditor.id, visit.id)


@pytest.fixture
def admin(client: PageClient, people: People) -> PageClient:
    """The admin, on the page."""
    client.log_in(people.admin).get("/planning")
    client.follow("Import a phone's file")
    return client


def send(admin: PageClient, lines: Sequence[object] | bytes, status: int = 200) -> Page:
    """Import a file of these lines."""
    text = lines if isinstance(lines, bytes) else "\n".join(json.dumps(line) for line in lines).encode()
    admin.get("/planning/import")
    return admin.submit("Import the file", file=(BytesIO(text), "work.auditapp"), status=status)


def row(page: Page) -> list[str]:
    """Taken over, known, late, left out, of the only visit."""
    return page.texts("tbody td")


def test_the_work_is_taken_over_as_the_auditors_own(
    admin: PageClient, exported: ExportedFile, look: Look, session: Session, people: People
) -> None:
    photo = exported.photo()
    attached = exported.operation("receipt", "attached", "photo", item=photo["id"])
    page = send(admin, [exported.header(), exported.operation("greeting", "late"), photo, attached])
    assert page.h1 == "Work of Eszter Őry"
    assert page.texts(".message") == ["Done: Everything in the file is on the server."]
    assert row(page) == ["3", "0", "0", "0"]
    assert look.state() == VisitState.IN_PROGRESS
    assert (look.answers["greeting"].value, look.answers["receipt"].photos) == ("late", (photo["id"],))
    assert {entry.user_id for entry in look.log} == {people.auditor.id}
    kept = session.get_one(Photo, UUID(photo["id"]))
    assert (kept.user_id, kept.source, kept.sha256) == (
        people.auditor.id,
        PhotoSource.CAMERA,
        photo["sha256"],
    )
    entry = session.exec(select(AuditEntry).where(AuditEntry.action == "work.imported")).one()
    assert (entry.actor_id, entry.target) == (people.admin.id, f"user:{people.auditor.id}")
    assert entry.details == {"stored": 3, "known": 0, "late": 0, "refused": 0}


def test_importing_twice_changes_nothing(admin: PageClient, exported: ExportedFile, look: Look) -> None:
    lines = [exported.header(), exported.operation("greeting", "late"), exported.photo()]
    send(admin, lines)
    assert row(send(admin, lines)) == ["0", "2", "0", "0"]
    assert len(look.log) == 1


def test_what_the_phone_sent_before_is_known(
    admin: PageClient, exported: ExportedFile, people: People, new_client: Callable[[], PageClient]
) -> None:
    line = exported.operation("greeting", "late")
    phone = Phone(new_client().log_in(people.auditor), exported.visit_id)
    phone.send([line["operation"]])
    page = send(admin, [exported.header(), line, exported.operation("seated", "yes")])
    assert row(page) == ["1", "1", "0", "0"]


@pytest.mark.parametrize("why", ["cancelled", "given away"])
def test_late_work_is_kept_apart(
    admin: PageClient,
    exported: ExportedFile,
    look: Look,
    session: Session,
    people: People,
    visit: Visit,
    why: str,
) -> None:
    boss = user_for(session, people.admin.id)
    if why == "cancelled":
        cancel_visit(session, boss, visit, "Closed.")
    else:
        reassign_visit(session, boss, visit, user_for(session, people.second_auditor.id))
    session.commit()
    page = send(admin, [exported.header(), exported.operation("greeting", "late"), exported.photo()])
    assert row(page) == ["0", "0", "2", "0"]
    assert [entry.late for entry in look.log] == [True]
    admin.get(f"/planning/{visit.id}")
    assert admin.page.texts("section[aria-labelledby=late-heading] dt") == ["The greeting?", "The receipt?"]


def test_each_line_that_cannot_be_taken_is_named_and_the_rest_is_taken(
    admin: PageClient, exported: ExportedFile, look: Look
) -> None:
    lines: list[object] = [
        exported.header(),
        exported.operation("greeting", "great"),
        exported.operation("nothing", "yes"),
        exported.operation("seated", "yes", counter=0),
        exported.operation("seated", "yes"),
        exported.photo(sha256="0" * 64),
        exported.photo(FAKE),
        exported.photo(question="nothing"),
        exported.photo() | {"data": "not base64!"},
        exported.photo() | {"visit": 999},
        exported.operation("seated", "no") | {"visit": "1"},
        {"kind": "letter"},
        [],
        exported.operation("greeting", "x" * 90_000, "remark"),
    ]
    page = send(admin, lines)
    assert row(page) == ["1", "0", "0", "5"]
    assert page.texts(".message") == [
        "Careful: 12 lines were left out; the reasons stand below.",
    ]
    unfit = "It does not fit what is known of this visit. Keep the file, and clear it up with the auditor."
    damaged = (
        "The line is damaged, perhaps because the file was cut off. Ask for a new export and import it, too."
    )
    unknown = "It is not known here what this line is. Update the server, then import the file again."
    assert page.texts("main .plain li") == [
        "Line 2: This answer is not among the options. Please choose again.",
        f"Line 3: {unfit}",
        f"Line 4: {damaged}",
        "Line 6: This photo differs from what the phone announced. Take it again.",
        "Line 7: This file is not a photo. Take the photo again, or choose another file.",
        f"Line 8: {unfit}",
        f"Line 9: {damaged}",
        "Line 10: This auditor was never given this visit. Check who did it, and whose phone it was.",
        f"Line 11: {damaged}",
        f"Line 12: {unknown}",
        f"Line 13: {unknown}",
        "Line 14: The line is longer than the largest photo. Ask for a new export.",
    ]
    assert [entry.question for entry in look.log] == ["seated"]


def test_a_file_that_was_cut_off_gives_what_is_whole(admin: PageClient, exported: ExportedFile) -> None:
    lines = [exported.header(), exported.operation("seated", "yes"), exported.photo()]
    whole = "\n".join(json.dumps(line) for line in lines).encode()
    page = send(admin, whole[:-1000])
    assert row(page) == ["1", "0", "0", "0"]
    assert len(page.texts("main .plain li")) == 1
    assert row(send(admin, whole + b"\n\n")) == ["1", "1", "0", "0"]


def test_signs_of_another_encoding_are_named(admin: PageClient, exported: ExportedFile, look: Look) -> None:
    header, line = json.dumps(exported.header()), json.dumps(exported.operation("seated", "yes"))
    spoilt = json.dumps(exported.operation("greeting", "@", "remark")).encode().replace(b"@", b"\xe8")
    nested = b"[" * 100_000
    text = b"\n".join([b"\xef\xbb\xbf" + header.encode(), spoilt, nested, line.encode() + b"\r"])
    page = send(admin, text)
    assert page.texts("main .plain li")[0].startswith("Line 2: The line is no UTF-8 text.")
    assert page.texts("main .plain li")[1].startswith("Line 3: The line is damaged")
    assert len(look.log) == 1


@pytest.mark.parametrize(
    "content,complaint",
    [
        (b"", "This is not a file that a phone exported."),
        (b"\x89PNG\r\n\x1a\n", "This is not a file that a phone exported."),
        (b"{}", "This is not a file that a phone exported."),
        (b"[" * 900, "This is not a file that a phone exported."),
        ({"kind": "letter"}, "This is not a file that a phone exported."),
        ({"version": "1"}, "This is not a file that a phone exported."),
        ({"user": 0}, "This is not a file that a phone exported."),
        ({"version": 2}, "This file comes from a newer version of the app."),
        ({"user": 999}, "The auditor of this file does not exist here."),
        ({"user": 1}, "The auditor of this file does not exist here."),
    ],
)
def test_what_is_no_export_is_refused_whole(
    admin: PageClient, exported: ExportedFile, look: Look, content: bytes | dict[str, object], complaint: str
) -> None:
    lines = content if isinstance(content, bytes) else [exported.header(**content)]
    page = send(admin, lines, status=422)
    assert page.texts(".field.invalid .error-text")[0].startswith(complaint)
    assert look.log == []


def test_a_file_has_to_be_chosen(admin: PageClient) -> None:
    page = admin.submit("Import the file", status=422)
    assert page.texts(".field.invalid .error-text") == ["Choose the file that the auditor sent."]


def test_an_empty_export_says_so(admin: PageClient, exported: ExportedFile) -> None:
    assert send(admin, [exported.header()]).texts(".message") == ["Note: There is no work in this file."]


def test_many_bad_lines_are_listed_up_to_a_measure(admin: PageClient, exported: ExportedFile) -> None:
    page = send(admin, [exported.header(), *([7] * (imports.MOST_LISTED + 1))])
    assert len(page.texts("main .plain li")) == imports.MOST_LISTED
    assert "And 1 more line." in page.text


def test_a_long_log_is_taken_over_in_portions(admin: PageClient, exported: ExportedFile, look: Look) -> None:
    lines = [exported.operation("offers", number % 20) for number in range(2300)]
    assert row(send(admin, [exported.header(), *lines])) == ["2,300", "0", "0", "0"]
    assert [entry.sequence for entry in look.log] == list(range(1, 2301))


def test_a_file_beyond_the_measure_is_refused_before_it_is_read(admin: PageClient) -> None:
    token = admin.page.one("main input[name=csrf_token]").get("value") or ""
    answer = admin.http.post(
        "/planning/import",
        input_stream=BytesIO(b"--x"),
        environ_overrides={"CONTENT_LENGTH": "301000000"},
        content_type="multipart/form-data; boundary=x",
        headers={"X-CSRFToken": token},
    )
    assert answer.status_code == 413
