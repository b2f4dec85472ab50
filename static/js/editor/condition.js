/** When a question is asked, picked from the questions before it: tests, and groups of them within groups. */

import { MEASURED_TYPES, OPTION_TYPES } from "../scoring/answers.js";
import { say } from "../phone/page.js";
import { changedAt, conditionOf, partAt, treeOf } from "./condition_tree.js";
import { copyOf, writeChoices, writeText } from "./dom.js";
import { isTyped, numberIn, numberText } from "./fields.js";
import { allQuestions, numberOf, pathTo } from "./places.js";
import { nameIn, optionText } from "./languages.js";

/** Groups within groups that can be made here; deeper ones from files are shown all the same. */
const LEVELS = 4;

/** The questions that a condition at this place may ask for. */
export function earlier(content, { section, question }) {
    return allQuestions(content).filter(
        ({ place }) => place.section < section || (place.section === section && place.question < question),
    );
}

export class ConditionPart {
    constructor(place, draft) {
        Object.assign(this, { place, draft });
        place.addEventListener("input", ({ target }) => target.closest("[data-tests]") && this.#read(target));
        place.addEventListener("change", ({ target }) => target.name === "when" && this.#choose(target.value));
        place.addEventListener("click", ({ target }) => this.#press(target.closest("button")));
    }

    get #path() {
        return [...pathTo(this.draft.place), "show_when"];
    }

    get #tree() {
        return treeOf(this.draft.at(this.#path));
    }

    draw() {
        const part = copyOf("condition");
        const tree = this.#tree;
        this.offered = earlier(this.draft.content, this.draft.place);
        for (const radio of part.querySelectorAll("[name=when]")) {
            radio.checked = radio.value === tree.how;
            radio.disabled = radio.value !== "always" && !this.offered.length;
        }
        part.querySelector("[data-none]").hidden = this.offered.length > 0;
        part.querySelector("[data-more]").hidden = tree.how === "always";
        this.#fillGroup(part, tree, 0);
        this.place.replaceChildren(part);
    }

    #fillGroup(part, { parts }, level) {
        part.querySelector('[data-test="group"]').hidden = level >= LEVELS;
        part.querySelector("[data-tests]").append(...parts.map((one) => (one.parts ? this.#groupPart(one, level + 1) : this.#testPart(one))));
    }

    #groupPart(group, level) {
        const part = copyOf("test-group");
        part.querySelector('[data-test="how"]').value = group.how;
        this.#fillGroup(part, group, level);
        return part;
    }

    #testPart({ test, not }) {
        const part = copyOf("test");
        const asked = this.offered.find(({ question }) => question.key === test.question)?.question;
        const choices = this.offered.map(({ question, place }) => [question.key, `${numberOf(place)} ${this.#textOf(question)}`]);
        if (!asked) choices.unshift([test.question, say("not_before", { name: this.#nameOf(test.question) })]);
        writeChoices(part.querySelector('[data-test="question"]'), choices, test.question);
        part.querySelector('[data-test="kind"]').value = not ? "not" : "is";
        const boxes = OPTION_TYPES.has(asked?.type) ? (asked.options ?? []).map((option) => this.#box(option, test)) : [];
        part.querySelector("[data-options]").append(...boxes);
        part.querySelector("[data-options]").hidden = !boxes.length;
        part.querySelector("[data-limits]").hidden = !MEASURED_TYPES.has(asked?.type);
        for (const name of ["at_least", "at_most"]) part.querySelector(`[data-test="${name}"]`).value = numberText(test[name]);
        return part;
    }

    #box(option, test) {
        const box = copyOf("box");
        const input = box.querySelector("input");
        Object.assign(input, { value: option.key, checked: test.in?.includes(option.key) ?? false });
        writeText(box.querySelector("span"), optionText(this.draft.content, option));
        return box;
    }

    #textOf(question) {
        return nameIn(this.draft.content, question.text);
    }

    /** A question that does not stand before this one: by its text where there is such a question at all. */
    #nameOf(key) {
        const found = allQuestions(this.draft.content).find(({ question }) => question.key === key);
        return found ? `${numberOf(found.place)} ${this.#textOf(found.question)}` : key;
    }

    #choose(how) {
        const { parts } = this.#tree;
        this.#write({ how, parts: parts.length ? parts : [this.#newTest()] });
    }

    #press(button) {
        const name = button?.dataset.test;
        if (name === "remove") return this.#change(placeIn(button, this.place), () => null);
        const added = { add: () => this.#newTest(), group: ({ how }) => ({ how: how.endsWith("all") ? "any" : "all", parts: [this.#newTest()] }) }[name];
        if (added) this.#change(placeIn(button, this.place), (group) => ({ ...group, parts: [...group.parts, added(group)] }));
    }

    #newTest() {
        return { test: { question: this.offered.at(-1)?.question.key, answered: true }, not: false };
    }

    /** What a control says goes into its test or group. */
    #read(control) {
        const path = placeIn(control, this.place);
        if (control.dataset.test === "how") return this.#change(path, (group) => ({ ...group, how: control.value }));
        const { test } = partAt(this.#tree, path);
        this.#change(path, () => testIn(control.closest("li"), test), isTyped(control));
    }

    #change(path, change, typing = false) {
        this.#write(changedAt(this.#tree, path, change) ?? { how: "always", parts: [] }, typing);
    }

    #write(tree, typing = false) {
        this.draft.set(this.#path, conditionOf(tree), { typing });
    }
}

/** The indexes that lead from the whole condition to the test or group around a control. */
function placeIn(control, whole) {
    const path = [];
    for (let item = control.closest("li"); item && whole.contains(item); item = item.parentElement.closest("li")) {
        path.unshift([...item.parentElement.children].indexOf(item));
    }
    return path;
}

/** What the controls say. Another question begins without answers. */
function testIn(row, before) {
    const value = (name) => row.querySelector(`[data-test="${name}"]`).value;
    const question = value("question");
    const isOther = question !== before.question;
    const ticked = isOther ? [] : [...row.querySelectorAll("[data-options] input:checked")].map((box) => box.value);
    const limits = { at_least: numberIn(value("at_least")), at_most: numberIn(value("at_most")) };
    const facts = ticked.length ? { in: ticked } : isOther ? {} : JSON.parse(JSON.stringify(limits));
    return { test: { question, ...(Object.keys(facts).length ? facts : { answered: true }) }, not: value("kind") === "not" };
}
