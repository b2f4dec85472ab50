/** Texts in all languages of the checklist, side by side: which are shown, what is missing, and Serbian in Latin letters. */

import { byId, copyOf, writeText } from "./dom.js";
import { latin } from "./latin.js";
import { wording } from "./places.js";
import { say, state } from "../phone/page.js";

const CYRILLIC = "sr-Cyrl";
const TEXTS = new Set(["title", "briefing", "guidance", "label"]);
const REQUIRED = { sections: ["title"], scenarios: ["title", "brief"], questions: ["text"], options: ["label"], bands: ["label"] };
const KEPT = "auditapp-editor-languages";

/** Languages that people chose to see or not to see. Without a choice it is the first, and the reader's own or the next. */
const chosen = new Map(Object.entries(JSON.parse(localStorage.getItem(KEPT) ?? "{}")));

/** The languages that texts are written in, the first of them first: Serbian Latin is derived. */
export function writtenIn({ languages = [] }) {
    return [...new Set(languages.map((code) => (code === "sr-Latn" ? CYRILLIC : code)))];
}

/** Those of them that are shown: at least one. */
export function shownIn(content) {
    const all = writtenIn(content);
    const own = all.indexOf(document.documentElement.lang);
    const shown = all.filter((code, index) => chosen.get(code) ?? (index === 0 || index === (own > 0 ? own : 1)));
    return shown.length ? shown : all.slice(0, 1);
}

/** What an answer is called; yes and no are called so by themselves. */
export function optionText({ key, label }, languages) {
    return wording(label, languages) || wording(state.yes_no[key], languages) || key;
}

export function nameOf(code) {
    return state.language_names[code] ?? code;
}

/** Put the controls of each text into the form. */
export function addWordings(root, content) {
    for (const place of root.querySelectorAll("[data-texts]")) {
        const parts = shownIn(content).map((code) => wordingOf(place.dataset.texts, code));
        place.querySelector(".wordings").replaceChildren(...parts);
    }
}

function wordingOf(name, code) {
    const part = copyOf("wording");
    const area = part.querySelector("textarea");
    Object.assign(area, { lang: code });
    area.dataset.field = `${name}.${code}`;
    writeText(part.querySelector(".language"), nameOf(code));
    if (code !== CYRILLIC) part.querySelector(".derived").remove();
    return part;
}

/** Mark what is missing, and derive what is derived: of all texts below `root`, or of the one at a control. */
export function markWordings(root) {
    for (const part of root.closest(".wording") ? [root.closest(".wording")] : root.querySelectorAll(".wording")) {
        const { value, placeholder } = part.querySelector("textarea");
        const others = [...part.parentElement.querySelectorAll("textarea")];
        const wanted = !part.closest("fieldset").querySelector("legend .optional") || others.some((area) => area.value.trim());
        part.querySelector(".missing").hidden = Boolean(value.trim() || placeholder || !wanted);
        const derived = part.querySelector(".derived");
        if (derived) writeText(derived, value.trim() ? say("in_latin", { text: latin(value) }) : "");
    }
}

/** The paths of the texts that lack each language, by its code. */
export function missingIn(content) {
    const counts = Object.fromEntries(writtenIn(content).map((code) => [code, []]));
    for (const { path, texts } of textsIn(content, [])) {
        for (const code of Object.keys(counts)) if (!texts[code]?.trim()) counts[code].push([...path, code]);
    }
    return counts;
}

/** Every text with its path; also those that have to be there and were not begun. */
function* textsIn(part, path) {
    const required = requiredIn(part, path);
    for (const name of required) yield { path: [...path, name], texts: part[name] ?? {} };
    for (const [name, value] of Object.entries(part)) {
        if (typeof value !== "object" || !value || required.includes(name)) continue;
        const here = [...path, Array.isArray(part) ? Number(name) : name];
        if (TEXTS.has(name)) yield { path: here, texts: value };
        else yield* textsIn(value, here);
    }
}

function requiredIn(part, path) {
    if (path.at(-1) === "action") return ["what", "why", "how"];
    if (path.at(-2) === "options" && state.yes_no[part.key] && !part.label) return [];
    return REQUIRED[path.at(-2)] ?? [];
}

/** The choice of languages above the form. */
export function showLanguages(content, changed) {
    const place = byId("shown-languages").querySelector(".row");
    const counts = missingIn(content);
    const shown = shownIn(content);
    const boxes = [...place.querySelectorAll("label")];
    const codes = writtenIn(content);
    if (boxes.map(({ dataset }) => dataset.code).join() !== codes.join()) {
        place.replaceChildren(...codes.map((code) => boxOf(code, content, changed)));
    }
    for (const box of place.querySelectorAll("label")) {
        const badge = box.querySelector(".badge");
        const count = counts[box.dataset.code].length;
        box.querySelector("input").checked = shown.includes(box.dataset.code);
        badge.hidden = !count;
        writeText(badge, count ? say("missing_count", { count }) : "");
    }
    document.querySelector('[data-do="next-missing"]').hidden = !Object.values(counts).some((paths) => paths.length);
}

function boxOf(code, content, changed) {
    const box = copyOf("shown");
    box.dataset.code = code;
    writeText(box.querySelector(".name"), nameOf(code));
    box.querySelector("input").addEventListener("change", ({ target }) => {
        choose(code, target.checked);
        changed();
    });
    return box;
}

/** From now on this language is shown. */
export function reveal(code) {
    if (chosen.get(code) !== true) choose(code, true);
}

function choose(code, isShown) {
    chosen.set(code, isShown);
    localStorage.setItem(KEPT, JSON.stringify(Object.fromEntries(chosen)));
}
