"""A small site with what the harness has to cope with: storage on the phone, a service worker, uploads."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from flask import Flask, Response, request, send_from_directory

from tests.support.network import Network, network_to
from tests.support.server import served

SITE = Path(__file__).parent / "site"


@dataclass
class Site:
    """A server that notes the bodies it was sent."""

    address: str = ""
    received: list[bytes] = field(default_factory=list)

    def take(self) -> Response:
        """Note what came."""
        self.received.append(request.get_data())
        answer = Response("taken", mimetype="text/plain")
        answer.headers.add("Set-Cookie", "one=1; Max-Age=1000")
        answer.headers.add("Set-Cookie", "two=2")
        return answer


@pytest.fixture
def site() -> Iterator[Site]:
    """The small site, served."""
    site, app = Site(), Flask(__name__, static_folder=None)
    app.add_url_rule("/", "home", lambda: send_from_directory(SITE, "index.html"))
    app.add_url_rule("/<name>", "file", lambda name: send_from_directory(SITE, name))
    app.add_url_rule("/take", "take", site.take, methods=["POST", "PUT"])
    with served(app) as site.address:
        yield site


@pytest.fixture
def network(site: Site) -> Iterator[Network]:
    """The network in front of the small site, instead of the product."""
    with network_to(site.address) as network:
        yield network
