/**
 * The form of what was chosen: the checklist itself, a section, a question. It is drawn anew when something but a text
 * changed. Event: `drawn`.
 */

import { say } from "../phone/page.js";
import { ConditionPart } from "./condition.js";
import { treeOf } from "./condition_tree.js";
import { byId, copyOf, writeText } from "./dom.js";
import { baseOf, fill, take } from "./fields.js";
import { focusField, focusIn, restoreFocus, show } from "./focus.js";
import { namedAfter } from "./naming.js";
import { changeAction, drawAction, drawParts, takeParts } from "./parts.js";
import { numberOf, pathTo, samePlace } from "./places.js";
import { changeRows, drawRows } from "./rows.js";
import { addWordings, markWordings } from "./wordings.js";

const root = byId("form");
const FORMS = { 0: "settings", 2: "section", 4: "question" };

export class Panel extends EventTarget {
    #opened = new Set();
    #drawnAt = {};

    constructor(draft) {
        super();
        this.draft = draft;
        root.addEventListener("input", ({ target }) => this.#take(target));
        root.addEventListener("change", ({ target }) => target.matches(".wording textarea") && this.#name(target));
        root.addEventListener("click", ({ target }) => this.#press(target.closest("button")));
        root.addEventListener("toggle", ({ target }) => this.#note(target), true);
        draft.addEventListener("changed", ({ detail }) => detail.typing || this.draw());
        draft.addEventListener("moved", () => this.draw());
    }

    draw() {
        const { draft } = this;
        const path = pathTo(draft.place);
        const before = samePlace(draft.place, this.#drawnAt) ? focusIn(root) : null;
        const form = copyOf(FORMS[path.length]);
        form.dataset.base = path.join(".");
        drawRows(form, draft);
        drawAction(form.querySelector("#action"), draft.at(path));
        addWordings(form, draft.content);
        root.replaceChildren(form);
        fill(form, draft);
        drawParts(form, draft);
        markWordings(form);
        this.#drawCondition(form);
        for (const part of form.querySelectorAll("details")) part.open = this.#opened.has(part.dataset.part);
        this.#drawHead();
        this.#drawnAt = draft.place;
        if (before) restoreFocus(root, before);
        this.dispatchEvent(new Event("drawn"));
    }

    /** Go to the control of a path in the draft. */
    focusField(path) {
        focusField(root, path);
    }

    #drawHead() {
        const path = pathTo(this.draft.place);
        const names = { 0: "checklist", 2: "section_number", 4: "question_number" };
        writeText(byId("panel-title"), say(names[path.length], { number: numberOf(this.draft.place) }));
        byId("panel-actions").hidden = !path.length;
        for (const button of byId("panel-actions").querySelectorAll("[data-only]")) button.hidden = path.length < 4;
    }

    #drawCondition(form) {
        const part = form.querySelector("#condition");
        if (!part) return;
        new ConditionPart(part, this.draft).draw();
        const { show_when: condition, action } = this.draft.at(pathTo(this.draft.place));
        writeText(part.parentElement.querySelector("[data-summary]"), this.#conditionInWords(condition));
        writeText(form.querySelector('[data-part="action"] [data-summary]'), action ? say("one_action") : say("no_action"));
    }

    #conditionInWords(condition) {
        const { how, parts } = treeOf(condition);
        if (how === "always") return say("always");
        return say(how === "any" ? "when_any" : "when_all", { count: parts.length });
    }

    #take(control) {
        if (takeParts(control, this.draft)) return;
        if (control.dataset.field) take(control, this.draft);
        if (control.closest(".wording")) markWordings(control);
    }

    /** A text was left: what it names gets its key. */
    #name(area) {
        const named = namedAfter(this.draft.content, baseOf(area));
        if (named !== this.draft.content) this.draft.amend(named);
        for (const input of root.querySelectorAll("[data-key]")) input.value = this.draft.at(pathTo(this.draft.place)).key;
    }

    #press(button) {
        if (button?.dataset.act) this.#act(button);
        if (!button?.dataset.row && !button?.dataset.add) return;
        const list = [...baseOf(button).slice(0, button.dataset.row ? -1 : undefined), ...(button.dataset.add ? [button.dataset.add] : [])];
        const index = changeRows(button, this.draft);
        const row = index === null ? null : root.querySelector(`[data-base="${[...list, index].join(".")}"]`);
        if (button.dataset.row === "up" || button.dataset.row === "down") show(row?.querySelector(`[data-row="${button.dataset.row}"]`));
        else show(row?.querySelector("textarea, input"));
    }

    #act(button) {
        changeAction(button, this.draft);
        show(root.querySelector("#action textarea, #action button"));
    }

    #note({ dataset, open }) {
        if (open) this.#opened.add(dataset.part);
        else this.#opened.delete(dataset.part);
    }
}
