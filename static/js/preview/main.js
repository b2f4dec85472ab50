/**
 * In a preview: what was answered stays when the page is loaded anew, and the page around it is told. It runs before the
 * capture page's own script, which takes what is ticked already for answers of this moment.
 */

import { writeAnswer } from "../capture/controls.js";
import { holderOf, questions, root, rules, state } from "../capture/data.js";

const KEPT = `auditapp-preview ${location.pathname}`;
const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "{}");

for (const [key, answer] of Object.entries(kept.answers ?? {})) {
    const holder = holderOf(key);
    if (holder) writeAnswer(holder, questions.get(key).type, answer);
}
for (const part of root.querySelectorAll("[data-section]")) {
    if (kept.open) part.open = kept.open.includes(part.dataset.section);
}

root.addEventListener("painted", ({ detail: { answers } }) => {
    remember({ answers: { ...kept.answers, ...answers } });
    window.parent.postMessage({ answers, scenario: state.scenario, rules }, location.origin);
});
root.addEventListener(
    "toggle",
    () => remember({ open: [...root.querySelectorAll("[data-section][open]")].map(({ dataset }) => dataset.section) }),
    true,
);

function remember(more) {
    Object.assign(kept, more);
    sessionStorage.setItem(KEPT, JSON.stringify(kept));
}
