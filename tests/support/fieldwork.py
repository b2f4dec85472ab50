"""An auditor at work on the capture page: taps, types, photographs, hands in."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw
from playwright.sync_api import Locator, Page, expect

MEASURED = frozenset({"count", "number", "money"})
BEST, WORST = max, min
QUESTIONS = """() => [...document.querySelectorAll(".rules")].flatMap((script) => {
    const holders = script.parentElement.querySelectorAll("[data-question]");
    return JSON.parse(script.textContent).questions.map((question, index) => {
        const options = [...holders[index].querySelectorAll("[name^=answer-]:is([type=radio], [type=checkbox])")];
        const steps = options.map(({ value, dataset }) => ({ key: value, points: Number(dataset.points ?? 0) }));
        return { ...question, key: holders[index].dataset.question, options: question.type === "nps" ? [] : steps };
    });
})"""


class Fieldwork:
    """Fills in the visit that `page` shows. Questions in `poor` get the worst answer, all others the best."""

    def __init__(self, page: Page, folder: Path, poor: frozenset[str] = frozenset()) -> None:
        self.page, self.folder, self.poor = page, folder, poor
        self.answered: list[str] = []
        self.photos = 0

    def answer_everything(self) -> None:
        """Go through the sections as they stand, and through those that an answer brought up."""
        for question in self._questions():
            if self._is_asked(question["key"]):
                self._answer(question)
                self.answered.append(question["key"])
        self.wait_until_saved()

    def add_photo(self, key: str) -> None:
        """Photograph at a question, as the camera button does."""
        self.photos += 1
        file = self.folder / f"photo-{self.photos}.jpg"
        _draw(self.photos).save(file, "JPEG", quality=85)
        self._open(key)
        holder = self.holder(key)
        before = holder.locator("li.kept").count()
        holder.locator('input[type="file"]').set_input_files(file)
        expect(holder.locator("li.kept")).to_have_count(before + 1)

    def remark(self, key: str, text: str) -> None:
        """Write a remark."""
        self._open(key)
        remark = self.holder(key).locator(f'textarea[name="remark-{key}"]')
        if not remark.is_visible():
            self.holder(key).locator("details.remark summary").click()
        remark.fill(text)

    def holder(self, key: str) -> Locator:
        """Where a question stands."""
        return self.page.locator(f'[data-question="{key}"]')

    def wait_until_saved(self) -> None:
        """Until the page says that the server has everything."""
        expect(self.page.locator("#bar .save")).to_have_attribute("data-state", "saved")

    def hand_in(self) -> None:
        """Hand the visit in, and say yes to the question back."""
        self.wait_until_saved()
        self.page.locator('button[name="then"][value="submit"]').click()
        self.page.locator('#confirm button[value="yes"]').click()
        self.page.wait_for_url("**/home")

    def _questions(self) -> Iterator[dict[str, Any]]:
        questions: list[dict[str, Any]] = self.page.evaluate(QUESTIONS)
        return iter(questions)

    def _is_asked(self, key: str) -> bool:
        self.wait_until_saved()
        holder = self.holder(key)
        return holder.count() > 0 and holder.get_attribute("hidden") is None

    def _open(self, key: str) -> None:
        section = self.page.locator("details[data-section]", has=self.holder(key))
        if section.get_attribute("open") is None:
            section.locator("> summary").click()

    def _answer(self, question: Mapping[str, Any]) -> None:
        key, kind = question["key"], question["type"]
        self._open(key)
        choose = WORST if key in self.poor else BEST
        if kind == "photo":
            self.add_photo(key)
        elif kind == "multi":
            self._tick_all(question)
        elif question.get("options"):
            self._tap(key, choose(question["options"], key=lambda option: option.get("points", 0))["key"])
        elif kind == "nps":
            self._tap(key, "9")
        else:
            self._type(question)
        self._give_evidence(question)

    def _tap(self, key: str, value: str) -> None:
        self.holder(key).locator(f'label.option:has([name="answer-{key}"][value="{value}"])').click()

    def _tick_all(self, question: Mapping[str, Any]) -> None:
        for option in question["options"]:
            self._tap(question["key"], option["key"])

    def _type(self, question: Mapping[str, Any]) -> None:
        texts = {"date": "2026-11-20", "time": "14:05", "text": "Opažanje: ljubazno, čisto, bez čekanja."}
        text = texts.get(question["type"]) or str(self._measure(question))
        self.holder(question["key"]).locator(f'[name="answer-{question["key"]}"]').fill(text)

    def _measure(self, question: Mapping[str, Any]) -> int:
        """A value on the step with the most (or, if poor, the fewest) points."""
        choose = WORST if question["key"] in self.poor else BEST
        steps = question.get("thresholds") or [{"points": 0}]
        step = choose(steps, key=lambda step: step["points"])
        highest = max((step.get("up_to", 0) for step in steps), default=0)
        return int(step.get("up_to", highest + 1))

    def _give_evidence(self, question: Mapping[str, Any]) -> None:
        evidence, key = question.get("evidence", {}), question["key"]
        asked = {"always", "on_loss"} if key in self.poor else {"always"}
        if evidence.get("comment") in asked:
            self.remark(key, "Za kasom nikoga nije bilo; čekanje je izmereno od ulaza.")
        if evidence.get("photo") in asked and question["type"] != "photo":
            self.add_photo(key)


def _draw(number: int) -> Image.Image:
    image = Image.new("RGB", (1600, 1200), (200, 210, 205))
    ImageDraw.Draw(image).rectangle((100 * number, 200, 100 * number + 400, 900), fill=(20, 90, 110))
    return image
