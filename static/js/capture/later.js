/** What is not needed to show and to keep answers, and comes when it is. */

import { root } from "./data.js";
import { early, keepEarly, pick } from "./early_photo.js";

const PERIOD = 30_000;
const PAUSE = 3000;
const PATIENCE = 3000;
const UNSEEN = 200;

/** Once the page as it is has been painted; a page that nobody sees is not waited for. */
export function painted() {
    return new Promise((resolve) => {
        requestAnimationFrame(() => setTimeout(resolve));
        setTimeout(resolve, UNSEEN);
    });
}

/** What `fetch` gets, however long it takes until there is a connection. */
export async function fetched(fetch) {
    for (;;) {
        try {
            return await fetch();
        } catch (error) {
            if (!(error instanceof TypeError)) throw error;
            await new Promise((resolve) => setTimeout(resolve, PAUSE));
        }
    }
}

/**
 * A function that does `start` once and answers with a promise of what it resolves to. It is also called for the first thing
 * that there is to send, or to prepare for.
 */
export function whenNeeded(log, start) {
    let work = null;
    const begin = () => (work ??= start());
    const takeOut = (input) => pick(input) && setTimeout(() => keepEarly(log), PATIENCE);
    log.addEventListener("recorded", begin);
    for (const name of ["click", "change"]) root.addEventListener(name, ({ target }) => target.type === "file" && begin());
    root.addEventListener("click", ({ target }) => (target.opened = Date.now()));
    root.addEventListener("change", ({ target }) => target.type === "file" && takeOut(target));
    for (const input of root.querySelectorAll('[type="file"]')) takeOut(input);
    if (log.rows.size || early.size || root.querySelector("[data-photo]")) begin();
    return begin;
}

/** Call it, too, when other pages of this browser work, when somebody comes back to this one, and after a while at the latest. */
export function soon(name, begin) {
    new BroadcastChannel(name).addEventListener("message", begin);
    for (const event of ["online", "focus"]) addEventListener(event, begin);
    document.addEventListener("visibilitychange", begin);
    setTimeout(begin, PERIOD);
}
