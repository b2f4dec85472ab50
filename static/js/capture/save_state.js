/**
 * The safety meter, always in sight: what this phone has kept, what is safe on the server, what waits; and the alarm above it
 * for what is not saved at all.
 */

import { root, say, state } from "./data.js";
import { early } from "./early_photo.js";
import { invalid } from "./questions.js";

const CALM = 1000;
const bar = document.getElementById("bar");
const line = bar.querySelector(".save");
const alarm = bar.querySelector(".alarm");
const spoken = bar.querySelector('[role="status"]');

const stateOf = (id) => (root.querySelector(`[data-photo="${id}"]`) ? "safe" : "waiting");

/**
 * Until the rest of the page is here (work.js), nothing is sent. Photos are what was picked a moment ago, what the server showed,
 * which is safe, and what else stands in the log, of which nothing is known yet.
 */
const NOTHING_YET = {
    sync: { trouble: null },
    photos: {
        isSafe: (id) => stateOf(id) === "safe",
        rows: { get: (id) => ({ state: stateOf(id) }) },
        refused: () => [],
        unkept: early,
    },
};
/** The rest of the page cannot be fetched at this moment. */
export const AWAY = { ...NOTHING_YET, sync: { trouble: "away" } };

/**
 * Show everything that can be lost. Until now nothing was said: a page without scripts does not know. Returns a function that
 * takes the parts that send and hold photos, as soon as there are any.
 */
export function showSaving(log, board) {
    let { sync, photos } = NOTHING_YET;
    const paint = () => paintAll(log, sync, photos, board);
    for (const name of ["recorded", "changed"]) log.addEventListener(name, paint);
    for (const name of ["read", "painted", "change"]) root.addEventListener(name, paint);
    addEventListener("beforeunload", (event) => {
        if (log.unkept.size || photos.unkept.size || invalid.size) event.preventDefault();
    });
    alarm.addEventListener("click", ({ target }) => {
        if (target.type !== "button") return;
        log.keepAgain();
        sync.now?.();
    });
    paint();
    return (parts) => {
        ({ sync, photos } = parts);
        for (const part of [sync, photos]) part.addEventListener?.("changed", paint);
        paint();
    };
}

/** How many things the phone has and the server has not. */
function waitingOf(log, photos) {
    return log.unsafe().length + log.photos().filter((id) => photos.rows.get(id)?.state === "waiting").length;
}

function paintAll(log, sync, photos, board) {
    const parked = log.refused().length + photos.refused().length + invalid.size;
    const waiting = waitingOf(log, photos);
    if (log.isFailing) paintLine("failed", say("failed", { count: log.lost }));
    else if (log.unkept.size || photos.unkept.size) paintLine("saving", say("saving"));
    else paintLine(parked ? "failed" : waiting ? "kept" : "saved", meter(log, photos, board, { waiting, parked }));
    paintAlarm(alarmOf(log, sync, waiting));
}

/** "31 of 60 answers, 4 of 5 photos safe on the server · 2 waiting · 1 not taken" */
function meter(log, photos, board, counts) {
    const safe = board.answeredKeys().filter((key) => !log.unsafe(key).length && !log.refused(key).length).length;
    const taken = log.photos();
    const values = { safe, asked: board.asked, photos: taken.length, safe_photos: taken.filter((id) => photos.isSafe(id)).length };
    const text = say(taken.length ? "safe_with_photos" : "safe", values);
    const rest = Object.entries(counts).filter(([, count]) => count).map(([name, count]) => say(name, { count }));
    return [text, ...rest].join(" · ");
}

function alarmOf(log, sync, waiting) {
    if (log.isFailing) return "unkept";
    if (waiting && ["logged_out", "stranger"].includes(sync.trouble)) return sync.trouble;
    if (log.isLate) return "late";
    return sync.trouble === "away" ? "away" : null;
}

function paintLine(name, text) {
    line.dataset.state = name;
    if (line.textContent === text) return;
    line.textContent = text;
    speak(text);
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
    if (name !== "late" && name !== "away") alarm.append(button(say("try_again")));
}

function link(text, address) {
    return Object.assign(document.createElement("a"), { href: address, target: "_blank", textContent: text });
}

function button(text) {
    return Object.assign(document.createElement("button"), { type: "button", textContent: text });
}
