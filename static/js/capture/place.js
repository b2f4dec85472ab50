/** Where the auditor was: found again after the camera, another app or a restart has closed the page. */

import { holderOf, root, say, state } from "./data.js";
import { goTo } from "./jump.js";
import { keepMemo, memo } from "../phone/memo.js";

const KEY = `auditapp-place-${state.visit}`;

/** Go back to the last question, and say so where the camera closed the page before it gave its photo. */
export function keepPlace() {
    const { key, camera } = JSON.parse(memo(KEY)) ?? {};
    const holder = key && holderOf(key);
    if (holder && !location.hash) goTo(key);
    if (holder && camera) askAgain(holder);
    root.addEventListener("focusin", ({ target }) => remember(target, false));
    root.addEventListener("click", ({ target }) => target.type === "file" && remember(target, true));
    for (const name of ["change", "cancel"]) {
        root.addEventListener(name, ({ target }) => target.type === "file" && remember(target, false), true);
    }
}

function askAgain(holder) {
    const note = Object.assign(document.createElement("p"), { className: "asked-back", textContent: say("camera_closed") });
    note.setAttribute("role", "status");
    holder.querySelector("legend").after(note);
    root.addEventListener("change", ({ target }) => target.type === "file" && note.remove());
}

function remember(target, camera) {
    const key = target.closest("[data-question]")?.dataset.question;
    if (!key) return;
    keepMemo(KEY, JSON.stringify({ key, camera }));
}
