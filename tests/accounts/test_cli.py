"""flask users …"""

from flask import Flask

from tests.support.pages import PageClient
from tests.support.people import People


def run(app: Flask, *words: str, answers: str = "") -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["users", *words], input=answers)
    return result.exit_code, result.output


def test_the_first_admin_is_made_on_the_command_line(app: Flask, client: PageClient) -> None:
    answers = "Chief@test.example\nŽeljka\nvery first password\nvery first password\n"
    status, output = run(app, "create-admin", answers=answers)
    assert (status, output.splitlines()[-1]) == (0, "Željka can log in with Chief@test.example now.")
    client.get("/login")
    page = client.submit("Log in", email="chief@test.example", password="very first password")
    assert page.h1 == "Visits"


def test_what_cannot_be_an_admin_is_refused(app: Flask, people: People) -> None:
    for email, password, complaint in (
        (people.admin.email, "long enough", "exists already"),
        ("nonsense", "long enough", "is not an e-mail address"),
        ("new@test.example", "short", "at least 10 characters"),
    ):
        status, output = run(app, "create-admin", "--email", email, "--name", "N", "--password", password)
        assert status == 1
        assert complaint in output


def test_a_wrong_address_is_refused_before_a_password_is_asked_for(app: Flask) -> None:
    status, output = run(app, "create-admin", answers="nonsense\n")
    assert (status, output.splitlines()[-1]) == (1, "Error: nonsense is not an e-mail address.")
    assert "Password" not in output


def test_a_password_is_set_on_the_command_line(app: Flask, client: PageClient, people: People) -> None:
    status, _ = run(app, "set-password", people.auditor.email, "--password", "from the command line")
    assert status == 0
    client.get("/login")
    assert client.submit("Log in", email=people.auditor.email, password="from the command line").h1


def test_nobodys_password_cannot_be_set(app: Flask, people: People) -> None:
    assert run(app, "set-password", "nobody@test.example", "--password", "long enough")[0] == 1
    assert run(app, "set-password", people.auditor.email, "--password", "short")[0] == 1
