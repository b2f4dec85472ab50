/** Says how safe the work is, always in sight; and asks before a page is left whose work is not safe. */

import { language, say } from "../phone/page.js";
import { byId, writeText } from "./dom.js";

const place = byId("saving");
const alarm = byId("alarm");
const clock = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit" });
const REASONS = { 0: "no_answer", 401: "logged_out", 404: "draft_gone", 403: "logged_out", 400: "logged_out", 413: "too_large" };

export function showSaving(saving) {
    saving.addEventListener("state", ({ detail }) => show(detail));
    window.addEventListener("beforeunload", (event) => {
        saving.keepNow();
        if (saving.isUnsaved) event.preventDefault();
    });
    // Also when somebody comes back, perhaps from logging in again in another tab.
    document.addEventListener("visibilitychange", () => saving.now());
    window.addEventListener("online", () => saving.now());
    show({ state: "saved" });
}

function show({ state, reason, isKept = null }) {
    place.dataset.state = { asking: "failed", waiting: "saving" }[state] ?? state;
    writeText(place.querySelector("span"), say(`state_${state}`, { time: clock.format(new Date()) }));
    for (const button of place.querySelectorAll("button")) button.hidden = state !== "failed";
    alarm.hidden = state !== "failed";
    writeText(alarm, state === "failed" ? alarmText(reason, isKept) : "");
}

/** Nothing is said of keeping until the browser has answered: whoever reads that it is kept may close the page. */
function alarmText(reason, isKept) {
    const kept = isKept === null ? [] : [say(isKept ? "kept_here" : "kept_nowhere")];
    return [say("not_saved"), reasonText(reason), ...kept].join(" ");
}

/** The server's own words, or what its status means. */
function reasonText(reason) {
    return typeof reason === "string" ? reason : say(REASONS[reason] ?? "server_trouble");
}
