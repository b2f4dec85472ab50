/** Where a question is to go: any section, any place in it. */

import { say } from "../phone/page.js";
import { byId, writeChoices } from "./dom.js";
import { nameIn } from "./languages.js";

const dialog = byId("move");
const { section, question } = dialog.querySelector("form").elements;

/** Ask; `moved` is called with the place, as it counts when the question was taken out. */
export function askWhere(draft, moved) {
    const { content, place } = draft;
    const offerPlaces = () => {
        const others = content.sections[section.value].questions?.filter((_, index) => Number(section.value) !== place.section || index !== place.question) ?? [];
        const behind = others.map((one, index) => [index + 1, say("behind", { text: nameIn(content, one.text) })]);
        writeChoices(question, [[0, say("at_first")], ...behind], others.length);
    };
    writeChoices(section, content.sections.map((one, index) => [index, `${index + 1} ${nameIn(content, one.title)}`]), place.section);
    section.onchange = offerPlaces;
    offerPlaces();
    dialog.returnValue = "";
    dialog.addEventListener("close", () => dialog.returnValue && moved({ section: Number(section.value), question: Number(question.value) }), { once: true });
    dialog.showModal();
}
