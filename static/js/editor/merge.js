/**
 * Two admins changed one draft, each from the same `base`. Fields that only one of them changed are taken from there. Where
 * both changed one field, mine stands for now and a conflict says so: {keys, field, mine, theirs}. The same where both moved
 * things, each otherwise: then both orders stand there as keys, of one list, or of sections with their questions
 * (`isOrder`). What one deleted while the other changed it is kept, and told: notices {kind, keys}.
 */

import { mergedOrder } from "./order.js";
import { same } from "./paths.js";

const WHOLE = new Set(["show_when", "critical", "thresholds", "fails_on", "languages"]);

export function merge(base, mine, theirs) {
    const merging = new Merging();
    if ([base, mine, theirs].some(hasTwins)) return { content: merging.value(base, mine, theirs, {}, []), ...merging.found };
    const { sections: before, ...rest } = base;
    const [{ sections: own = [], ...ownRest }, { sections: other = [], ...otherRest }] = [mine, theirs];
    const content = merging.value(rest, ownRest, otherRest, {}, []);
    const sections = merging.sections(before ?? [], own, other);
    if (merging.isArrangedTwice) {
        const theirWay = new Merging().sections(before ?? [], other, own);
        merging.clash({ keys: {}, field: ["sections"], isOrder: true, mine: arrangementOf(sections), theirs: arrangementOf(theirWay) });
    }
    return { content: { ...content, sections }, ...merging.found };
}

/** Sections with their questions, as keys. */
function arrangementOf(sections) {
    return sections.map(({ key, questions }) => ({ key, questions: questions.map((question) => question.key) }));
}

/** Whether a key stands twice, so that things cannot be told apart by it. */
function hasTwins({ sections = [] }) {
    const lists = [sections, sections.flatMap(({ questions = [] }) => questions)];
    return lists.some((list) => new Set(list.map(({ key }) => key)).size < list.length);
}

class Merging {
    found = { conflicts: [], notices: [] };
    isArrangedTwice = false;

    clash(conflict) {
        if (!same(conflict.mine, conflict.theirs)) this.found.conflicts.push(conflict);
    }

    value(base, mine, theirs, keys, field) {
        if (mine === base) return theirs;
        if (same(mine, theirs) || same(theirs, base)) return mine;
        if (same(mine, base)) return theirs;
        const name = field.at(-1);
        if (!WHOLE.has(name) && isMap(mine) && isMap(theirs)) return this.map(isMap(base) ? base : {}, mine, theirs, keys, field);
        if (!WHOLE.has(name) && isKeyed(mine) && isKeyed(theirs)) return this.list(isKeyed(base) ? base : [], mine, theirs, keys, field);
        this.clash({ keys, field, mine, theirs });
        return mine;
    }

    map(base, mine, theirs, keys, field) {
        const names = new Set([...Object.keys(mine), ...Object.keys(theirs)]);
        const pairs = [...names].map((name) => [name, this.value(base[name], mine[name], theirs[name], keys, [...field, name])]);
        return Object.fromEntries(pairs.filter(([, value]) => value !== undefined));
    }

    /** Options, bands, scenarios. */
    list(base, mine, theirs, keys, field) {
        const [before, own, other] = [base, mine, theirs].map(byKey);
        const alive = (key) => this.#isAlive(before.get(key), own.get(key), other.get(key), { ...keys, item: key });
        const [was, ours, others] = [base, mine, theirs].map((list) => list.map(({ key }) => key));
        const { order, clash } = mergedOrder(was, ours, others);
        if (clash) this.clash({ keys, field, isOrder: true, mine: order, theirs: mergedOrder(was, others, ours).order });
        return order.filter(alive).map((key) => this.#item(before.get(key), own.get(key), other.get(key), keys, [...field, key]));
    }

    sections(base, mine, theirs) {
        const [before, own, other] = [base, mine, theirs].map(byKey);
        const questions = new Questions(this, base, mine, theirs);
        const { order, clash } = mergedOrder(...[before, own, other].map((sections) => [...sections.keys()]));
        if (clash) this.isArrangedTwice = true;
        const alive = order.filter(
            (key) => questions.of(key).length || this.#isAlive(before.get(key), own.get(key), other.get(key), { section: key }),
        );
        return alive.map((key) => {
            const parts = [before, own, other].map((sections) => withoutQuestions(sections.get(key)));
            return { ...this.#item(...parts, { section: key }, []), questions: questions.of(key) };
        });
    }

    /** What one deleted and the other left as it was is gone; what the other changed is kept, and told. */
    #isAlive(before, own, other, keys) {
        if (!before || (own && other)) return true;
        const left = own ?? other;
        const kept = left !== undefined && !same(left, before);
        if (kept) this.found.notices.push({ kind: "kept", keys });
        return kept;
    }

    #item(before, own, other, keys, field) {
        if (!own || !other) return own ?? other;
        return this.value(before, own, other, keys, field);
    }

    question(before, own, other, keys) {
        return this.#isAlive(before, own, other, keys) ? [this.#item(before, own, other, keys, [])] : [];
    }
}

/** Questions, which may have moved from one section to another. */
class Questions {
    #bySection = new Map();

    constructor(merging, ...versions) {
        const [before, own, other] = versions.map((sections) => byKey(sections.flatMap(({ questions = [] }) => questions)));
        const homes = versions.map((sections) => new Map(sections.flatMap(({ key, questions = [] }) => questions.map((one) => [one.key, key]))));
        const names = new Set(versions.flatMap((sections) => sections.map(({ key }) => key)));
        const merged = new Map();
        for (const key of new Set([...own.keys(), ...other.keys()])) {
            const keys = { section: homeOf(key, homes), question: key };
            if (isMovedApart(key, homes)) merging.isArrangedTwice = true;
            merged.set(key, merging.question(before.get(key), own.get(key), other.get(key), keys));
        }
        for (const name of names) {
            const lists = versions.map((sections) => (sections.find(({ key }) => key === name)?.questions ?? []).map(({ key }) => key));
            const { order, clash } = mergedOrder(...lists);
            if (clash) merging.isArrangedTwice = true;
            const here = order.filter((key) => merged.has(key) && homeOf(key, homes) === name);
            this.#bySection.set(name, here.flatMap((key) => merged.get(key)));
        }
    }

    of(section) {
        return this.#bySection.get(section) ?? [];
    }
}

/** The section where a question belongs: where it was moved to; where both moved it, mine. */
function homeOf(key, [before, own, other]) {
    const [was, mine, theirs] = [before.get(key), own.get(key), other.get(key)];
    return mine === undefined || (mine === was && theirs !== undefined) ? theirs : mine;
}

/** Whether both moved a question to another section, each to a different one. */
function isMovedApart(key, homes) {
    const [was, mine, theirs] = homes.map((sections) => sections.get(key));
    return new Set([was, mine, theirs]).size === 3 && was && mine && theirs;
}

function byKey(list) {
    return new Map(list.map((item) => [item.key, item]));
}

function withoutQuestions(section) {
    if (!section) return section;
    const { questions: _, ...rest } = section;
    return rest;
}

function isMap(value) {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isKeyed(value) {
    return Array.isArray(value) && value.every((item) => isMap(item) && typeof item.key === "string");
}
