/** What is typed stays in this browser until the server has it: a crash, a dead battery or a lost login cost nothing. */

import { state } from "../phone/page.js";

const NAME = `auditapp-draft-${state.user}-${state.draft}`;

/** {base, revision, content} of what was not saved; null where all was. */
export function readKept() {
    try {
        return JSON.parse(localStorage.getItem(NAME));
    } catch {
        return null;
    }
}

/** Whether this browser took it. */
export function keep(unsaved) {
    try {
        localStorage.setItem(NAME, JSON.stringify(unsaved));
        return true;
    } catch {
        return false;
    }
}

export function forget() {
    try {
        localStorage.removeItem(NAME);
    } catch {
        // A browser without storage has nothing to forget.
    }
}
