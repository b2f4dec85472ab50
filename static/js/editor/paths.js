/** Plain JSON read and changed by paths. Nothing is changed in place: what was before is kept for undoing. */

/** What stands at the path; undefined where the way ends before. */
export function getIn(whole, path) {
    return path.reduce((part, step) => part?.[step], whole);
}

/**
 * A copy with `value` at the path. `undefined` takes the entry out, and with it the maps around it that are empty then;
 * an entry of a list stays.
 */
export function setIn(whole, path, value) {
    if (!path.length) return value;
    const [step, ...rest] = path;
    const part = setIn(whole?.[step], rest, value);
    if (Array.isArray(whole)) return whole.map((one, index) => (index === step ? (part ?? {}) : one));
    const { [step]: _, ...others } = whole ?? {};
    if (part !== undefined) return { ...whole, [step]: part };
    return Object.keys(others).length ? others : undefined;
}

/** A copy of the list with `item` put in at the index. */
export function inserted(list, index, item) {
    return [...list.slice(0, index), item, ...list.slice(index)];
}

/** A copy of the list without the entry at the index. */
export function without(list, index) {
    return list.filter((_, place) => place !== index);
}

/** "options.2.label" as a path, and back. */
export function pathOf(text) {
    return text ? text.split(".").map((step) => (/^\d+$/.test(step) ? Number(step) : step)) : [];
}

/** Whether two JSON values say the same, whatever the order of their names. */
export function same(one, other) {
    if (one === other) return true;
    if (typeof one !== "object" || typeof other !== "object" || !one || !other) return false;
    if (Array.isArray(one) !== Array.isArray(other)) return false;
    const names = Object.keys(one);
    return names.length === Object.keys(other).length && names.every((name) => name in other && same(one[name], other[name]));
}

/** What has to be done to `before` so that it says what `after` says: [{path, value}], without a value where something goes. */
export function changesBetween(before, after, path = []) {
    if (before === after) return [];
    const areLists = Array.isArray(before) && Array.isArray(after) && before.length === after.length;
    if (areLists || (isMap(before) && isMap(after))) {
        const names = areLists ? after.keys() : new Set([...Object.keys(before), ...Object.keys(after)]);
        return [...names].flatMap((name) => changesBetween(before[name], after[name], [...path, name]));
    }
    return same(before, after) ? [] : [{ path, value: after }];
}

function isMap(value) {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}
