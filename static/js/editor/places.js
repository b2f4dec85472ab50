/** Where things stand in a checklist: as positions, as paths, as numbers for people, and found again by their keys. */

import { pathOf } from "./paths.js";

/** The path of a place in the content. */
export function pathTo({ section, question }) {
    if (section === undefined) return [];
    return question === undefined ? ["sections", section] : ["sections", section, "questions", question];
}

/** The place of a control's path, and what remains of it: ["sections", 0, "title", "en"] is {section: 0} and the title. */
export function placeOf(path) {
    if (path[0] !== "sections" || typeof path[1] !== "number") return [{}, path];
    if (path[2] !== "questions" || typeof path[3] !== "number") return [{ section: path[1] }, path.slice(2)];
    return [{ section: path[1], question: path[3] }, path.slice(4)];
}

/** The path of what the check found, as it names places: sections[0].questions[2].text. */
export function pathOfFinding(text) {
    return pathOf(text.replace(/\[(\d+)\]/g, ".$1"));
}

export function samePlace(one, other) {
    return one.section === other.section && one.question === other.question;
}

/** "2" or "2.4", as on the auditor's page; "" for the checklist itself. */
export function numberOf({ section, question }) {
    if (section === undefined) return "";
    return question === undefined ? `${section + 1}` : `${section + 1}.${question + 1}`;
}

/** Every question with its place, in order. */
export function allQuestions(content) {
    return (content.sections ?? []).flatMap((section, at) =>
        (section.questions ?? []).map((question, index) => ({ question, place: { section: at, question: index } })),
    );
}

/** All places in the order of the outline. */
export function allPlaces(content) {
    const sections = (content.sections ?? []).flatMap((section, at) => [
        { section: at },
        ...(section.questions ?? []).map((_, index) => ({ section: at, question: index })),
    ]);
    return [{}, ...sections];
}

/** The keys of what stands at a place: {section, question}. */
export function keysAt(content, { section, question }) {
    const part = content.sections?.[section];
    return { section: part?.key, question: part?.questions?.[question]?.key };
}

/** The place of these keys in a content; null where they are gone. */
export function findKeys(content, keys) {
    if (keys.section === undefined) return {};
    if (keys.question === undefined) {
        const section = (content.sections ?? []).findIndex(({ key }) => key === keys.section);
        return section < 0 ? null : { section };
    }
    const found = allQuestions(content).filter(({ question }) => question.key === keys.question);
    const there = found.find(({ place }) => content.sections[place.section].key === keys.section) ?? found[0];
    return there?.place ?? null;
}

/** The same for many keys of one content. */
export function finderIn(content) {
    const found = new Map();
    return (keys) => {
        const name = `${keys.section} ${keys.question}`;
        if (!found.has(name)) found.set(name, findKeys(content, keys));
        return found.get(name);
    };
}

/** The nearest place that there is. */
export function nearest(content, { section, question }) {
    const parts = content.sections ?? [];
    if (section === undefined || !parts.length) return {};
    const at = Math.min(section, parts.length - 1);
    const count = parts[at].questions?.length ?? 0;
    return question === undefined || !count ? { section: at } : { section: at, question: Math.min(question, count - 1) };
}

/** A text in its main language, else in any; "" where there is none. */
export function wording(texts, languages = []) {
    const codes = [...languages, ...Object.keys(texts ?? {})];
    return codes.map((code) => texts?.[code]).find((text) => text?.trim()) ?? "";
}
