/** What can be done with sections and questions. Each takes a content and gives {content, place}: the new one, and where to go. */

import { freeKey, keyOf, questionKeys } from "./keys.js";
import { inserted, setIn, without } from "./paths.js";
import { numberOf, wording } from "./places.js";

const YES_NO = [
    { key: "yes", points: 1 },
    { key: "no", points: 0 },
];

/** A question as it begins: answered with yes or no, one point for yes. `text`: its wordings, if there are some. */
export function newQuestion(content, text) {
    const key = freeKey(keyOf(wording(text)) ?? "question_1", questionKeys(content));
    return { key, type: "yes_no", options: YES_NO, ...(text ? { text } : {}) };
}

export function addSection(content, at) {
    const sections = content.sections ?? [];
    const key = freeKey("section_1", new Set(sections.map((section) => section.key)));
    return { content: { ...content, sections: inserted(sections, at, { key, questions: [] }) }, place: { section: at } };
}

export function addQuestions(content, { section, question }, questions) {
    const list = content.sections[section].questions ?? [];
    const at = question === undefined ? list.length : question + 1;
    const longer = [...list.slice(0, at), ...questions, ...list.slice(at)];
    const changed = setIn(content, ["sections", section, "questions"], longer);
    return { content: changed, place: { section, question: at } };
}

/** A copy below the original, under a key of its own; of a section with copies of all its questions. */
export function duplicate(content, place) {
    const section = content.sections[place.section];
    if (place.question !== undefined) {
        const original = section.questions[place.question];
        return addQuestions(content, place, [{ ...original, key: freeKey(original.key, questionKeys(content)) }]);
    }
    const taken = questionKeys(content);
    const renamed = new Map();
    for (const { key } of section.questions ?? []) {
        renamed.set(key, freeKey(key, taken));
        taken.add(renamed.get(key));
    }
    const key = freeKey(section.key, new Set(content.sections.map((part) => part.key)));
    const copies = (section.questions ?? []).map((question) => pointedTo(renamed, question));
    const sections = inserted(content.sections, place.section + 1, { ...section, key, questions: copies });
    return { content: { ...content, sections }, place: { section: place.section + 1 } };
}

export function remove(content, { section, question }) {
    if (question === undefined) {
        const sections = without(content.sections, section);
        return { content: { ...content, sections }, place: sections.length ? { section: Math.min(section, sections.length - 1) } : {} };
    }
    const questions = without(content.sections[section].questions, question);
    const place = questions.length ? { section, question: Math.min(question, questions.length - 1) } : { section };
    return { content: setIn(content, ["sections", section, "questions"], questions), place };
}

/** To another place, as it counts when it was taken out where it is now. */
export function move(content, from, to) {
    if (from.question === undefined) {
        const moved = content.sections[from.section];
        const sections = inserted(without(content.sections, from.section), to.section, moved);
        return { content: { ...content, sections }, place: { section: to.section } };
    }
    const question = content.sections[from.section].questions[from.question];
    const shorter = setIn(content, ["sections", from.section, "questions"], without(content.sections[from.section].questions, from.question));
    const list = shorter.sections[to.section].questions ?? [];
    return { content: setIn(shorter, ["sections", to.section, "questions"], inserted(list, to.question, question)), place: to };
}

/** One step up (-1) or down (1), a question also over the edge of its section; null at the end. */
export function moveBy(content, place, step) {
    const target = place.question === undefined ? sectionStep(content, place, step) : questionStep(content, place, step);
    return target && move(content, place, target);
}

function sectionStep({ sections }, { section }, step) {
    return sections[section + step] ? { section: section + step } : null;
}

function questionStep({ sections }, { section, question }, step) {
    const count = sections[section].questions.length;
    if (question + step >= 0 && question + step < count) return { section, question: question + step };
    const next = sections[section + step];
    return next ? { section: section + step, question: step < 0 ? (next.questions ?? []).length : 0 } : null;
}

/** A copied question whose conditions ask for the copies, not for the originals. */
function pointedTo(renamed, question) {
    const text = JSON.stringify(question.show_when ?? null, (name, value) => (name === "question" ? (renamed.get(value) ?? value) : value));
    const { show_when: _, ...rest } = question;
    return { ...rest, key: renamed.get(question.key), ...(question.show_when ? { show_when: JSON.parse(text) } : {}) };
}

/** What moved where, for people: "1.2" and "2.1". */
export function numbersOf(from, to) {
    return { from: numberOf(from), to: numberOf(to) };
}
