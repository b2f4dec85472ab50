/** Answers: the value that each question type takes, and what a rule may read out of one. Twin of domain/answers.py. */

import { Fraction } from "./fraction.js";

const MAX_TEXT = 4000;
const MAX_MEASURED = 1_000_000_000;
const DECIMAL = /^-?\d{1,12}(\.\d{1,4})?$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;

export const OPTION_TYPES = new Set(["choice", "multi", "scale", "yes_no"]);
export const MEASURED_TYPES = new Set(["count", "duration", "number", "money", "nps"]);

/** The checklist does not know such an answer; `code` names the reason. */
export class AnswerRefused extends Error {
    constructor(question, code) {
        super(`${question.key}: ${code}`);
        this.name = "AnswerRefused";
        this.question = question.key;
        this.code = code;
    }
}

/** The value in its one spelling; null for no answer. Throws AnswerRefused for what the question does not take. */
export function checkValue(question, value) {
    return value === null || value === undefined ? null : CHECKS[question.type](question, value);
}

/** What rules may read: {chosen: Set, number: Fraction | null}; null where unanswered or N/A. Throws AnswerRefused. */
export function read(question, answer) {
    if (answer.na) {
        require(question, "na_not_allowed", question.allow_na);
        return null;
    }
    if (question.type === "photo") return answer.photos?.length ? reading([]) : null;
    const value = checkValue(question, answer.value);
    if (value === null) return null;
    if (OPTION_TYPES.has(question.type)) return reading([value].flat());
    return reading([], MEASURED_TYPES.has(question.type) ? Fraction.of(value) : null);
}

/** The answer to a question; the keys come from the checklist's author and may be those of any object. */
export function answerTo(answers, key) {
    return Object.hasOwn(answers, key) ? answers[key] : {};
}

function reading(chosen, number = null) {
    return { chosen: new Set(chosen), number };
}

function require(question, code, fits) {
    if (!fits) throw new AnswerRefused(question, code);
}

function optionKey(question, value) {
    require(question, "wrong_type", typeof value === "string");
    require(question, "unknown_option", (question.options ?? []).some((option) => option.key === value));
    return value;
}

function optionKeys(question, value) {
    require(question, "wrong_type", Array.isArray(value));
    const chosen = new Set(value.map((key) => optionKey(question, key)));
    return (question.options ?? []).map((option) => option.key).filter((key) => chosen.has(key));
}

function measured(question, value) {
    require(question, "not_a_number", typeof value === "number" && !Number.isNaN(value));
    require(question, "negative", value >= 0);
    require(question, "out_of_range", value <= MAX_MEASURED);
    requireRange(question, Fraction.of(value));
    return value;
}

function whole(question, value) {
    require(question, "not_whole", Number.isInteger(measured(question, value)));
    return value;
}

function nps(question, value) {
    require(question, "out_of_range", whole(question, value) <= 10);
    return value;
}

function decimal(question, value) {
    require(question, "not_a_number", typeof value === "string" && DECIMAL.test(value));
    requireRange(question, Fraction.of(value));
    const plain = value.includes(".") ? value.replace(/\.?0+$/, "") : value;
    return plain.replace(/^(-?)0+(?=\d)/, "$1").replace(/^-0$/, "0");
}

function requireRange(question, number) {
    const { minimum, maximum } = question;
    const low = minimum !== undefined && number.below(Fraction.of(minimum));
    const high = maximum !== undefined && Fraction.of(maximum).below(number);
    require(question, "out_of_range", !low && !high);
}

function date(question, value) {
    const written = typeof value === "string" && DATE.test(value) && !value.startsWith("0000");
    const day = written ? new Date(`${value}T00:00:00Z`) : new Date(NaN);
    require(question, "not_a_date", !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value));
    return value;
}

function time(question, value) {
    require(question, "not_a_time", typeof value === "string" && TIME.test(value));
    return value;
}

function text(question, value) {
    require(question, "wrong_type", typeof value === "string");
    require(question, "too_long", [...value].length <= MAX_TEXT);
    require(question, "unreadable_text", !value.includes("\0") && !/\p{Surrogate}/u.test(value));
    return value.trim() || null;
}

function onlyPhotos(question) {
    throw new AnswerRefused(question, "wrong_type");
}

const CHECKS = {
    choice: optionKey,
    scale: optionKey,
    yes_no: optionKey,
    multi: optionKeys,
    count: whole,
    nps,
    duration: measured,
    number: decimal,
    money: decimal,
    date,
    time,
    text,
    photo: onlyPhotos,
};
