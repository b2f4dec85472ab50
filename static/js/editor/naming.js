/** Keys follow what is written, as long as nobody has chosen one and no version with them was published. */

import { freeKey, keyOf, questionKeys, renameOption, renameQuestion, renameScenario } from "./keys.js";
import { getIn, setIn } from "./paths.js";
import { wording } from "./places.js";
import { writtenIn } from "./languages.js";
import { state } from "../phone/page.js";

const PROVISIONAL = /^(question|section|option|scenario|band)_\d+$/;
const fixed = new Set(state.fixed_keys);

/** Whether the key of what stands at the path may still become another: no published version has it. */
export function isFree(content, path) {
    const { key } = getIn(content, path);
    const kind = path.at(-2);
    return !fixed.has(kind === "options" ? `options/${getIn(content, path.slice(0, -2)).key}.${key}` : `${kind}/${key}`);
}

/** The keys that its neighbours have. */
export function takenAround(content, path) {
    if (path.at(-2) === "questions") return questionKeys(content);
    return new Set(getIn(content, path.slice(0, -1)).map(({ key }) => key));
}

/** The content in which what stands at the path is called so, everywhere. */
export function renamed(content, path, key) {
    if (path.at(-2) === "questions") return renameQuestion(content, path, key);
    if (path.at(-2) === "options") return renameOption(content, path, key);
    if (path.at(-2) === "scenarios") return renameScenario(content, path.at(-1), key);
    return setIn(content, [...path, "key"], key);
}

/** The content after something was written at the path: what has only a provisional key gets one that reads like it. */
export function namedAfter(content, path) {
    const item = getIn(content, path);
    if (!item?.key || !PROVISIONAL.test(item.key) || !isFree(content, path)) return content;
    const key = keyOf(wording(item.text ?? item.title ?? item.label, writtenIn(content)));
    return key ? renamed(content, path, freeKey(key, takenAround(content, path))) : content;
}
