"""The checklist editor in Chromium, as an admin works with it."""

from collections.abc import Callable
from typing import Any

from flask import Flask
from playwright.sync_api import BrowserContext, FrameLocator, Locator, Page, expect
from sqlmodel import Session

from auditapp.checklists.models import ChecklistVersion

TAKE_A_WHILE = 15_000
PRESENCE = "**/presence"


class Editor:
    """The page with one draft open, and what the database holds of it."""

    def __init__(self, page: Page, app: Flask, draft: ChecklistVersion) -> None:
        self.page, self.draft_id, self.slug = page, draft.id, draft.checklist.slug
        self._database = app.extensions["auditapp.database"]
        self.outline = page.locator("#outline")
        self.form = page.locator("#form")
        self.saving = page.locator("#saving")
        self.findings = page.locator("#findings li")

    def open(self) -> "Editor":
        """Open it, and wait for its scripts."""
        self.page.goto(f"/checklists/{self.slug}/edit")
        return self.ready()

    def ready(self) -> "Editor":
        """Wait for the scripts."""
        expect(self.page.locator("html")).to_have_class("enhanced")
        return self

    @property
    def stored(self) -> dict[str, Any]:
        """The content in the database."""
        with self._database.session(writes=False) as session:
            content: dict[str, Any] = session.get_one(ChecklistVersion, self.draft_id).content
            return content

    def saved(self) -> dict[str, Any]:
        """Wait until all is saved; gives what the database then holds."""
        expect(self.saving).to_have_attribute("data-state", "saved", timeout=TAKE_A_WHILE)
        return self.stored

    def after(self, act: Callable[[], object]) -> dict[str, Any]:
        """Do something that changes the draft, and wait until it is saved, perhaps after somebody else's work was taken in."""
        with self.page.expect_response(
            lambda answer: answer.request.method == "PUT" and answer.status != 409
        ) as info:
            act()
        assert info.value.ok, info.value.text()
        return self.saved()

    def drag(self, number: str, onto: str) -> None:
        """Drag a line of the outline onto the upper part of another."""
        grip = self.line(number).locator("xpath=../span[@class='grip']").bounding_box()
        target = self.line(onto).bounding_box()
        assert grip
        assert target
        mouse = self.page.mouse
        mouse.move(grip["x"] + grip["width"] / 2, grip["y"] + grip["height"] / 2)
        mouse.down()
        for height in (target["height"] / 2, target["height"] / 4, 6):
            mouse.move(target["x"] + 40, target["y"] + height, steps=8)
            self.page.evaluate("new Promise((next) => requestAnimationFrame(() => setTimeout(next)))")
        mouse.up()

    def lines(self) -> list[str]:
        """The outline as it is read: numbers and texts."""
        texts = self.outline.locator(".item").evaluate_all(
            "(items) => items.map((one) => ['.nr', '.text'].map((part) => one.querySelector(part).textContent).join(' ').trim())"
        )
        return [str(text) for text in texts]

    def line(self, number: str) -> Locator:
        """The button of a line of the outline, by its number; "" is the checklist itself."""
        return self.outline.locator(".item").filter(
            has=self.page.locator(f"> .line .nr:text-is('{number}')")
        ).locator("> .line .go")  # fmt: skip

    def hear_nothing(self) -> None:
        """Hear of what others save by saving alone, however long it takes until then: what the page asks for stays unanswered."""
        self.page.route(PRESENCE, lambda _: None)

    def hear_again(self) -> None:
        """Hear of what others save."""
        self.page.unroute(PRESENCE)

    def go(self, number: str) -> None:
        """Open a section or question by its number in the outline."""
        self.line(number).click()

    def field(self, path: str) -> Locator:
        """The control of a path in what is open: `text.en`, `options.0.points`, `policy.na`."""
        return self.form.locator(f'[data-field="{path}"]').or_(self._row_field(path)).first

    def write(self, path: str, text: str) -> None:
        """Type into a field, and leave it."""
        control = self.field(path)
        control.fill(text)
        control.dispatch_event("change")

    def write_both(self, path: str, english: str, serbian: str) -> None:
        """Type a text in two languages."""
        self.write(f"{path}.en", english)
        self.write(f"{path}.sr-Cyrl", serbian)

    def add_questions(self, *texts: str) -> None:
        """Type questions one after the other into the open section."""
        for text in texts:
            self.page.get_by_label("New question").fill(text)
            self.page.keyboard.press("Enter")

    def finding(self, text: str) -> Locator:
        """What the check found, by its words."""
        return self.findings.filter(has_text=text)

    def try_it(self) -> FrameLocator:
        """The auditor's page beside the form."""
        self.page.get_by_role("tab", name="Preview and score").click()
        frame = self.page.frame_locator("#preview")
        expect(frame.locator("html")).to_have_class("enhanced", timeout=TAKE_A_WHILE)
        return frame

    def _row_field(self, path: str) -> Locator:
        """A control inside a row of a list: `options.0.label.en` stands in the row that is about options.0."""
        parts = path.split(".")
        place = next((at for at, part in enumerate(parts) if part.isdigit()), None)
        if place is None:
            return self.form.locator(".no-such-thing")
        row, name = ".".join(parts[: place + 1]), ".".join(parts[place + 1 :])
        return self.form.locator(f'[data-base$="{row}"] [data-field="{name}"]')


def open_draft(context: BrowserContext, app: Flask, session: Session, draft: ChecklistVersion) -> Editor:
    """A draft open in a window. The test's own session lets go of the database, which has one writer."""
    editor = Editor(context.new_page(), app, draft)
    session.rollback()
    return editor.open()
