/** Which texts are missing in which languages. Parts of a draft never change, so what was found in one is kept with it. */

import { state } from "../phone/page.js";
import { writtenIn } from "./languages.js";
import { getIn } from "./paths.js";
import { allPlaces, pathTo } from "./places.js";

const TEXTS = new Set(["title", "briefing", "guidance", "label"]);
const REQUIRED = { sections: ["title"], scenarios: ["title", "brief"], questions: ["text"], options: ["label"], bands: ["label"] };
const BELOW = new Set(["sections", "questions"]);
const known = new WeakMap();

/** The paths of the texts that lack each language, by its code. */
export function missingIn(content) {
    const missing = Object.fromEntries(writtenIn(content).map((code) => [code, []]));
    for (const place of allPlaces(content)) {
        const path = pathTo(place);
        for (const { field, texts } of textsOf(getIn(content, path), path.at(-2))) {
            for (const code of Object.keys(missing)) if (!texts[code]?.trim()) missing[code].push([...path, ...field, code]);
        }
    }
    return missing;
}

/** Whether a section or question at the path lacks a text in one of the languages. */
export function lacksText(content, path, languages) {
    return textsOf(getIn(content, path), path.at(-2)).some(({ texts }) => languages.some((code) => !texts[code]?.trim()));
}

/** The texts of the checklist itself, of a section or a question, without those of what stands below; some were not begun. */
function textsOf(part, list) {
    if (!known.has(part)) known.set(part, [...collected(part, [list, 0])].map(({ path, texts }) => ({ field: path.slice(2), texts })));
    return known.get(part);
}

function* collected(part, path) {
    const required = requiredIn(part, path);
    for (const name of required) yield { path: [...path, name], texts: part[name] ?? {} };
    for (const [name, value] of Object.entries(part)) {
        if (typeof value !== "object" || !value || required.includes(name) || BELOW.has(name)) continue;
        const here = [...path, Array.isArray(part) ? Number(name) : name];
        if (TEXTS.has(name)) yield { path: here, texts: value };
        else yield* collected(value, here);
    }
}

function requiredIn(part, path) {
    if (path.at(-1) === "action") return ["what", "why", "how"];
    if (path.at(-2) === "options" && state.yes_no[part.key] && !part.label) return [];
    return REQUIRED[path.at(-2)] ?? [];
}
