/** Values that are more than a text or a number, as people read them: one line each. */

import { say } from "../phone/page.js";
import { treeOf } from "./condition_tree.js";
import { nameOfEffect, numberText } from "./fields.js";
import { nameIn, nameOf, optionText } from "./languages.js";
import { allQuestions, numberOf } from "./places.js";
import { same } from "./paths.js";

/** The value of a field of `item`; `other` is the one beside it, `list` what an order is about. */
export function wordsOf({ value, other, field, isOrder }, content, item, list) {
    if (value === undefined || value === null) return say("nothing");
    if (isOrder) return (typeof value[0] === "string" ? listLines(value, list, content) : outlineLines(value, other, content)).join("\n");
    const lines = LINES[field.at(-1)];
    return lines ? lines(value, content, item).join("\n") : String(value);
}

const LINES = {
    show_when: (condition, content) => {
        const tree = treeOf(condition);
        return tree.parts.length === 1 ? conditionLines(tree.parts[0], content) : conditionLines(tree, content);
    },
    critical: (effect) => [[offered("question", '[data-kind="effect"]', nameOfEffect(effect)), percent(effect.cap_total)].join(" ").trim()],
    thresholds: (steps) => steps.map(({ up_to: limit, points }) => `${limit === undefined ? "…" : `≤ ${numberText(limit)}`}: ${numberText(points)}`),
    languages: (codes) => codes.map(nameOf),
    fails_on: (keys, content, { options }) => listLines(keys, options ?? [], content),
};

/** A test in one line; a group with its parts below it, further in. */
function conditionLines({ how, parts, test, not }, content) {
    if (test) return [testLine(test, not, content)];
    const below = parts.flatMap((part) => conditionLines(part, content));
    return [`${offered("test-group", "select", how)}:`, ...below.map((line) => `– ${line}`)];
}

function testLine(test, not, content) {
    const found = allQuestions(content).find(({ question }) => question.key === test.question);
    const options = (test.in ?? []).map((key) => optionText(content, found?.question.options?.find((option) => option.key === key) ?? { key }));
    const limits = [test.at_least === undefined ? "" : `≥ ${numberText(test.at_least)}`, test.at_most === undefined ? "" : `≤ ${numberText(test.at_most)}`];
    const facts = [options.join(" / "), ...limits].filter(Boolean).join(", ") || say("any_answer");
    return `${found ? named(found, content) : test.question} ${offered("test", '[data-test="kind"]', not ? "not" : "is")}: ${facts}`;
}

function listLines(keys, list, content) {
    return keys.map((key) => partText(content, list.find((item) => item.key === key) ?? { key }));
}

/** What an answer, a band or a scenario is called. */
export function partText(content, part) {
    return part.title ? nameIn(content, part.title) : optionText(content, part);
}

/** Of an arrangement only the sections that stand elsewhere or hold other questions than in the other one. */
function outlineLines(arrangement, other, content) {
    const questions = new Map(allQuestions(content).map(({ question }) => [question.key, nameIn(content, question.text)]));
    const titles = new Map(content.sections.map(({ key, title }) => [key, nameIn(content, title)]));
    return arrangement.flatMap(({ key, questions: keys }, index) => {
        if (same(other[index], { key, questions: keys })) return [];
        const isOther = !same(other.find((part) => part.key === key)?.questions, keys);
        return [`${index + 1} ${titles.get(key)}`, ...(isOther ? keys.map((one, at) => `– ${index + 1}.${at + 1} ${questions.get(one)}`) : [])];
    });
}

function named({ question, place }, content) {
    return `${numberOf(place)} ${nameIn(content, question.text)}`;
}

/** What a select of a form calls one of its values. */
function offered(template, select, value) {
    const options = document.getElementById(`t-${template}`).content.querySelector(select).options;
    return [...options].find((option) => option.value === value)?.text ?? value;
}

function percent(cap) {
    return cap === undefined ? "" : `${numberText(cap)} %`;
}
