"""Who may call what (house rule 3): every endpoint declares it, and here it is held to a table with real things behind it.

`login`: sent to the login page. `moved`: sent on after it was done, or to a page of one's own. A number: that status.
Forms are sent without their fields: 422 says allowed, but something is missing; where a thing exists, it stays as it is.
"""

import re
from collections.abc import Mapping
from uuid import uuid4

import pytest
from flask import Flask
from sqlmodel import Session, delete, select

from auditapp.accounts.models import User
from auditapp.app import create_app
from auditapp.checklists.services import import_definition
from auditapp.clients.models import Client, Region, Scope
from auditapp.clients.services import Look, change_look
from auditapp.core.clock import now
from auditapp.core.config import Settings
from auditapp.domain.definition import parse_definition
from auditapp.domain.language import Language
from auditapp.reports.mail_links import LIFE, FileLink, write_file_link, write_stop_link
from auditapp.reports.models import Delivery, ReportFile
from auditapp.reports.services import keep_report
from auditapp.visits.models import Photo, Visit
from auditapp.web.access import rule_of
from tests.reports.published import Auditing, Told, picture
from tests.support.drafts import blank_draft
from tests.support.people import People, Person
from tests.support.visits import EVERYTHING, plan_visit, publish, text

TABLE = """
                                        nobody admin  reviewer auditor second head   manager stranger

GET  /                                  login  moved  moved    moved   moved  moved  moved   moved
GET  /login                             200    moved  moved    moved   moved  moved  moved   moved
POST /login                             422    422    422      422     422    422    422     422
POST /language                          400    400    400      400     400    400    400     400
GET  /static/css/base.css               200    200    200      200     200    200    200     200
GET  /static/icons/mark.svg             200    200    200      200     200    200    200     200
GET  /scripts/{scripts}/capture/main.js 200    200    200      200     200    200    200     200
GET  /manifest.webmanifest              200    200    200      200     200    200    200     200
GET  /sw.js                             200    200    200      200     200    200    200     200
GET  /offline                           200    200    200      200     200    200    200     200
GET  /account/password                  login  200    200      200     200    200    200     200
POST /account/password                  login  422    422      422     422    422    422     422

GET  /users                             login  200    403      403     403    403    403     403
GET  /users/new                         login  200    403      403     403    403    403     403
POST /users/new                         login  422    403      403     403    403    403     403
GET  /users/{user}                      login  200    403      403     403    403    403     403
POST /users/{user}                      login  moved  403      403     403    403    403     403
POST /users/{user}/password             login  422    403      403     403    403    403     403

GET  /clients                           login  200    403      403     403    403    403     403
GET  /clients/new                       login  200    403      403     403    403    403     403
POST /clients/new                       login  422    403      403     403    403    403     403
GET  /clients/{client}                  login  200    403      403     403    403    403     403
GET  /clients/{client}/edit             login  200    403      403     403    403    403     403
POST /clients/{client}/edit             login  422    403      403     403    403    403     403
POST /clients/{client}/regions          login  422    403      403     403    403    403     403
GET  /clients/{client}/regions/{region} login  200    403      403     403    403    403     403
POST /clients/{client}/regions/{region} login  moved  403      403     403    403    403     403
GET  /clients/{client}/stores/new       login  200    403      403     403    403    403     403
POST /clients/{client}/stores/new       login  422    403      403     403    403    403     403
GET  /clients/{client}/stores/{store}   login  200    403      403     403    403    403     403
POST /clients/{client}/stores/{store}   login  moved  403      403     403    403    403     403
GET  /clients/{client}/look             login  200    403      403     403    403    403     403
POST /clients/{client}/look             login  moved   403      403     403    403    403     403
GET  /clients/logos/{brand}.png         login  200    200      403     403    200    200     404
GET  /clients/logos/{plain_brand}.png   login  404    404      403     403    404    404     404
GET  /clients/colours/7a2e39.css        login  200    200      403     403    200    200     200
POST /clients/{client}/scopes           login  422    403      403     403    403    403     403
POST /clients/{client}/scopes/{scope}/removal login moved 403 403     403    403    403     403

GET  /checklists                        login  200    200      403     403    403    403     403
GET  /checklists/everything             login  200    200      403     403    403    403     403
GET  /checklists/unknown                login  404    404      403     403    403    403     403
GET  /checklists/everything/differences login  200    200      403     403    403    403     403
GET  /checklists/everything/versions/1/retirement login 200 403 403    403    403    403     403
POST /checklists/everything/versions/1/retirement login 422 403 403    403    403    403     403
GET  /checklists/everything/publish     login  200    403      403     403    403    403     403
POST /checklists/everything/publish     login  422    403      403     403    403    403     403
GET  /checklists/everything/impact      login  200    200      403     403    403    403     403
POST /checklists/everything/impact      login  moved  403      403     403    403    403     403
GET  /checklists/versions/{version}/guidance.pdf login 200 200 200     404    403    403    403
GET  /checklists/versions/{version}/preview login 200 200      403     403    403    403     403
GET  /checklists/import                 login  200    403      403     403    403    403     403
POST /checklists/import                 login  422    403      403     403    403    403     403
GET  /checklists/versions/{version}/export.yaml login 200 403  403     403    403    403     403
GET  /checklists/versions/{version}/export.xlsx login 200 403  403     403    403    403     403
GET  /checklists/versions/{version}/export.csv login 200 403   403     403    403    403     403
GET  /checklists/versions/{version}/questions.xlsx login 200 403 403   403    403    403     403
GET  /checklists/versions/{version}/translations login 200 403 403     403    403    403     403
POST /checklists/versions/{version}/translations login 422 403 403     403    403    403     403
GET  /checklists/versions/{version}/translations/hu.po login 200 403 403 403  403    403     403
GET  /checklists/new                    login  200    403      403     403    403    403     403
POST /checklists/new                    login  422    403      403     403    403    403     403
GET  /checklists/library                login  200    403      403     403    403    403     403
POST /checklists/library/unknown        login  404    403      403     403    403    403     403
POST /checklists/unknown/draft          login  404    403      403     403    403    403     403
POST /checklists/everything/draft       login  moved  403      403     403    403    403     403
GET  /checklists/drafted/edit           login  200    403      403     403    403    403     403
GET  /checklists/everything/edit        login  200    403      403     403    403    403     403
GET  /checklists/everything/draft/discard login 200   403      403     403    403    403     403
GET  /api/checklists/drafts/{version}   401    404    403      403     403    403    403     403
GET  /api/checklists/drafts/{draft}     401    200    403      403     403    403    403     403
PUT  /api/checklists/drafts/{draft}     401    400    403      403     403    403    403     403
POST /api/checklists/drafts/{draft}/presence 401 200  403      403     403    403    403     403
POST /checklists/drafted/draft/discard  login  moved  403      403     403    403    403     403

GET  /planning                          login  200    200      403     403    403    403     403
GET  /planning/new                      login  200    403      403     403    403    403     403
POST /planning/new                      login  422    403      403     403    403    403     403
GET  /planning/import                   login  200    403      403     403    403    403     403
POST /planning/import                   login  422    403      403     403    403    403     403
GET  /planning/{open}                   login  200    403      403     403    403    403     403
GET  /planning/{open}/plan              login  200    403      403     403    403    403     403
POST /planning/{open}/plan              login  422    403      403     403    403    403     403
GET  /planning/{open}/cancellation      login  200    403      403     403    403    403     403
POST /planning/{open}/cancellation      login  422    403      403     403    403    403     403

GET  /api/phone                         401    403    403      200     200    403    403     403
GET  /home                              login  403    403      200     200    403    403     403
GET  /my-data                           login  403    403      200     200    403    403     403
GET  /visits/{open}                     login  403    403      200     404    403    403     403
GET  /visits/{published}                login  403    403      200     404    403    403     403
GET  /api/visits/{open}                 401    403    403      200     404    403    403     403
GET  /api/visits/{open}/operations      401    403    403      200     404    403    403     403
POST /api/visits/{open}/operations      401    403    403      400     404    403    403     403
POST /api/visits/{open}/submission      401    403    403      400     404    403    403     403
PUT  /api/visits/{open}/photos/{new}    401    403    403      422     404    403    403     403
GET  /photos/{photo}/thumbnail          login  200    200      200     404    200    200     404
GET  /photos/{photo}/display            login  200    200      200     404    200    200     404
GET  /photos/{photo_in_review}/display  login  200    200      200     404    404    404     404
GET  /photos/{far_photo}/display        login  200    200      200     404    200    404     404
GET  /photos/{new}/display              login  404    404      404     404    404    404     404

GET  /reviews                           login  200    200      403     403    403    403     403
GET  /reviews/{review}                  login  200    200      403     403    403    403     403
GET  /reviews/{open}                    login  404    404      403     403    403    403     403
POST /reviews/{review}/return           login  422    422      403     403    403    403     403
GET  /reviews/{review}/publication      login  200    200      403     403    403    403     403
GET  /reviews/{review}/questions/greeting/remark login 200 200 403     403    403    403     403
POST /reviews/{review}/questions/greeting/remark login moved moved 403 403    403    403     403
GET  /reviews/{review}/questions/greeting/action login 200 200 403     403    403    403     403
POST /reviews/{review}/questions/greeting/action login 422 422 403     403    403    403     403
GET  /reviews/{review}/photos/{photo_in_review}/faces login 200 200 403 403   403    403     403
POST /reviews/{review}/photos/{photo_in_review}/faces login moved moved 403 403 403  403     403
GET  /reviews/{review}/photos/{photo}/faces login 404 404      403     403    403    403     403
GET  /reviews/{open}/photos/{new}/original login 404 404       403     403    403    403     403
GET  /reviews/{review}/photos/{photo_in_review}/original login 200 200 403 403 403   403     403
GET  /reviews/{published}/photos/{photo}/original login 200 200 403    403    403    403     403

GET  /reports                           login  200    200      403     403    200    200     200
GET  /reports/stores/{store}            login  200    200      403     403    200    200     404
GET  /reports/stores/{far_store}        login  200    200      403     403    200    404     404
GET  /reports/visits/{published}        login  200    200      403     403    200    200     404
GET  /reports/visits/{far}              login  200    200      403     403    200    404     404
GET  /reports/visits/{review}           login  404    404      403     403    404    404     404
GET  /reports/visits/{published}/hu.pdf login  moved  moved    403     403    moved  moved   404
GET  /reports/visits/{far}/hu.pdf       login  moved  moved    403     403    moved  404     404
GET  /reports/visits/{published}/hu/making login 200  200      403     403    200    200     404
GET  /reports/visits/{published}/hu/state  login 200  200      403     403    200    200     404
POST /reports/visits/{published}/hu/making login moved moved   403     403    moved  moved   404
GET  /reports/visits/{published}/staff  login  200    200      403     403    200    200     404
GET  /reports/visits/{far}/staff        login  200    200      403     403    200    404     404
GET  /reports/visits/{review}/staff     login  404    404      403     403    404    404     404
GET  /reports/visits/{published}/staff/hu.pdf login moved moved 403    403    moved  moved   404
GET  /reports/visits/{far}/staff/hu.pdf login  moved  moved    403     403    moved  404     404
GET  /reports/visits/{published}/staff/hu/making login 200 200 403     403    200    200     404
GET  /reports/visits/{published}/staff/hu/state login 200 200  403     403    200    200     404
POST /reports/visits/{published}/staff/hu/making login moved moved 403 403    moved  moved   404
GET  /reports/waves/{near_wave}/{checklist}  login  200    200      403     403    200    200     404
GET  /reports/waves/{wave}/{checklist} login 200  200      403     403    200    404     404
GET  /reports/waves/{near_wave}/{checklist}/hu.pdf login moved moved 403    403    moved  moved   404
GET  /reports/waves/{wave}/{checklist}/hu.pdf login moved moved 403 403   moved  404     404
GET  /reports/waves/{near_wave}/{checklist}/hu/making login 200 200 403     403    200    200     404
GET  /reports/waves/{near_wave}/{checklist}/hu/state login 200 200  403     403    200    200     404
POST /reports/waves/{near_wave}/{checklist}/hu/making login moved moved 403 403    moved  moved   404
POST /reports/waves/{wave}/{checklist}/hu/making login moved moved 403 403 moved 404     404

GET  /reports/waves                     login  200    200      403     403    200    200     200
GET  /reports/waves/{wave}              login  200    200      403     403    200    404     404
GET  /reports/waves/{wave}/hu.zip       login  moved  moved    403     403    moved  404     404
GET  /reports/waves/{wave}/hu.pdf       login  moved  moved    403     403    moved  404     404
GET  /reports/waves/{wave}/batch        login  200    200      403     403    403    403     403
POST /reports/waves/{wave}/batch        login  moved  moved    403     403    403    403     403
GET  /reports/waves/{wave}/state        login  200    200      403     403    403    403     403
GET  /reports/waves/{wave}/again        login  moved  403      403     403    403    403     403
POST /reports/waves/{wave}/again        login  moved  403      403     403    403    403     403
POST /reports/waves/{wave}/retry        login  moved  moved    403     403    403    403     403
POST /reports/waves/{wave}/mails/{mail} login  moved  moved    403     403    403    403     403
POST /reports/waves/{wave}/mails/99     login  404    404      403     403    403    403     403
GET  /reports/mails                     login  403    403      403     403    200    200     200
POST /reports/mails                     login  403    403      403     403    moved  moved   moved

GET  /mailed/{mailed}                   moved  moved  moved    moved   moved  moved  moved   moved
GET  /mailed/made-up                    404    404    404      404     404    404    404     404
GET  /mailed/stop/{stop}                200    200    200      200     200    200    200     200
POST /mailed/stop/{stop}                200    200    200      200     200    200    200     200
GET  /mailed/stop/made-up               404    404    404      404     404    404    404     404
POST /mailed/stop/made-up               404    404    404      404     404    404    404     404

GET  /verify                            200    200    200      200     200    200    200     200
GET  /verify/{code}                     200    200    200      200     200    200    200     200
GET  /verify/7K3M9QXT4HWD               404    404    404      404     404    404    404     404

POST /visits/{open}                     login  403    403      moved   404    403    403     403
POST /reviews/{review}/publication      login  moved  moved    403     403    403    403     403
POST /logout                            login  login  login    login   login  login  login   login
"""
PEOPLE = {
    "nobody": None,
    "admin": "admin",
    "reviewer": "reviewer",
    "auditor": "auditor",
    "second": "second_auditor",
    "head": "head_office",
    "manager": "store_manager",
    "stranger": "stranger",
}
ROWS = [line.split() for line in TABLE.splitlines() if line.strip()][1:]


@pytest.fixture
def places(app: Flask, session: Session, people: People) -> Mapping[str, object]:
    """What stands behind the names in the table."""
    version = publish(session, people)
    auditing = Auditing(session, app.extensions["auditapp.storage"], people, version)
    auditing.report_in(Language.ENGLISH)
    told = Told(answers={"greeting": "never"}, photos=("window",))
    wave, near_wave = auditing.wave(), auditing.wave("Further north")
    published = auditing.visit(told, wave=near_wave)
    far = auditing.visit(told, store_id=people.far_store_id, wave=wave)
    review, opened = auditing.submitted(told), plan_visit(session, people, version)
    import_definition(session, None, parse_definition(dict(EVERYTHING) | {"title": text("A draft")}))
    rosa, storage = session.get_one(Client, people.client_id), auditing.storage
    brand = change_look(session, storage, None, rosa, Look(logo=picture()))
    plain = change_look(session, storage, None, rosa, Look(without_logo=True))
    session.commit()
    photos = {photo.visit_id: photo.id for photo in session.exec(select(Photo))}
    found = {
        "open": opened.id,
        "review": review.id,
        "published": published.id,
        "far": far.id,
        "photo": photos[published.id],
        "photo_in_review": photos[review.id],
        "far_photo": photos[far.id],
        "near_wave": near_wave.id,
        "checklist": version.checklist_id,
        "version": version.id,
        "draft": blank_draft(session, people, "Drafted").id,
        "user": people.second_auditor.id,
        "client": people.client_id,
        "store": people.store_id,
        "far_store": people.far_store_id,
        "region": session.exec(select(Region.id).where(Region.client_id == people.client_id)).first(),
        "scope": session.exec(select(Scope.id).where(Scope.user_id == people.store_manager.id)).one(),
        "brand": brand.id,
        "plain_brand": plain.id,
        "new": uuid4(),
        "scripts": "any",
        "code": "0123456789AB",
        "wave": wave.id,
        "mail": _mail(session, people.head_office, far),
        "mailed": _link_of(app, _mail(session, people.head_office, published)),
        "stop": write_stop_link(str(app.secret_key), people.store_manager.id),
    }
    keep_report(session, published, Language.HUNGARIAN, b"", "0123456789AB")
    session.exec(delete(ReportFile))  # its code is known, its file still to be made
    session.commit()
    return found


def _mail(session: Session, person: Person, visit: Visit) -> int:
    mail = Delivery(user_id=person.id, visit_id=visit.id, language="hu", created_at=now())
    session.add(mail)
    session.flush()
    return mail.id


def _link_of(app: Flask, mail: int) -> str:
    return write_file_link(str(app.secret_key), FileLink(mail, now() + LIFE))


@pytest.mark.parametrize("who", PEOPLE)
def test_everybody_gets_what_the_table_says(
    app: Flask, session: Session, places: Mapping[str, object], who: str
) -> None:
    browser = app.test_client()
    key = PEOPLE[who]
    if key is not None:
        email = f"{key.replace('_', '.')}@test.example"
        user = session.exec(select(User).where(User.email == email)).one()
        with browser.session_transaction() as cookie:
            cookie["_user_id"] = user.get_id()
        session.rollback()
    column = 2 + list(PEOPLE).index(who)
    form = browser.get("/login" if key is None else "/account/password").text
    headers = {"X-CSRFToken": re.findall(r'name="csrf_token" value="([^"]+)"', form)[0]}
    found = {}
    for method, path, *_ in ROWS:
        kind = "application/json" if path.startswith("/api") else "text/html"
        address = path.format(**places)
        sent = {"unknown": "field"} if method == "POST" and kind == "text/html" else None
        with browser.open(address, method=method, headers={**headers, "Accept": kind}, data=sent) as answer:
            found[f"{method} {path}"] = _word(answer.status_code, answer.headers.get("Location", ""))
    expected = {f"{row[0]} {row[1]}": row[column] for row in ROWS}
    assert found == expected


def test_the_table_holds_every_endpoint(app: Flask) -> None:
    adapter = app.url_map.bind("localhost")
    sample = {
        name: str(uuid4()) if name in {"photo", "new"} else "1" for name in re.findall(r"{(\w+)}", TABLE)
    }
    sample |= dict.fromkeys(("photo", "new", "photo_in_review", "far_photo"), str(uuid4()))
    called = {(row[0], adapter.match(row[1].format(**sample), method=row[0])[0]) for row in ROWS}
    offered = {
        (method, rule.endpoint)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert offered - called == set(), "add these endpoints to the table"


def test_every_endpoint_declares_who_may_call_it(app: Flask) -> None:
    undeclared = [name for name, view in app.view_functions.items() if rule_of(view) is None]
    assert undeclared == []


def test_an_endpoint_that_declares_nothing_is_refused(settings: Settings) -> None:
    app = create_app(settings)
    app.add_url_rule("/forgotten", "forgotten", lambda: "secret")
    answer = app.test_client().get("/forgotten")
    assert b"secret" not in answer.data


def _word(status: int, location: str) -> str:
    if 300 <= status < 400:
        return "login" if location.startswith("/login") else "moved"
    return str(status)
