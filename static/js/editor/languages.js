/** The languages of a checklist: which there are, which of them are shown, and what things are called in them. */

import { say, state } from "../phone/page.js";
import { keepMemo, memo } from "../phone/memo.js";
import { latin } from "./latin.js";
import { wording } from "./places.js";

export const CYRILLIC = "sr-Cyrl";
const LATIN = "sr-Latn";
const LANGUAGE = document.documentElement.lang;
const OWN = LANGUAGE === LATIN ? CYRILLIC : LANGUAGE;
const KEPT = "auditapp-editor-languages";

/** Languages that people chose to see or not to see. Without a choice it is the first, and the reader's own or the next. */
const chosen = new Map(Object.entries(JSON.parse(memo(KEPT)) ?? {}));

/** The languages that texts are written in, the first of them first: Serbian Latin is derived. */
export function writtenIn({ languages = [] }) {
    return [...new Set(languages.map((code) => (code === LATIN ? CYRILLIC : code)))];
}

/** Those of them that are shown: at least one. */
export function shownIn(content) {
    const all = writtenIn(content);
    const own = all.indexOf(OWN);
    const shown = all.filter((code, index) => chosen.get(code) ?? (index === 0 || index === (own > 0 ? own : 1)));
    return shown.length ? shown : all.slice(0, 1);
}

/** What something is called, as the reader reads it: in their language where it has a text in it. */
export function nameIn(content, texts, otherwise = say("untitled")) {
    const text = wording(texts, [OWN, ...writtenIn(content)]);
    return (LANGUAGE === LATIN && text === texts?.[CYRILLIC] ? latin(text) : text) || otherwise;
}

/** What an answer is called; yes and no are called so by themselves. */
export function optionText(content, { key, label }) {
    return nameIn(content, label ?? state.yes_no[key], key);
}

export function nameOf(code) {
    return state.language_names[code] ?? code;
}

/** From now on this language is shown. */
export function reveal(code) {
    if (chosen.get(code) !== true) choose(code, true);
}

/** See this language from now on, or not. */
export function choose(code, isShown) {
    chosen.set(code, isShown);
    keepMemo(KEPT, JSON.stringify(Object.fromEntries(chosen)));
}
