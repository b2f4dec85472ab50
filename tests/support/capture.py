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


def image_file(data: bytes) -> FilePayload:
    """What an iPhone's camera gives: each file has the same name."""
    return {"name": "image.jpg", "mimeType": "image/jpeg", "buffer": data}


def shown(page: Page, key: str) -> list[str]:
    """The keys of the options that stand chosen at a question."""
    checked = page.locator(f'[name="answer-{key}"]:checked')
    return [box.get_attribute("value") or "" for box in checked.all()]


def tap_fast(page: Page, key: str, value: str) -> None:
    """Tap an option as fast as a script can; returns when the phone has kept it."""
    page.evaluate(
        """async ([key, value]) => {
            const before = window.auditappSaves;
            document.querySelector(`[name="answer-${key}"][value="${value}"]`).click();
            while (window.auditappSaves === before) await new Promise((next) => setTimeout(next, 1));
        }""",
        [key, value],
    )


def take(page: Page, key: str, data: bytes | Path) -> Locator:
    """Photograph at a question, with what a file holds if it is large; gives the new item of its list."""
    holder = at(page, key)
    number = holder.locator(".photos li").count()
    holder.locator("[type=file]").set_input_files(image_file(data) if isinstance(data, bytes) else data)
    return holder.locator(".photos li").nth(number)


def answer_all(page: Page, photo: str = "new kept safe") -> None:
    """A complete visit by tests/support/visits.EVERYTHING, with one photo, which ends in the classes `photo`."""
    choose(page, "greeting", "Greeted at once, with a smile")
    choose(page, "seated", "Yes")
    at(page, "wait").get_by_label("Seconds").fill("42")
    at(page, "offers").get_by_role("button", name="One more").tap()
    choose(page, "seen", "None of these")
    choose(page, "recommend", "9")
    expect(take(page, "receipt", jpeg())).to_have_class(photo)
    choose(page, "window", "Yes")
