"""A visitor without JavaScript who looks closely: every page that comes back is checked (house rule 8)."""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

import cssselect2
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from werkzeug.test import TestResponse

from tests.support import forms
from tests.support.html import parse, problems_in, text_of
from tests.support.logins import login_of
from tests.support.people import Person

HOST = "http://localhost"


class Page:
    """A page that was read: its parts are found by CSS selectors."""

    def __init__(self, response: TestResponse) -> None:
        self.response = response
        self.path = response.request.full_path.rstrip("?")
        self.html = response.get_data(as_text=True)
        self.root, self.objections = parse(self.html)
        self._matchable = cssselect2.ElementWrapper.from_html_root(self.root)

    def all(self, selector: str) -> list[Element]:
        """The elements that a CSS selector finds, in order."""
        return [found.etree_element for found in self._matchable.query_all(selector)]

    def one(self, selector: str) -> Element:
        """The only element that a CSS selector finds."""
        found = self.all(selector)
        assert len(found) == 1, f"{selector} is found {len(found)} times on {self.path}"
        return found[0]

    def texts(self, selector: str) -> list[str]:
        """The texts of what a CSS selector finds."""
        return [text_of(element) for element in self.all(selector)]

    @property
    def h1(self) -> str:
        """The page's heading."""
        return text_of(self.one("h1"))

    @property
    def title(self) -> str:
        """What the browser's tab reads."""
        return text_of(self.one("title"))

    @property
    def text(self) -> str:
        """Everything there is to read in the body, on one line."""
        return text_of(self.one("body"))

    def link(self, name: str) -> str:
        """The address of the link that reads `name`; links of one name have to agree."""
        found = {
            link.get("href", "") for link in self.all("a") if name in {text_of(link), link.get("aria-label")}
        }
        assert len(found) == 1, f"{len(found)} links read {name!r} on {self.path}: {self.texts('a')}"
        return found.pop()


class PageClient:
    """Reads pages and sends forms as a browser does. `page` is the page that it is on."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.http: FlaskClient = app.test_client()
        self._page: Page | None = None

    @property
    def page(self) -> Page:
        """The page that was last read."""
        assert self._page is not None, "no page was read yet"
        return self._page

    def log_in(self, person: Person) -> "PageClient":
        """Be logged in as `person`, without the login page (whose tests fill in its form) and its slow hash."""
        with self.http.session_transaction() as cookie:
            cookie.update(login_of(self.app, person))
        return self

    def get(self, address: str, status: int = 200) -> Page:
        """Open a page, through its redirects."""
        return self._read(self.http.get(address, follow_redirects=True), status)

    def follow(self, link: str, status: int = 200) -> Page:
        """Follow the link that reads `link`."""
        return self.get(urljoin(self.page.path, self.page.link(link)), status)

    def submit(
        self,
        form_or_button: str,
        fields: Mapping[str, forms.Typed] | None = None,
        /,
        status: int = 200,
        **more: forms.Typed,
    ) -> Page:
        """Fill in the form with this id, or the one of the button that reads so, and send it.

        What is not named keeps the value that stands in the page, the CSRF token included. Names that are no
        Python words go into `fields`.
        """
        root = self.page.root
        form, button = forms.find_form_and_button(root, form_or_button)
        values = forms.values_of(root, form, {**(fields or {}), **more}, button)
        return self._send(form, button, values, status)

    def post(self, address: str, status: int, **options: Any) -> TestResponse:  # noqa: ANN401 - werkzeug's own options
        """Send something that no page offers; options are those of Werkzeug's test client. Nothing is followed."""
        response = self.http.post(address, **options)
        assert response.status_code == status, f"POST {address}: {response.status_code}, not {status}"
        if response.mimetype == "text/html" and response.status_code not in range(300, 400):
            self._check(Page(response))
        return response

    def _send(self, form: Element, button: Element | None, values: forms.Values, status: int) -> Page:
        own = button.get("formaction") if button is not None else None
        address = urljoin(self.page.path, own or form.get("action") or self.page.path)
        if form.get("method", "get").lower() == "get":
            query = [(name, value) for name, value in values if isinstance(value, str)]
            return self._read(
                self.http.get(address, query_string=MultiDict(query), follow_redirects=True), status
            )
        body = MultiDict(values)
        if form.get("enctype") != "multipart/form-data":
            body = MultiDict((name, value if isinstance(value, str) else value[1]) for name, value in values)
        headers = {"Referer": urljoin(HOST, self.page.path)}
        response = self.http.post(address, data=body, headers=headers, follow_redirects=True)
        for answer in (*response.history, response):
            # Werkzeug's client writes a long body into a temporary file and leaves it open.
            answer.request.environ["wsgi.input"].close()
        return self._read(response, status)

    def _read(self, response: TestResponse, status: int) -> Page:
        assert response.mimetype == "text/html", f"{response.request.path} is {response.mimetype}, not a page"
        page = Page(response)
        assert response.status_code == status, (
            f"{page.path}: {response.status_code}, not {status}: {page.title}"
        )
        self._check(page)
        self._page = page
        return page

    def _check(self, page: Page) -> None:
        problems = problems_in(page.root, page.objections, page.response.headers) + self._dead_links(page)
        assert not problems, f"{page.path} is not in order:\n" + "\n".join(problems)

    def _dead_links(self, page: Page) -> list[str]:
        """Links and forms whose address no view answers."""
        router = self.app.url_map.bind("localhost")
        return [
            f"{method} {address}: nothing answers there"
            for element in page.root.iter()
            for address, method in _asked_by(element, page)
            if not address.startswith("#") and _is_dead(router, page, address, method)
        ]


def _asked_by(element: Element, page: Page) -> Iterator[tuple[str, str]]:
    if element.tag in {"a", "link"} and "href" in element.attrib:
        yield element.attrib["href"], "GET"
    if "src" in element.attrib:
        yield element.attrib["src"], "GET"
    if element.tag == "form" and element.get("method") != "dialog":  # which only closes its dialog
        yield element.get("action") or page.path, element.get("method", "get").upper()


def _is_dead(router: Any, page: Page, address: str, method: str) -> bool:  # noqa: ANN401 - a MapAdapter
    target = urlsplit(urljoin(HOST + page.path, address))
    if f"{target.scheme}://{target.netloc}" != HOST:
        return False
    try:
        router.match(target.path, method=method)
    except RequestRedirect:
        return False
    except HTTPException:
        return True
    return False
