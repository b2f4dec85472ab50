"""What an auditor does on the capture page in a browser."""

from pathlib import Path

from playwright.sync_api import FilePayload, Locator, Page, expect

from auditapp.visits.models import Visit
from tests.support.photos import jpeg


def open_visit(page: Page, visit: Visit) -> None:
    """Open the visit, and wait until its scripts are at work."""
    page.goto(f"/visits/{visit.id}")
    expect(page.locator("html")).to_have_class("enhanced")


def at(page: Page, key: str) -> Locator:
    """A question; its section opens."""
    holder = page.locator(f'[data-question="{key}"]')
    section = page.locator("details[data-section]", has=holder)
    if section.get_attribute("open") is None:
        section.locator("> summary").click()
    return holder


def choose(page: Page, key: str, label: str) -> None:
    """Tap an option, or N/A."""
    at(page, key).get_by_label(label, exact=True).tap()


def saved(page: Page) -> None:
    """Wait until the page says that all is safe on the server."""
    expect(page.locator(".save")).to_have_attribute("data-state", "saved")


def kept(page: Page, number: int) -> None:
    """Wait until the phone has confirmed so many saves of this page."""
    page.wait_for_function("number => window.auditappSaves >= number", arg=number)


def meter(page: Page) -> Locator:
    """What the page says of how safe the work is."""
    return page.locator(".save")


def alarm(page: Page) -> Locator:
    """What the page says when something is not saved."""
    return page.locator(".alarm")


def photo(data: bytes) -> FilePayload:
    """What an iPhone's camera gives: each file has the same name."""
    return {"name": "image.jpg", "mimeType": "image/jpeg", "buffer": data}


def take(page: Page, key: str, data: bytes | Path) -> Locator:
    """Photograph at a question, with what a file holds if it is large; gives the new item of its list."""
    holder = at(page, key)
    number = holder.locator(".photos li").count()
    holder.locator("[type=file]").set_input_files(photo(data) if isinstance(data, bytes) else data)
    return holder.locator(".photos li").nth(number)


def answer_all(page: Page) -> None:
    """A complete visit by tests/support/visits.EVERYTHING, with one photo."""
    choose(page, "greeting", "Greeted at once, with a smile")
    choose(page, "seated", "Yes")
    at(page, "wait").get_by_label("Seconds").fill("42")
    at(page, "offers").get_by_role("button", name="One more").tap()
    choose(page, "seen", "None of these")
    choose(page, "recommend", "9")
    expect(take(page, "receipt", jpeg())).to_have_class("new kept safe")
    choose(page, "window", "Yes")
