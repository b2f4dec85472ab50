/** In the form of a section: its questions one after the other, and a line that adds the next. */

import { byId, copyOf, writeText } from "./dom.js";
import { numberOf } from "./places.js";
import { say } from "../phone/page.js";
import { nameIn, writtenIn } from "./languages.js";

/** `go` (place), `add` (texts) and `paste` (text) do what is asked for. */
export function drawSection(draft, { go, add, paste }) {
    const form = byId("quick-question");
    if (!form) return;
    const { section } = draft.place;
    const languages = writtenIn(draft.content);
    const lines = (draft.content.sections[section].questions ?? []).map((question, index) => {
        const line = copyOf("go");
        const place = { section, question: index };
        writeText(line.querySelector("button"), `${numberOf(place)} ${nameIn(draft.content, question.text)}`);
        line.querySelector("button").addEventListener("click", () => go(place, ["text"]));
        return line;
    });
    byId("section-questions").replaceChildren(...lines);
    form.addEventListener("submit", (event) => {
        event.preventDefault();
        const text = form.elements.text.value.trim();
        if (!text) return form.elements.text.focus();
        add({ [languages[0]]: text });
        go({ section });
        byId("quick-question").elements.text.focus();
    });
    form.elements.text.addEventListener("paste", (event) => {
        const text = event.clipboardData.getData("text/plain");
        if (!/[\n\t]/.test(text.trim())) return;
        event.preventDefault();
        paste(text);
    });
}
