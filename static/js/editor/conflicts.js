/** Where two changed one field, both are shown and the person at this page decides; nothing is overwritten before. */

import { say } from "../phone/page.js";
import { byId, copyOf, writeText } from "./dom.js";
import { arranged, sorted } from "./order.js";
import { getIn, setIn } from "./paths.js";
import { allQuestions, findKeys, numberOf, pathTo } from "./places.js";
import { nameIn, nameOf } from "./languages.js";
import { partText, wordsOf } from "./value_words.js";

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
            const content = theirs.reduce(withTheirs, draft.content);
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
        writeText(radio.parentElement.querySelector(".lines"), textOf(conflict, radio.value, draft.content));
    }
    writeText(part.querySelector(".who"), by || say("theirs"));
    return part;
}

/** Their value in its place; an order is that of the things which stand there now. */
function withTheirs(content, conflict) {
    const { isOrder, theirs } = conflict;
    const path = pathIn(content, conflict);
    if (!isOrder) return setIn(content, path, theirs);
    const put = typeof theirs[0] === "string" ? sorted : arranged;
    return setIn(content, path, put(getIn(content, path), theirs));
}

/** Where the field stands in the content; entries of lists are found by their keys. */
function pathIn(content, { keys, field }) {
    const place = findKeys(content, keys) ?? {};
    return field.reduce((path, step) => {
        const part = getIn(content, path);
        return [...path, Array.isArray(part) ? part.findIndex(({ key }) => key === step) : step];
    }, pathTo(place));
}

function nameOfPlace({ keys, field, isOrder }, content) {
    const place = findKeys(content, keys) ?? {};
    const item = getIn(content, pathTo(place));
    const isChecklist = place.section === undefined;
    const name = isChecklist ? say("checklist") : `${numberOf(place)} ${nameIn(content, item.text ?? item.title)}`;
    const form = isChecklist ? "settings" : place.question === undefined ? "section" : "question";
    const steps = isChecklist && isOrder ? [] : stepNames(field, item, form, content);
    return [name, ...steps, ...(isOrder ? [say("order")] : [])].join(" · ");
}

/** The steps to a field: what forms call them, and entries of lists by their own names. */
function stepNames([step, ...rest], part, form, content) {
    if (step === undefined) return [];
    const entry = Array.isArray(part) ? part.find(({ key }) => key === step) : null;
    const name = entry ? partText(content, entry) : (labelOf(step, form) ?? nameOf(step));
    return [name, ...stepNames(rest, entry ?? part?.[step], form, content)];
}

/** What the forms call a field: first the form that it stands in. */
function labelOf(name, form) {
    const end = CSS.escape(name);
    const templates = [document.getElementById(`t-${form}`), ...document.querySelectorAll("template")];
    const controls = templates.map(({ content }) =>
        content.querySelector(`[data-texts$="${end}"], [data-field$="${end}"], [data-rows="${end}"], [data-holds="${end}"]`),
    );
    const label = controls.find(Boolean)?.closest("fieldset, label, details, section")?.querySelector("legend, span, summary, h3");
    return label?.firstChild.textContent.trim().replace(/:$/, "") ?? null;
}

/** One of the two values, as people read it. */
function textOf(conflict, side, content) {
    const values = { value: conflict[side], other: conflict[side === "mine" ? "theirs" : "mine"] };
    const item = getIn(content, pathTo(findKeys(content, conflict.keys) ?? {}));
    return wordsOf({ ...conflict, ...values }, content, item, getIn(content, pathIn(content, conflict)));
}

/** What is told of a merge where nothing has to be decided. */
export function noticeText({ keys }, content) {
    const found = allQuestions(content).find(({ question }) => question.key === keys.question);
    const name = found ? nameIn(content, found.question.text) : (keys.section ?? "");
    return say("kept_though_deleted", { name });
}
