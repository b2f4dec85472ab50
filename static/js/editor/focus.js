/** Where somebody is at work in the form, found again after it was drawn anew; and the way to a field by its path. */

import { pathOfControl } from "./fields.js";
import { pathOf } from "./paths.js";

const NAMES = ["data-field", "data-kind", "data-key", "data-type", "data-fails", "data-row", "data-add", "data-act", "data-test", "name", "value"];

/** What tells a control from the others below `root`; null where the focus is elsewhere. */
export function focusIn(root) {
    const control = document.activeElement;
    if (!root.contains(control) || control === root) return null;
    const own = NAMES.filter((name) => control.hasAttribute(name)).map((name) => `[${name}="${CSS.escape(control.getAttribute(name))}"]`);
    const selector = `[data-base="${control.closest("[data-base]").dataset.base}"] ${control.localName}${own.join("")}`;
    const { selectionStart: start, selectionEnd: end } = control;
    return { selector, index: [...root.querySelectorAll(selector)].indexOf(control), start, end };
}

/** Go back there, as far as it is still there. */
export function restoreFocus(root, { selector, index, start, end }) {
    const all = root.querySelectorAll(selector);
    const control = all[index] ?? all[all.length - 1];
    if (!control) return;
    control.focus({ preventScroll: true });
    if (typeof start === "number" && control.setSelectionRange) control.setSelectionRange(start, end);
}

/** Go to the control of a path below the form's own; else to what adds to such a list, or holds it; else to the form's first. */
export function focusField(root, path) {
    const controls = [...root.querySelectorAll("[data-field]")];
    const own = pathOf(root.firstElementChild.dataset.base).length;
    for (let length = path.length; length > own; length -= 1) {
        const wanted = path.slice(0, length).join(".");
        const found = controls.find((control) => `${pathOfControl(control).join(".")}.`.startsWith(`${wanted}.`));
        if (found) return show(found);
    }
    const holder = path[own] && root.querySelector(`[data-add="${path[own]}"], [data-holds="${path[own]}"] :is(input, select, button)`);
    return show(holder || root.querySelector("textarea, input, select"));
}

/** Into sight, whatever is folded around it. */
export function show(control) {
    for (let part = control?.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
    control?.focus();
    control?.scrollIntoView({ block: "nearest" });
    return Boolean(control);
}
