/**
 * Between controls and the draft. A control says by data-field what it stands for, below the data-base around it, and by
 * data-kind how that is written. What is no number stays as it was typed: the check says so.
 */

import { language } from "../phone/page.js";
import { pathOf } from "./paths.js";

const NUMBER = /^-?\d{1,9}(\.\d*)?$/;
const decimalMark = new Intl.NumberFormat(language).formatToParts(0.5).find(({ type }) => type === "decimal").value;
const USUAL_CAP = 50;

export function baseOf(control) {
    return pathOf(control.closest("[data-base]").dataset.base);
}

export function pathOfControl(control) {
    return [...baseOf(control), ...pathOf(control.dataset.field)];
}

/** Whether letters are typed into it, one after the other. */
export function isTyped(control) {
    return control.matches("textarea, input:not([type=checkbox], [type=radio])");
}

/** Show in each control what stands in the draft. */
export function fill(root, draft) {
    for (const control of root.querySelectorAll("[data-field]")) {
        KINDS[control.dataset.kind].write(control, draft.at(pathOfControl(control)));
    }
}

/** What was done at a control goes into the draft. */
export function take(control, draft) {
    const value = KINDS[control.dataset.kind].read(control);
    draft.set(pathOfControl(control), value, { typing: isTyped(control) });
}

/** A number as it was typed in any of the languages; a text where it is none, undefined where nothing stands. */
export function numberIn(text) {
    const plain = text.replace(/[\s\u00a0]/g, "").replace(",", ".");
    if (!plain) return undefined;
    return NUMBER.test(plain) ? Number(plain) : text;
}

export function numberText(value) {
    return typeof value === "number" ? String(value).replace(".", decimalMark) : String(value ?? "");
}

const KINDS = {
    text: {
        read: ({ value }) => (value.trim() ? value : undefined),
        write: (control, value) => (control.value = value ?? ""),
    },
    number: {
        read: ({ value }) => numberIn(value),
        write: (control, value) => (control.value = numberText(value)),
    },
    flag: {
        read: ({ checked, dataset }) => (String(checked) === dataset.default ? undefined : checked),
        write: (control, value) => (control.checked = value ?? control.dataset.default === "true"),
    },
    choice: {
        read: ({ value, dataset }) => (value === dataset.default ? undefined : value),
        write: (control, value) => (control.value = value ?? control.dataset.default),
    },
    effect: {
        read: ({ value }) => EFFECTS[value] ?? (value || undefined),
        write(control, value) {
            control.value = nameOfEffect(value);
            control.closest(".effect").querySelector(".cap").hidden = control.value !== "cap_total";
        },
    },
    cap: {
        read: ({ value }) => ({ cap_total: numberIn(value) ?? null }),
        write: (control, value) => (control.value = numberText(value?.cap_total)),
    },
};
const EFFECTS = { policy: true, cap_total: { cap_total: USUAL_CAP } };

/** "", "policy", or the name of the effect itself. */
export function nameOfEffect(value) {
    if (value === true) return "policy";
    return typeof value === "object" && value ? "cap_total" : value || "";
}
