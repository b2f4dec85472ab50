/** Keys: made of what was written, and renamed together with all that refers to them. */

import { latin } from "./latin.js";
import { getIn, setIn } from "./paths.js";

const LONGEST = 40;
export const KEY = /^[a-z][a-z0-9_]{0,63}$/;

/** A key that reads like the text: "Is the shop open?" becomes is_the_shop_open; null where it has no letter of use. */
export function keyOf(text) {
    const plain = latin(text).toLowerCase().replaceAll("đ", "dj").replaceAll("ß", "ss").normalize("NFKD").replace(/\p{M}/gu, "");
    let key = (plain.match(/[a-z0-9]+/g) ?? []).join("_");
    if (key.length > LONGEST) key = key.slice(0, LONGEST + 1).replace(/_[^_]*$/, "").slice(0, LONGEST);
    return key ? (/^[a-z]/.test(key) ? key : `q_${key}`) : null;
}

/** The key, with a number where it is taken. */
export function freeKey(key, taken) {
    let [found, number] = [key, 2];
    while (taken.has(found)) found = `${key}_${number++}`;
    return found;
}

/** The keys of all questions. */
export function questionKeys(content) {
    return new Set((content.sections ?? []).flatMap(({ questions = [] }) => questions.map(({ key }) => key)));
}

/** The question at the path under another key, and every condition that asks for it. */
export function renameQuestion(content, path, key) {
    const before = getIn(content, path).key;
    const renamed = setIn(content, [...path, "key"], key);
    return withConditions(renamed, (test) => (test.question === before ? { ...test, question: key } : test));
}

/** The option at the path under another key, where it fails its question, and where conditions ask for it. */
export function renameOption(content, path, key) {
    const place = path.slice(0, -2);
    const before = getIn(content, path).key;
    const swap = (keys) => keys?.map((one) => (one === before ? key : one));
    const question = getIn(content, place);
    const renamed = setIn(content, [...path, "key"], key);
    const failing = question.fails_on ? setIn(renamed, [...place, "fails_on"], swap(question.fails_on)) : renamed;
    return withConditions(failing, (test) => (test.question === question.key && test.in ? { ...test, in: swap(test.in) } : test));
}

/** The scenario under another key, and the sections that are asked in it only. */
export function renameScenario(content, index, key) {
    const before = content.scenarios[index].key;
    const swap = (one) => (one === before ? key : one);
    const sections = content.sections.map((part) => (part.scenarios ? { ...part, scenarios: part.scenarios.map(swap) } : part));
    return setIn({ ...content, sections }, ["scenarios", index, "key"], key);
}

function withConditions(content, change) {
    const sections = content.sections.map((section) => ({
        ...section,
        questions: (section.questions ?? []).map((question) =>
            question.show_when ? { ...question, show_when: changed(question.show_when, change) } : question,
        ),
    }));
    return { ...content, sections };
}

function changed(condition, change) {
    for (const name of ["all", "any"]) {
        if (condition[name]) return { [name]: condition[name].map((part) => changed(part, change)) };
    }
    return condition.not ? { not: changed(condition.not, change) } : change(condition);
}
