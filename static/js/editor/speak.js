/** What happened, told to those who listen; and with a way back for a while to those who look. */

import { byId, writeText } from "./dom.js";

const SHOWN = 8000;
/** Milliseconds for each letter of what is longer. */
const READING = 90;
const toast = byId("toast");
let timer = 0;

export function announce(text) {
    byId("announcer").textContent = "";
    setTimeout(() => writeText(byId("announcer"), text), 50);
}

/** Show it for a while; `undoable` with a button that takes it back. */
export function tell(text, { undoable = false } = {}) {
    clearTimeout(timer);
    writeText(toast.querySelector("p"), text);
    toast.querySelector("button").hidden = !undoable;
    toast.hidden = false;
    announce(text);
    timer = setTimeout(() => (toast.hidden = true), Math.max(SHOWN, READING * text.length));
}

export function hush() {
    toast.hidden = true;
}
