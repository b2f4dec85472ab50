/** Texts in all languages of the checklist, side by side: what is missing, and Serbian in Latin letters. */

import { say } from "../phone/page.js";
import { byId, copyOf, writeText } from "./dom.js";
import { CYRILLIC, choose, nameOf, shownIn, writtenIn } from "./languages.js";
import { latin } from "./latin.js";
import { missingIn } from "./missing.js";

/** Whether the browser makes a text field as high as its text. */
const GROWS = CSS.supports("field-sizing", "content");

/** Put the controls of each text into the form. */
export function addWordings(root, content) {
    for (const place of root.querySelectorAll("[data-texts]")) {
        const parts = shownIn(content).map((code) => wordingOf(place.dataset.texts, code));
        place.querySelector(".wordings").replaceChildren(...parts);
    }
}

function wordingOf(name, code) {
    const part = copyOf("wording");
    const area = part.querySelector("textarea");
    Object.assign(area, { lang: code, rows: GROWS ? 1 : 3 });
    area.dataset.field = `${name}.${code}`;
    writeText(part.querySelector(".language"), nameOf(code));
    if (code !== CYRILLIC) part.querySelector(".derived").remove();
    return part;
}

/** Mark what is missing, and derive what is derived: of all texts below `root`, or of the one at a control. */
export function markWordings(root) {
    for (const part of root.closest(".wording") ? [root.closest(".wording")] : root.querySelectorAll(".wording")) {
        const { value, placeholder } = part.querySelector("textarea");
        const others = [...part.parentElement.querySelectorAll("textarea")];
        const wanted = !part.closest("fieldset").querySelector("legend .optional") || others.some((area) => area.value.trim());
        part.querySelector(".missing").hidden = Boolean(value.trim() || placeholder || !wanted);
        const derived = part.querySelector(".derived");
        if (derived) writeText(derived, value.trim() ? say("in_latin", { text: latin(value) }) : "");
    }
}

/** The choice of languages above the form. */
export function showLanguages(content, changed) {
    const place = byId("shown-languages").querySelector(".row");
    const counts = missingIn(content);
    const shown = shownIn(content);
    const boxes = [...place.querySelectorAll("label")];
    const codes = writtenIn(content);
    if (boxes.map(({ dataset }) => dataset.code).join() !== codes.join()) {
        place.replaceChildren(...codes.map((code) => boxOf(code, content, changed)));
    }
    for (const box of place.querySelectorAll("label")) {
        const badge = box.querySelector(".badge");
        const count = counts[box.dataset.code].length;
        box.querySelector("input").checked = shown.includes(box.dataset.code);
        badge.hidden = !count;
        writeText(badge, count ? say("missing_count", { count }) : "");
    }
    document.querySelector('[data-do="next-missing"]').hidden = !Object.values(counts).some((paths) => paths.length);
}

function boxOf(code, content, changed) {
    const box = copyOf("shown");
    box.dataset.code = code;
    writeText(box.querySelector(".name"), nameOf(code));
    box.querySelector("input").addEventListener("change", ({ target }) => {
        choose(code, target.checked);
        changed();
    });
    return box;
}
