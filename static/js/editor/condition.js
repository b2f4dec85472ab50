/** When a question is asked, picked from the questions before it. A condition with more levels is shown, not taken apart. */

import { MEASURED_TYPES, OPTION_TYPES } from "../scoring/answers.js";
import { say } from "../phone/page.js";
import { copyOf, writeChoices, writeText } from "./dom.js";
import { isTyped, numberIn, numberText } from "./fields.js";
import { allQuestions, numberOf, pathTo } from "./places.js";
import { nameIn, optionText } from "./languages.js";

/** {how: "always" | "all" | "any", tests: [{test, not}]}; null for what cannot be picked. */
export function picked(condition) {
    if (!condition) return { how: "always", tests: [] };
    const how = condition.any ? "any" : "all";
    const tests = (condition[how] ?? [condition]).map((part) => (part.not ? { test: part.not, not: true } : { test: part, not: false }));
    return tests.every(({ test }) => test.question !== undefined) ? { how, tests } : null;
}

/** The other way round; undefined for always. */
export function conditionOf({ how, tests }) {
    if (how === "always" || !tests.length) return undefined;
    const parts = tests.map(({ test, not }) => (not ? { not: test } : test));
    return parts.length === 1 && how === "all" ? parts[0] : { [how]: parts };
}

/** The questions that a condition at this place may ask for. */
export function earlier(content, { section, question }) {
    return allQuestions(content).filter(
        ({ place }) => place.section < section || (place.section === section && place.question < question),
    );
}

export class ConditionPart {
    constructor(place, draft) {
        Object.assign(this, { place, draft });
        place.addEventListener("input", ({ target }) => target.closest("[data-tests]") && this.#read(isTyped(target)));
        place.addEventListener("change", ({ target }) => target.name === "when" && this.#choose(target.value));
        place.addEventListener("click", ({ target }) => this.#press(target.closest("button")));
    }

    get #path() {
        return [...pathTo(this.draft.place), "show_when"];
    }

    draw() {
        const part = copyOf("condition");
        this.offered = earlier(this.draft.content, this.draft.place);
        const condition = this.draft.at(this.#path);
        const known = picked(condition);
        const how = known?.how ?? null;
        for (const radio of part.querySelectorAll("[name=when]")) {
            radio.checked = radio.value === how;
            radio.disabled = radio.value !== "always" && !this.offered.length;
        }
        part.querySelector("[data-none]").hidden = this.offered.length > 0;
        part.querySelector("[data-complex]").hidden = known !== null;
        if (!known) writeText(part.querySelector("[data-complex] .lines"), JSON.stringify(condition, null, 1));
        part.querySelector('[data-test="add"]').hidden = !known || how === "always";
        part.querySelector("[data-tests]").replaceChildren(...(known?.tests ?? []).map((one) => this.#testPart(one)));
        this.place.replaceChildren(part);
    }

    #testPart({ test, not }) {
        const part = copyOf("test");
        const asked = this.offered.find(({ question }) => question.key === test.question)?.question;
        const choices = this.offered.map(({ question, place }) => [question.key, `${numberOf(place)} ${this.#textOf(question)}`]);
        if (!asked) choices.unshift([test.question, say("not_before", { key: test.question })]);
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

    #choose(how) {
        const known = picked(this.draft.at(this.#path));
        const tests = known?.tests.length ? known.tests : [this.#newTest()];
        this.draft.set(this.#path, conditionOf({ how, tests }));
    }

    #press(button) {
        const known = picked(this.draft.at(this.#path));
        if (button?.dataset.test === "add") this.#write({ ...known, tests: [...known.tests, this.#newTest()] });
        if (button?.dataset.test !== "remove") return;
        const index = [...this.place.querySelectorAll("[data-tests] > li")].indexOf(button.closest("li"));
        this.#write({ ...known, tests: known.tests.filter((_, place) => place !== index) });
    }

    #newTest() {
        return { test: { question: this.offered.at(-1)?.question.key, answered: true }, not: false };
    }

    /** What the controls say. Another question begins without answers. */
    #read(typing) {
        const before = picked(this.draft.at(this.#path));
        const rows = [...this.place.querySelectorAll("[data-tests] > li")];
        const tests = rows.map((row, index) => testIn(row, before.tests[index].test));
        this.#write({ how: before.how === "any" ? "any" : "all", tests }, typing);
    }

    #write(known, typing = false) {
        this.draft.set(this.#path, conditionOf(known), { typing });
    }
}

function testIn(row, before) {
    const value = (name) => row.querySelector(`[data-test="${name}"]`).value;
    const question = value("question");
    const isOther = question !== before.question;
    const ticked = isOther ? [] : [...row.querySelectorAll("[data-options] input:checked")].map((box) => box.value);
    const limits = { at_least: numberIn(value("at_least")), at_most: numberIn(value("at_most")) };
    const facts = ticked.length ? { in: ticked } : isOther ? {} : JSON.parse(JSON.stringify(limits));
    return { test: { question, ...(Object.keys(facts).length ? facts : { answered: true }) }, not: value("kind") === "not" };
}
