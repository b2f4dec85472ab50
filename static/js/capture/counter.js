/** Buttons for one more and one less beside each count. */

import { controlOf, valueIn } from "./controls.js";
import { questions, root, say } from "./data.js";
import { readQuestion } from "./questions.js";

export function addCounters(log) {
    for (const measure of root.querySelectorAll(".tally")) {
        const input = measure.querySelector("input");
        input.before(button(log, measure, "−", "less", -1));
        input.after(button(log, measure, "+", "more", 1));
    }
}

function button(log, measure, sign, name, step) {
    const made = document.createElement("button");
    Object.assign(made, { type: "button", className: "button secondary step", textContent: sign, ariaLabel: say(name) });
    made.addEventListener("click", () => count(log, measure.closest("[data-question]"), step));
    return made;
}

/** From an empty field the first tap on either counts to 1 or to 0. */
function count(log, holder, step) {
    const question = questions.get(holder.dataset.question);
    const present = valueIn(holder, "count");
    const number = typeof present === "number" ? present : 0;
    const highest = question.maximum ?? Infinity;
    const lowest = Math.max(question.minimum ?? 0, 0);
    controlOf(holder, "answer").value = Math.min(highest, Math.max(lowest, number + step));
    readQuestion(log, holder, question, {});
}
