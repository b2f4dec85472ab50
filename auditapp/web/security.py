"""Response headers that keep other people's scripts and frames out (X2), and caches honest."""

from flask import Flask, Response, request

DIRECTIVES = (
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
)
HEADERS = {
    "Content-Security-Policy": "; ".join(DIRECTIVES),
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(self), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}

IN_OUR_FRAMES = {
    "Content-Security-Policy": HEADERS["Content-Security-Policy"].replace(
        "frame-ancestors 'none'", "frame-ancestors 'self'"
    ),
    "X-Frame-Options": "SAMEORIGIN",
}
"""For a page that another page of ours shows beside itself."""
OF_A_FILE = {"X-Content-Type-Options": "nosniff"}
"""A style sheet or a module obeys the page that asks for it: on a weak network its own copy would weigh as much as itself."""
OF_DATA = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
}
"""No page comes of JSON, whatever a browser is made to do with it; a phone that sends gets many such answers."""
FILES = frozenset({"static", "styles", "scripts"})


def init_security(app: Flask) -> None:
    """Add the headers to every response."""
    app.after_request(_secure)


def _secure(response: Response) -> Response:
    is_file = request.endpoint in FILES and response.status_code in {200, 206, 304}
    usual = OF_DATA if response.mimetype == "application/json" else HEADERS
    for name, value in (OF_A_FILE if is_file else usual).items():
        response.headers.setdefault(name, value)
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if not is_file:
        response.headers.setdefault("Cache-Control", "no-store")
    return response
