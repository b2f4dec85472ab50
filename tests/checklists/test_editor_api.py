"""What the editor's scripts send and get: saved, refused, told of each other."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session
from werkzeug.test import TestResponse

from auditapp.accounts.services import create_user
from auditapp.checklists.models import ChecklistVersion
from auditapp.checklists.services import publish_version
from auditapp.domain.roles import Role
from tests.support.drafts import draft_of_everything, retitled
from tests.support.pages import PageClient
from tests.support.people import People, Person

JSON = {"Accept": "application/json"}


class Editor:
    """An admin's page, as the server sees it."""

    def __init__(self, client: PageClient, draft: ChecklistVersion, person: Person) -> None:
        self.http: FlaskClient = client.log_in(person).http
        self.address = f"/api/checklists/drafts/{draft.id}"
        form = self.http.get("/account/password").text
        self.token = re.findall(r'name="csrf_token" value="([^"]+)"', form)[0]

    def get(self) -> TestResponse:
        """The draft."""
        return self.http.get(self.address, headers=JSON)

    def put(self, content: object, revision: object = 1, **headers: str) -> TestResponse:
        """Save it all."""
        return self.change([{"path": [], "value": content}], revision, **headers)

    def change(self, changes: object, revision: object = 1, **headers: str) -> TestResponse:
        """Save what was changed."""
        body = {"changes": changes, "revision": revision}
        return self.http.put(self.address, json=body, headers={**JSON, "X-CSRFToken": self.token, **headers})

    def is_here(self) -> TestResponse:
        """The page's sign of life."""
        return self.http.post(f"{self.address}/presence", headers={**JSON, "X-CSRFToken": self.token})


@pytest.fixture
def draft(session: Session, people: People) -> ChecklistVersion:
    """The draft after a published version."""
    return draft_of_everything(session, people)


@pytest.fixture
def editor(client: PageClient, draft: ChecklistVersion, people: People) -> Editor:
    """The admin's page."""
    return Editor(client, draft, people.admin)


@pytest.fixture
def other(new_client: Callable[[], PageClient], draft: ChecklistVersion, session: Session) -> Editor:
    """Another admin's page."""
    user = create_user(
        session,
        None,
        email="b@test.example",
        name="Đurđa Šarić",
        role=Role.ADMIN,
        password="long enough for all",
    )
    session.commit()
    return Editor(new_client(), draft, Person(user.id, user.email, user.name, user.role))


def test_the_draft_is_read_with_what_the_check_says(editor: Editor, draft: ChecklistVersion) -> None:
    answer = editor.get().get_json()
    assert (answer["revision"], answer["edited_by"]) == (1, "")
    assert answer["content"] == draft.content
    assert {problem["severity"] for problem in answer["problems"]} <= {"error", "warning"}
    assert editor.http.get(editor.address, headers=JSON).get_json()["csrf_token"]


def test_a_save_answers_with_the_next_revision_and_each_problem_at_its_place(
    editor: Editor, draft: ChecklistVersion
) -> None:
    content = retitled(draft, "Better")
    content["sections"][0]["questions"][0]["options"] = []
    answer = editor.put(content)
    assert (answer.status_code, answer.get_json()["revision"]) == (200, 2)
    found = [problem for problem in answer.get_json()["problems"] if problem["severity"] == "error"]
    assert found == [
        {
            "path": "sections[0].questions[0].options",
            "code": "too_few_options",
            "severity": "error",
            "text": "At least 2 options are needed here. Add some.",
        }
    ]
    assert editor.get().get_json()["content"]["title"]["en"] == "Better"


def test_only_what_was_changed_is_sent(editor: Editor, draft: ChecklistVersion) -> None:
    content = retitled(draft, "Better")
    content["sections"][0]["questions"][0]["weight"] = 3
    del content["briefing"], content["sections"][1]["questions"]
    changes = [
        {"path": ["title", "en"], "value": "Better"},
        {"path": ["sections", 0, "questions", 0, "weight"], "value": 3},
        {"path": ["briefing"]},
        {"path": ["briefing"]},
        {"path": ["sections", 1, "questions"]},
    ]
    assert editor.change(changes).get_json()["revision"] == 2
    assert editor.get().get_json()["content"] == content
    assert editor.change(changes).status_code == 409


def test_what_is_incomplete_is_kept_and_said_in_the_words_of_the_form(
    editor: Editor, draft: ChecklistVersion
) -> None:
    content = retitled(draft, "<script>alert(1)</script>")
    content["sections"][0]["questions"][0]["text"] = {}
    content["sections"][0]["questions"][1]["weight"] = "a lot"
    assert [problem["text"] for problem in editor.put(content).get_json()["problems"]] == [
        "Write the question.",
        "A number is expected here.",
    ]
    assert editor.get().get_json()["content"] == content


def test_languages_are_called_by_their_names(editor: Editor, draft: ChecklistVersion) -> None:
    content = retitled(draft, "Everything")
    del content["title"]["hr"]
    texts = [problem["text"] for problem in editor.put(content).get_json()["problems"]]
    assert "The wording in Hrvatski is missing." in texts


def test_the_second_to_save_gets_what_the_first_saved(
    editor: Editor, other: Editor, draft: ChecklistVersion
) -> None:
    editor.put(retitled(draft, "Mine"))
    answer = other.put(retitled(draft, "Theirs"))
    said = answer.get_json()
    assert (answer.status_code, said["error"], said["revision"]) == (409, "changed", 2)
    assert (said["content"]["title"]["en"], said["edited_by"]) == ("Mine", "Ana Kovačević")
    assert said["edited_at"]
    assert other.put(retitled(draft, "Both"), said["revision"]).status_code == 200
    assert editor.get().get_json()["edited_by"] == "Đurđa Šarić"


def test_each_is_told_of_the_other(editor: Editor, other: Editor, draft: ChecklistVersion) -> None:
    assert editor.is_here().get_json() == {"others": [], "revision": 1}
    assert other.is_here().get_json() == {"others": ["Ana Kovačević"], "revision": 1}
    other.put(retitled(draft, "Theirs"))
    assert editor.is_here().get_json() == {"others": ["Đurđa Šarić"], "revision": 2}


@pytest.mark.parametrize(
    "content,code",
    [
        ({"title": {"en": "x" * 4_000_000}}, "too_large"),
        ("text", "not_a_map"),
        ({"title": "a\0b"}, "unreadable_text"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_a_remedy(editor: Editor, content: object, code: str) -> None:
    answer = editor.put(content)
    assert (answer.status_code, answer.get_json()["error"]) == (422, code)
    assert answer.get_json()["message"].endswith(".")
    assert editor.get().get_json()["revision"] == 1


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b'{"changes": []}', b'{"changes": [], "revision": "1"}', b'{"changes": [], "revision": true}',
     b'{"changes": {}, "revision": 1}', b'{"changes": [[]], "revision": 1}', b'{"changes": [{"path": "title"}], "revision": 1}',
     b'{"changes": [{"path": ["title", "en", "x"], "value": 1}], "revision": 1}',
     b'{"changes": [{"path": ["sections", 99], "value": 1}], "revision": 1}',
     b'{"changes": [{"path": ["sections", 0]}], "revision": 1}', b'{"changes": [{"path": ["sections", true], "value": 1}], "revision": 1}',
     b'{"changes": ' + b"[" * 200_000 + b"]" * 200_000 + b', "revision": 1}'],
    ids=["nothing", "half", "a list", "no revision", "a text", "true", "no list", "no change", "no path",
         "beyond a text", "beyond a list", "out of a list", "no place", "deep"],
)  # fmt: skip
def test_nonsense_is_refused(editor: Editor, body: bytes) -> None:
    headers = {**JSON, "X-CSRFToken": editor.token, "Content-Type": "application/json"}
    answer = editor.http.put(editor.address, data=body, headers=headers)
    answer.request.environ["wsgi.input"].close()
    assert answer.status_code == 400


def test_far_too_much_is_not_even_read(editor: Editor) -> None:
    answer = editor.put({"title": "x" * 9_000_000})
    answer.request.environ["wsgi.input"].close()
    assert answer.status_code == 413


def test_nothing_is_saved_without_the_token(editor: Editor, draft: ChecklistVersion) -> None:
    answer = editor.put(retitled(draft, "Forged"), **{"X-CSRFToken": "wrong"})
    assert (answer.status_code, answer.get_json()) == (400, {"error": "expired"})


def test_a_draft_that_was_published_or_discarded_is_gone(
    editor: Editor, draft: ChecklistVersion, session: Session
) -> None:
    publish_version(session, None, draft, acknowledged="Only a test")
    session.commit()
    answers: list[Any] = [editor.get(), editor.put(retitled(draft, "Late")), editor.is_here()]
    assert [answer.status_code for answer in answers] == [404, 404, 404]


def test_work_on_one_draft_is_never_saved_into_another_of_the_same_id(
    editor: Editor, draft: ChecklistVersion
) -> None:
    body = {"changes": [{"path": [], "value": retitled(draft, "Late")}], "revision": 1, "draft": "another"}
    headers = {**JSON, "X-CSRFToken": editor.token}
    assert editor.http.put(editor.address, json=body, headers=headers).status_code == 404
    assert editor.get().json["revision"] == 1  # type: ignore[index]  # it is JSON
