/** What the page was given: the checklist's rules, where the visit stands, and all texts in the reader's language. */

import { language, state } from "../phone/page.js";

export { say, state } from "../phone/page.js";

export const rules = JSON.parse(document.getElementById("rules").textContent);

/** Where the script of the worker that shrinks photos lies. */
export const shrinkWorkerAddress = state.shrink;

export const root = document.getElementById("visit");

/** Every question of every section, by its key. */
export const questions = new Map(
    rules.sections.flatMap((section) => section.questions.map((question) => [question.key, question])),
);

/** The fieldset of a question; null where the scenario has no such question. */
export function holderOf(key) {
    return document.getElementById(`q-${key}`);
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
