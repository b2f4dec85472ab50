/** What this browser keeps. One that keeps nothing is no reason to fail. */

import { state } from "../phone/page.js";

/** What is typed and not saved yet: a crash, a dead battery or a lost login cost nothing. */
export const UNSAVED = `auditapp-draft-${state.user}-${state.draft}`;

/** What was kept under the name; null where nothing was. */
export function recall(name) {
    try {
        return JSON.parse(localStorage.getItem(name));
    } catch {
        return null;
    }
}

/** Whether this browser took it. */
export function keep(name, value) {
    try {
        localStorage.setItem(name, JSON.stringify(value));
        return true;
    } catch {
        return false;
    }
}

export function forget(name) {
    try {
        localStorage.removeItem(name);
    } catch {
        // A browser without storage has nothing to forget.
    }
}
