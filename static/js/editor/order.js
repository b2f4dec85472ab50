/** Two orders of one list made one, and lists put into an order of keys. */

import { same } from "./paths.js";

/**
 * That of whoever moved something, with what the other added behind its neighbour: {order, clash}, all keys that stand in mine
 * or in theirs; `clash` where both moved things, each otherwise: then mine counts.
 */
export function mergedOrder(base, mine, theirs) {
    const common = new Set(base.filter((key) => mine.includes(key) && theirs.includes(key)));
    const [before, own, other] = [base, mine, theirs].map((list) => list.filter((key) => common.has(key)));
    const [first, second] = same(own, before) ? [theirs, mine] : [mine, theirs];
    const clash = !same(own, before) && !same(other, before) && !same(own, other);
    const order = [...first];
    for (const [index, key] of second.entries()) {
        if (!order.includes(key)) order.splice(order.indexOf(second[index - 1]) + 1, 0, key);
    }
    return { order, clash };
}

/** The things in the order of these keys; what is not named stands at the end. */
export function sorted(list, keys) {
    const placeOf = ({ key }) => (keys.includes(key) ? keys.indexOf(key) : keys.length);
    return [...list].sort((one, other) => placeOf(one) - placeOf(other));
}

/** Sections and their questions arranged so: [{key, questions: keys}]. */
export function arranged(sections, arrangement) {
    const homes = new Map(arrangement.flatMap(({ key, questions }) => questions.map((question) => [question, key])));
    const all = sections.flatMap(({ key, questions = [] }) => questions.map((question) => ({ question, home: homes.get(question.key) ?? key })));
    const parts = sections.map((section) => {
        const here = all.filter(({ home }) => home === section.key).map(({ question }) => question);
        return { ...section, questions: sorted(here, arrangement.find(({ key }) => key === section.key)?.questions ?? []) };
    });
    return sorted(parts, arrangement.map(({ key }) => key));
}
