/** The overview of the visit, counted anew after each change and painted: what is asked, how far, what score, what is missing. */

import { percent, score } from "../scoring/score.js";
import { holderOf, percentText, questions, root, rules, say, state } from "./data.js";
import { gapsOf } from "./gaps.js";

const bar = document.getElementById("bar");

export class Board {
    /** By key: lists of what is missing, in order. */
    gaps = new Map();
    answered = 0;
    asked = 0;
    #waiting = false;

    constructor(log) {
        this.log = log;
        log.addEventListener("recorded", () => this.soon());
        this.now();
    }

    /** Paint after the tap itself has been painted, so that no tap waits for it. */
    soon() {
        if (this.#waiting) return;
        this.#waiting = true;
        requestAnimationFrame(() => setTimeout(() => this.now()));
    }

    now() {
        this.#waiting = false;
        const answerTo = (key) => this.log.answerTo(key);
        const scored = score(rules, this.log.answers, state.scenario);
        this.states = new Map(Object.entries(scored.questions).map(([key, part]) => [key, part.state]));
        this.gaps = gapsOf(rules, answerTo, scored);
        this.#paintQuestions();
        this.#paintSections();
        this.#paintBar(scored.total);
        root.dispatchEvent(new CustomEvent("painted", { detail: { answers: this.log.answers } }));
    }

    isAsked(key) {
        return this.states.get(key) !== "hidden";
    }

    isAnswered(key) {
        return ["answered", "na"].includes(this.states.get(key));
    }

    /** The questions that are asked and answered. */
    answeredKeys() {
        return [...this.states.keys()].filter((key) => this.isAnswered(key));
    }

    #paintQuestions() {
        for (const key of questions.keys()) {
            const holder = holderOf(key);
            if (!holder) continue;
            holder.hidden = !this.isAsked(key);
            const needs = this.isAnswered(key) ? (this.gaps.get(key) ?? []).join(" ") : "";
            if (needs.includes("remark") && !holder.dataset.needs?.includes("remark")) openRemark(holder);
            if (needs !== (holder.dataset.needs ?? "")) holder.dataset.needs = needs;
            if (!this.gaps.has(key)) holder.classList.remove("missing");
        }
    }

    #paintSections() {
        this.answered = this.asked = 0;
        for (const section of root.querySelectorAll("[data-section]")) {
            const holders = [...section.querySelectorAll("[data-question]")];
            const keys = holders.map((holder) => holder.dataset.question).filter((key) => this.isAsked(key));
            const answered = keys.filter((key) => this.isAnswered(key)).length;
            section.hidden = !keys.length;
            section.classList.toggle("done", answered > 0 && !keys.some((key) => this.gaps.has(key)));
            paintCount(section, ".count", answered, keys.length);
            this.answered += answered;
            this.asked += keys.length;
        }
    }

    #paintBar(total) {
        paintCount(bar, "[data-count]", this.answered, this.asked);
        const place = bar.querySelector("[data-score]");
        if (!place) return;
        place.textContent = total === null ? "" : percentText(percent(total));
        place.parentElement.hidden = total === null;
    }
}

function paintCount(place, selector, done, all) {
    const words = say("count", { done, all });
    const count = place.querySelector(selector);
    if (count.textContent !== words) count.textContent = words;
    Object.assign(place.querySelector("progress"), { max: all || 1, value: done });
}

function openRemark(holder) {
    const remark = holder.querySelector(".remark");
    if (remark) remark.open = true;
}
