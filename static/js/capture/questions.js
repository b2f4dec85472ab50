/** Between the controls of each question and the log: from taps and typing to operations and back, with what is wrong said at its place. */

import { AnswerRefused, checkValue } from "../scoring/score.js";
import { controlOf, empty, remarkField, remarkIn, valueIn, writeAnswer } from "./controls.js";
import { holderOf, numberText, questions, root, say } from "./data.js";

/** Questions whose controls hold something that cannot be saved, by key. */
export const invalid = new Set();

/**
 * Follow all controls. What was tapped before this script came, other than `shown`, counts as tapped now; elsewhere the
 * controls show what the log holds, now and whenever something comes from another page or phone.
 */
export function followQuestions(log, shown) {
    root.addEventListener("input", (event) => follow(log, event, true));
    root.addEventListener("change", (event) => follow(log, event, false));
    root.addEventListener("toggle", ({ target }) => target.matches(".remark[open]") && remarkField(target.closest("[data-question]")), true);
    root.addEventListener("focusout", ({ target }) => catchUp(log, target.closest("[data-question]")));
    log.addEventListener("refused", ({ detail: { operation } }) => {
        if (operation.question) showProblem(operation.question, refusedText(log, operation.question));
    });
    log.addEventListener("merged", ({ detail }) => {
        for (const key of detail.questions) merge(log, key);
    });
    for (const [key, question] of questions) {
        const holder = holderOf(key);
        if (!holder) continue;
        if (differs(holder, question, shown(key))) readQuestion(log, holder, question, {});
        else writeQuestion(log, holder, question);
        if (question.required === false && holder.querySelector('[type="radio"]')) offerClearing(log, holder, question);
    }
}

/** Record what changed at one question. `typing`: more may follow in a moment, so nothing is complained about yet. */
export function readQuestion(log, holder, question, { typing = false }) {
    const parts = [readAnswer, readRemark].map((read) => refusalBy(() => read(log, holder, question, typing)));
    const code = parts.find(Boolean);
    if (code) invalid.add(question.key);
    if (!code) showProblem(question.key, refusedText(log, question.key));
    else if (!typing) showProblem(question.key, problemText(code, question));
    if (!code) invalid.delete(question.key);
    root.dispatchEvent(new Event("read"));
}

/** Say at a question what is wrong; an empty text takes it back. */
export function showProblem(key, text) {
    const holder = holderOf(key);
    const place = holder && (document.getElementById(`p-${key}`) ?? (text && problemPlace(holder)));
    if (!place || place.textContent === text) return;
    Object.assign(place, { textContent: text, hidden: !text });
    for (const control of holder.querySelectorAll(".measure input, textarea")) {
        if (text) control.setAttribute("aria-invalid", "true");
        else control.removeAttribute("aria-invalid");
    }
}

function problemPlace(holder) {
    const place = document.createElement("p");
    Object.assign(place, { className: "error-text", id: `p-${holder.dataset.question}`, role: "alert" });
    holder.setAttribute("aria-describedby", place.id);
    (holder.querySelector(".guidance") ?? holder.querySelector("legend")).after(place);
    return place;
}

function follow(log, { target }, typing) {
    const holder = target.closest("[data-question]");
    if (!holder || target.type === "file" || target.name.startsWith("remove-")) return;
    const isText = !["radio", "checkbox"].includes(target.type);
    if (typing && !isText) return;
    if (target.name.startsWith("none-") && target.checked) untick(holder, '[name^="answer-"]');
    if (target.type === "checkbox" && target.name.startsWith("answer-")) untick(holder, '[name^="none-"]');
    readQuestion(log, holder, questions.get(holder.dataset.question), { typing });
}

function untick(holder, selector) {
    for (const box of holder.querySelectorAll(selector)) box.checked = false;
}

function differs(holder, { type }, { value, na, remark }) {
    const isNa = controlOf(holder, "na")?.checked ?? false;
    return !same(valueIn(holder, type), value) || isNa !== na || (remarkIn(holder) ?? remark) !== remark;
}

function writeQuestion(log, holder, { key, type }) {
    const answer = log.answerTo(key);
    if (differs(holder, { type }, answer)) writeAnswer(holder, type, answer);
}

/** Who is typing goes on; the rest shows at once what another page or phone did. */
function merge(log, key) {
    const holder = holderOf(key);
    if (!holder || (holder.contains(document.activeElement) && document.activeElement.matches("textarea, .measure input"))) return;
    if (!invalid.has(key)) writeQuestion(log, holder, questions.get(key));
}

function catchUp(log, holder) {
    if (holder && !invalid.has(holder.dataset.question)) merge(log, holder.dataset.question);
}

/** Whoever answers a question that was N/A takes the N/A back. */
function readAnswer(log, holder, question, typing) {
    const { value: before, na: wasNa } = log.answerTo(question.key);
    const box = controlOf(holder, "na");
    const value = checkValue(question, valueIn(holder, question.type));
    const isNew = !same(value, before);
    if (isNew) log.record(question.key, "answer", value, { typing });
    if (isNew && value !== null && wasNa) box.checked = false;
    if (box && box.checked !== wasNa) log.record(question.key, "na", box.checked);
}

function readRemark(log, holder, question, typing) {
    const remark = remarkIn(holder);
    if (remark === undefined || remark === log.answerTo(question.key).remark) return;
    checkValue({ ...question, type: "text" }, remark);
    log.record(question.key, "remark", remark, { typing });
}

/** The code of the AnswerRefused that `read` throws, if it does. */
function refusalBy(read) {
    try {
        read();
    } catch (error) {
        if (error instanceof AnswerRefused) return error.code;
        throw error;
    }
    return null;
}

/** What the server said against the last work on a question. */
function refusedText(log, key) {
    const [refused] = log.refused(key);
    return refused ? `${say("not_taken")}: ${refused.message ?? say(refused.code)}` : "";
}

function offerClearing(log, holder, question) {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "tool clear", textContent: say("clear") });
    button.addEventListener("click", () => {
        empty(holder);
        readQuestion(log, holder, question, {});
    });
    holder.querySelector(".tools").append(button);
}

function problemText(code, { minimum, maximum }) {
    if (code !== "out_of_range" || (minimum === undefined && maximum === undefined)) return say(code);
    const name = maximum === undefined ? "at_least" : minimum === undefined ? "at_most" : "between";
    return say(name, { minimum: numberText(minimum), maximum: numberText(maximum) });
}

function same(one, other) {
    return one === other || JSON.stringify(one) === JSON.stringify(other);
}
