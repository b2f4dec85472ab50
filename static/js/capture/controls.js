/** What stands in the controls of a question, as a value of the log, and back. What is typed is read as in visits/plain.py. */

import { decimalMark } from "./data.js";

const NUMBER = /^-?\d{1,10}(\.\d{1,4})?$/;
const CLOCK = /^(?:(\d{1,6}):)?(\d{1,6}(?:\.\d{1,3})?)$/;

/** The control of a question whose name begins so: "answer", "minutes", "none", "na", "remark" or "photo". */
export function controlOf(holder, name) {
    return holder.querySelector(`[name="${name}-${holder.dataset.question}"]`);
}

/** The field for a remark, made where it was not needed until now; null where the question takes none. */
export function remarkField(holder) {
    const place = holder.querySelector(".remark noscript");
    if (!place) return controlOf(holder, "remark");
    const field = Object.assign(document.createElement("textarea"), { name: `remark-${holder.dataset.question}`, rows: 3 });
    field.ariaLabel = place.previousElementSibling.textContent;
    place.replaceWith(field);
    return field;
}

/** The remark that is typed; undefined where the question takes none. */
export function remarkIn(holder) {
    if (!holder.querySelector(".remark")) return undefined;
    return controlOf(holder, "remark")?.value.trim() ?? "";
}

/** The value in the controls; null where they are empty. A text that is no value stays one: it will be refused. */
export function valueIn(holder, type) {
    if (type === "multi") return ticked(holder);
    if (type === "photo") return null;
    const radio = holder.querySelector('.options [type="radio"]');
    if (radio) return chosen(holder, type);
    if (type === "duration") return duration(holder);
    const control = controlOf(holder, "answer");
    const text = control.value.trim();
    if (control.validity.badInput) return "?";
    if (!text) return null;
    if (type === "count") return numberIn(text);
    return type === "number" || type === "money" ? text.replace(/\s/g, "").replace(",", ".") : text;
}

/** Write an answer, its N/A and its remark into the controls. */
export function writeAnswer(holder, type, { value, na, remark }) {
    for (const control of holder.querySelectorAll('.options [name^="answer-"]')) {
        control.checked = Array.isArray(value) ? value.includes(control.value) : String(value) === control.value;
    }
    const none = controlOf(holder, "none");
    if (none) none.checked = Array.isArray(value) && !value.length;
    if (type === "duration") writeDuration(holder, value);
    else if (holder.querySelector(".measure, textarea[name^=answer-]")) writeText(holder, type, value);
    const box = controlOf(holder, "na");
    if (box) box.checked = na;
    const typed = remarkIn(holder);
    if (typed === undefined || typed === remark) return;
    const field = remarkField(holder);
    field.value = remark;
    if (remark) field.closest("details").open = true;
}

/** Write seconds into the two fields of a duration; null empties them. */
export function writeDuration(holder, seconds) {
    controlOf(holder, "minutes").value = seconds === null ? "" : Math.floor(seconds / 60);
    controlOf(holder, "answer").value = seconds === null ? "" : Math.round((seconds % 60) * 1000) / 1000;
}

/** Take every choice and every text away. */
export function empty(holder) {
    for (const control of holder.querySelectorAll(".options :checked")) control.checked = false;
}

function writeText(holder, type, value) {
    const isDecimal = type === "number" || type === "money";
    controlOf(holder, "answer").value = isDecimal ? String(value ?? "").replace(".", decimalMark) : (value ?? "");
}

function ticked(holder) {
    const keys = [...holder.querySelectorAll('[name^="answer-"]:checked')].map((box) => box.value);
    return keys.length || controlOf(holder, "none").checked ? keys : null;
}

function chosen(holder, type) {
    const value = holder.querySelector('[name^="answer-"]:checked')?.value;
    if (value === undefined) return null;
    return type === "nps" ? Number(value) : value;
}

function duration(holder) {
    const [minutes, seconds] = ["minutes", "answer"].map((name) => controlOf(holder, name).value.trim());
    if (!minutes && !seconds) return null;
    const text = minutes ? `${minutes}:${seconds || 0}` : seconds;
    const found = CLOCK.exec(text.replace(",", "."));
    return found ? 60 * Number(found[1] ?? 0) + Number(found[2]) : text;
}

function numberIn(text) {
    const plain = text.replace(",", ".");
    return NUMBER.test(plain) ? Number(plain) : text;
}
