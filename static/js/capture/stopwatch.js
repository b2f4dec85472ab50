/**
 * A stopwatch for each question that asks for a duration. It measures by the clock, so it goes on through a reload, a
 * locked screen or another app; where it started is kept in this browser until it is stopped.
 */

import { valueIn, writeDuration } from "./controls.js";
import { questions, root, say, state } from "./data.js";
import { keepMemo, memo } from "../phone/memo.js";
import { readQuestion } from "./questions.js";

const TICK = 250;

/** Give every duration question its watch. */
export function startWatches(log) {
    for (const measure of root.querySelectorAll(".duration")) new Watch(log, measure);
}

class Watch {
    #since = null;
    #before = 0;
    #timer = 0;

    constructor(log, measure) {
        this.log = log;
        this.measure = measure;
        this.holder = measure.closest("[data-question]");
        this.question = questions.get(this.holder.dataset.question);
        this.key = `auditapp-watch-${state.visit}-${this.question.key}`;
        this.reset = this.#button("button secondary", "reset", () => this.#clear());
        this.button = this.#button("button secondary watch", "start", () => (this.#since ? this.#stop() : this.#start()));
        root.addEventListener("painted", () => this.#paint());
        this.#resume();
    }

    #button(className, name, act) {
        const button = document.createElement("button");
        Object.assign(button, { type: "button", className, textContent: say(name) });
        button.addEventListener("click", act);
        this.measure.append(button);
        return button;
    }

    #start() {
        const value = valueIn(this.holder, "duration");
        this.#run(Date.now(), typeof value === "number" ? value : 0);
        keepMemo(this.key, JSON.stringify([this.#since, this.#before]));
    }

    #run(since, before) {
        [this.#since, this.#before] = [since, before];
        this.#timer = setInterval(() => this.#tick(), TICK);
        this.measure.classList.add("running");
        this.#lock(true);
        this.#tick();
    }

    #resume() {
        const kept = memo(this.key);
        if (kept) this.#run(...JSON.parse(kept));
        else this.#paint();
    }

    #tick() {
        writeDuration(this.holder, this.#seconds());
        this.button.textContent = say("stop");
    }

    #stop() {
        writeDuration(this.holder, this.#seconds());
        this.#halt();
        readQuestion(this.log, this.holder, this.question, {});
    }

    #clear() {
        this.#halt();
        writeDuration(this.holder, null);
        readQuestion(this.log, this.holder, this.question, {});
        this.button.focus();
    }

    #halt() {
        clearInterval(this.#timer);
        this.#since = null;
        keepMemo(this.key, null);
        this.measure.classList.remove("running");
        this.#lock(false);
        this.#paint();
    }

    #seconds() {
        return this.#before + Math.max(0, Math.floor((Date.now() - this.#since) / 1000));
    }

    #lock(locked) {
        for (const input of this.measure.querySelectorAll("input")) input.readOnly = locked;
    }

    #paint() {
        if (this.#since) return;
        const measured = valueIn(this.holder, "duration") !== null;
        this.button.textContent = say(measured ? "go_on" : "start");
        this.reset.hidden = !measured;
    }
}
