/**
 * When a question is asked, as people pick it: a tree of tests {test, not} and groups {how, parts}. `how`: all, any, not_all or
 * not_any; the whole is a group, too, and may also be "always".
 */

/** The tree of a condition as the definition has it. */
export function treeOf(condition) {
    if (!condition) return { how: "always", parts: [] };
    const node = nodeOf(condition, false);
    return node.how === "all" || node.how === "any" ? node : { how: "all", parts: [node] };
}

/** The other way round; undefined for always. */
export function conditionOf({ how, parts }) {
    if (how === "always" || !parts.length) return undefined;
    return how === "all" && parts.length === 1 ? writtenOf(parts[0]) : writtenOf({ how, parts });
}

/** What stands at a path of indexes; the whole for none. */
export function partAt(tree, path) {
    return path.reduce((group, at) => group.parts[at], tree);
}

/** The tree with `change(part)` there, null for nothing. Groups in which nothing is left go, too. */
export function changedAt(group, [at, ...rest], change) {
    if (at === undefined) return change(group);
    const parts = group.parts.map((part, index) => (index === at ? changedAt(part, rest, change) : part));
    return kept({ ...group, parts: parts.filter(Boolean) });
}

function kept(group) {
    return group.parts.length ? group : null;
}

function nodeOf(condition, isNot) {
    if (condition.not) return nodeOf(condition.not, !isNot);
    const how = ["all", "any"].find((name) => Array.isArray(condition[name]));
    if (!how) return { test: condition, not: isNot };
    return { how: isNot ? `not_${how}` : how, parts: condition[how].map((part) => nodeOf(part, false)) };
}

function writtenOf({ how, parts, test, not }) {
    if (test) return not ? { not: test } : test;
    const group = { [how.replace("not_", "")]: parts.map(writtenOf) };
    return how.startsWith("not_") ? { not: group } : group;
}
