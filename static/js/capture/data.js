/** What the page was given: the checklist's rules, where the visit stands, and all texts in the reader's language. */

import { language, state } from "../phone/page.js";

export { say, state } from "../phone/page.js";

export const root = document.getElementById("visit");

const read = ({ textContent }) => JSON.parse(textContent);

/** Those of the checklist, with the sections of the visit's scenario. */
export const rules = { ...read(document.getElementById("rules")), sections: [...root.querySelectorAll(".rules")].map(sectionOf) };

/** Keys and points stand at the controls: twice they would weigh as much as everything else that the rules say. */
function sectionOf(script) {
    const section = read(script);
    const holders = [...script.parentElement.querySelectorAll("[data-question]")];
    return { ...section, questions: section.questions.map((question, index) => questionOf(question, holders[index])) };
}

function questionOf(question, holder) {
    const key = holder.dataset.question;
    const inputs = question.type === "nps" ? [] : [...holder.querySelectorAll(`.options [name="answer-${key}"]`)];
    return { ...question, key, options: inputs.map(({ value, dataset: { points } }) => ({ key: value, points: points && Number(points) })) };
}

/** Where the script of the worker that shrinks photos lies. */
export const shrinkWorkerAddress = state.shrink;

/** Every question of every section, by its key. */
export const questions = new Map(
    rules.sections.flatMap((section) => section.questions.map((question) => [question.key, question])),
);

/** The fieldset of a question; null where the scenario has no such question. */
export function holderOf(key) {
    return document.getElementById(`q-${key}`);
}

/** The visit as this phone keeps it at first, with the words for its questions, for pages that have them not. */
export function newVisitRow() {
    const labelOf = (key) => holderOf(key)?.querySelector("legend").textContent;
    const labels = Object.fromEntries([...questions.keys()].map((key) => [key, labelOf(key)]));
    return { id: state.visit, name: state.name, round: state.round, labels, hand_in: null };
}

const decimal = new Intl.NumberFormat(language, { maximumFractionDigits: 4 });
const oneDecimal = new Intl.NumberFormat(language, { minimumFractionDigits: 1 });
const clock = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit" });

/** What stands before the decimals in the reader's language. */
export const decimalMark = decimal.formatToParts(0.5).find(({ type }) => type === "decimal").value;

/** A number as it is written in the reader's language. */
export function numberText(number) {
    return decimal.format(number);
}

/** A percentage, always with one decimal as everywhere else: "50.0 %". */
export function percentText(number) {
    return `${oneDecimal.format(number)}\u00a0%`;
}

/** The time of day of a Date. */
export function timeText(moment) {
    return clock.format(moment);
}
