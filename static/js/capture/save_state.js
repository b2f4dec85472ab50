/** What is safe and what is not, always in sight: the line in the bar, the alarm above it, and a warning before leaving. */

import { root, say, state, timeText } from "./data.js";
import { invalid } from "./questions.js";

const CALM = 1000;
const bar = document.getElementById("bar");
const line = bar.querySelector(".save");
const alarm = bar.querySelector(".alarm");
const spoken = bar.querySelector('[role="status"]');

/** Follow the log, the sender and the photos. Until now nothing was said: a page without scripts does not know. */
export function showSaving(log, sender, photos) {
    paintLine("saved", say("saved"));
    const paint = () => paintAll(log, sender, photos);
    for (const name of ["recorded", "settled", "refused"]) log.addEventListener(name, paint);
    sender.addEventListener("changed", paint);
    photos.addEventListener("changed", paint);
    root.addEventListener("read", paint);
    addEventListener("beforeunload", (event) => {
        if (unsafe(log, photos) || invalid.size) event.preventDefault();
    });
    alarm.addEventListener("click", ({ target }) => {
        if (target.type !== "button") return;
        sender.flush();
        photos.retry();
    });
}

/** How many things of this page are not on the server. */
export function unsafe(log, photos) {
    return log.unsent.size + photos.waiting.size;
}

function paintAll(log, sender, photos) {
    const waiting = unsafe(log, photos);
    const trouble = waiting ? (sender.trouble ?? photos.trouble) : null;
    const lost = log.refused.size + invalid.size;
    if (trouble) paintLine("failed", say("failed", { count: waiting + lost }));
    else if (waiting) paintLine("saving", say("saving"));
    else if (lost) paintLine("failed", say("failed", { count: lost }));
    else if (line.dataset.state !== "saved") paintLine("saved", say("saved_at", { time: timeText(new Date()) }));
    paintAlarm(trouble ?? (sender.late ? "late" : null));
}

function paintLine(name, text) {
    line.dataset.state = name;
    line.textContent = text;
    speak(name === "saved" ? say("saved") : text);
}

let timer = 0;

/** Read out only what lasts: not each of sixty taps. */
function speak(text) {
    clearTimeout(timer);
    timer = setTimeout(() => {
        if (spoken.textContent !== text) spoken.textContent = text;
    }, CALM);
}

function paintAlarm(name) {
    if (alarm.dataset.name === (name ?? "")) return;
    alarm.dataset.name = name ?? "";
    alarm.hidden = !name;
    alarm.replaceChildren();
    if (!name) return;
    alarm.append(say(name), " ");
    if (name === "logged_out" || name === "stranger") alarm.append(link(say("log_in"), state.login));
    if (name !== "late") alarm.append(button(say("try_again")));
}

function link(text, address) {
    return Object.assign(document.createElement("a"), { href: address, target: "_blank", textContent: text });
}

function button(text) {
    return Object.assign(document.createElement("button"), { type: "button", textContent: text });
}
