/** Where two changed one field, both are shown and the person at this page decides; nothing is overwritten before. */

import { say } from "../phone/page.js";
import { byId, copyOf, writeText } from "./dom.js";
import { getIn, setIn } from "./paths.js";
import { allQuestions, findKeys, numberOf, pathTo } from "./places.js";
import { nameIn, nameOf } from "./languages.js";

const dialog = byId("conflicts");

/** Ask; then the draft holds what was decided, and `decided` is called. */
export function askAbout({ conflicts, by }, draft, decided) {
    writeText(dialog.querySelector("form > p"), say("both_changed", { name: by }));
    dialog.querySelector("ol").replaceChildren(...conflicts.map((conflict, index) => partOf(conflict, index, draft, by)));
    dialog.addEventListener("cancel", (event) => event.preventDefault());
    dialog.addEventListener(
        "close",
        () => {
            const theirs = conflicts.filter((_, index) => dialog.querySelector(`[name="conflict-${index}"]:checked`).value === "theirs");
            const content = theirs.reduce((whole, conflict) => setIn(whole, pathIn(whole, conflict), conflict.theirs), draft.content);
            if (theirs.length) draft.change({ content });
            decided();
        },
        { once: true },
    );
    if (!dialog.open) dialog.showModal();
}

function partOf(conflict, index, draft, by) {
    const part = copyOf("conflict");
    writeText(part.querySelector("legend"), nameOfPlace(conflict, draft.content));
    for (const radio of part.querySelectorAll("[type=radio]")) {
        radio.name = `conflict-${index}`;
        writeText(radio.parentElement.querySelector(".lines"), textOf(conflict[radio.value]));
    }
    writeText(part.querySelector(".who"), by || say("theirs"));
    return part;
}

/** Where the field stands in the content; entries of lists are found by their keys. */
function pathIn(content, { keys, field }) {
    const place = findKeys(content, keys) ?? {};
    return field.reduce((path, step) => {
        const part = getIn(content, path);
        return [...path, Array.isArray(part) ? part.findIndex(({ key }) => key === step) : step];
    }, pathTo(place));
}

function nameOfPlace(conflict, content) {
    const place = findKeys(content, conflict.keys) ?? {};
    const item = getIn(content, pathTo(place));
    const name = place.section === undefined ? say("checklist") : `${numberOf(place)} ${nameIn(content, item.text ?? item.title)}`;
    const form = place.section === undefined ? "settings" : place.question === undefined ? "section" : "question";
    const field = conflict.field.map((step) => labelOf(step, form) ?? nameOf(step));
    return [name, ...field].join(" · ");
}

/** What the forms call a field: first the form that it stands in. */
function labelOf(name, form) {
    const end = CSS.escape(name);
    const templates = [document.getElementById(`t-${form}`), ...document.querySelectorAll("template")];
    const controls = templates.map(({ content }) => content.querySelector(`[data-texts$="${end}"], [data-field$="${end}"]`));
    const label = controls.find(Boolean)?.closest("fieldset, label")?.querySelector("legend, span");
    return label?.firstChild.textContent.trim() ?? null;
}

/** A value as people read it. */
function textOf(value) {
    if (value === undefined || value === null) return say("nothing");
    return typeof value === "object" ? JSON.stringify(value, null, 1) : String(value);
}

/** What is told of a merge where nothing has to be decided. */
export function noticeText({ kind, keys }, content) {
    const found = allQuestions(content).find(({ question }) => question.key === keys.question);
    const name = found ? nameIn(content, found.question.text) : (keys.section ?? "");
    return say(kind === "kept" ? "kept_though_deleted" : "both_moved", { name });
}
