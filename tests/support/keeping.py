"""What a phone keeps, as a test looks at it."""

import json
from urllib.parse import urlsplit

from flask import Flask, Response, redirect
from playwright.sync_api import Locator, Page

AWAY = (
    "net::ERR_",
    "status of 4",
    "status of 5",
    "access control checks",
    "network connection was lost",
    "fetching the script",
    "icon from the Manifest",
    "Manifest: Line: 1",
)
"""What a browser complains of on a network that fails by chance."""

HOLD_WRITES = """
window.held = new Set(%s);
const { put } = IDBObjectStore.prototype;
IDBObjectStore.prototype.put = function (...given) {
    const request = put.apply(this, given);
    const stay = () => { if (window.held.has(this.name)) this.get("nothing").onsuccess = stay; };
    request.addEventListener("success", stay);
    return request;
};
"""


def hold_writes(*stores: str) -> str:
    """A script: writes to these stores of the browser's database come to an end only once `held` lacks their name."""
    return HOLD_WRITES % json.dumps(stores)


def marks(page: Page) -> Locator:
    """The marks of the visits on home."""
    return page.locator("[data-kept]")


def notice(page: Page, name: str) -> Locator:
    """A notice at the top of home."""
    return page.locator(f'[data-notice="{name}"]')


def kept_addresses(page: Page) -> dict[str, set[str]]:
    """The paths that lie in each cache."""
    found = page.evaluate(
        """async () => Object.fromEntries(await Promise.all((await caches.keys()).map(async (name) =>
            [name, (await (await caches.open(name)).keys()).map(({ url }) => url)])))"""
    )
    return {name: {urlsplit(address).path for address in addresses} for name, addresses in found.items()}


def portal(*, redirecting: bool = False) -> Flask:
    """A network that wants a login of its own first, and answers everything with its page, or sends there."""
    app = Flask("portal")
    page = '<!doctype html><html lang="en"><head><title>Wi-Fi</title></head><body><h1>Free Wi-Fi</h1></body></html>'

    def answer(path: str = "") -> Response:
        if redirecting and path != "welcome":
            return redirect("/welcome")  # type: ignore[return-value]  # Flask's own response
        return Response(page, mimetype="text/html")

    app.add_url_rule("/", "root", answer)
    app.add_url_rule("/<path:path>", "any", answer)
    return app
