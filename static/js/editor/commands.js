/** What buttons and keys do: one list for both. */

import { say } from "../phone/page.js";
import { byId } from "./dom.js";
import { downloadDraft } from "./download.js";
import { addQuestions, addSection, duplicate, move, moveBy, newQuestion, numbersOf, remove } from "./edits.js";
import { askWhere } from "./moving.js";
import { offerPasting } from "./paste.js";
import { numberOf } from "./places.js";
import { announce, hush, tell } from "./speak.js";
import { nameIn, reveal } from "./languages.js";
import { missingIn } from "./missing.js";

export class Commands {
    constructor({ draft, outline, saving, preview, go }) {
        Object.assign(this, { draft, outline, saving, preview, go });
        document.addEventListener("click", ({ target }) => this.#run(target.closest("[data-do]")?.dataset.do));
        document.addEventListener("keydown", (event) => this.#press(event));
    }

    /** A question with this text, behind the one that is open or at the end of the section. */
    addQuestion(text) {
        const { content, place } = this.draft;
        const changed = addQuestions(content, place, [newQuestion(content, text)]);
        this.draft.change(changed);
        announce(say("added", { number: numberOf(changed.place) }));
        return changed.place;
    }

    moveTo(from, to) {
        this.draft.change(move(this.draft.content, from, to));
        announce(say("moved", numbersOf(from, to)));
    }

    #run(name) {
        if (name && this.#does[name]) this.#does[name]();
    }

    #does = {
        undo: () => this.#stepBack("undo"),
        redo: () => this.#stepBack("redo"),
        save: () => this.saving.now(),
        download: () => downloadDraft(this.draft.content),
        help: () => byId("help").showModal(),
        "add-section": () => {
            const { section } = this.draft.place;
            this.draft.change(addSection(this.draft.content, section === undefined ? (this.draft.content.sections ?? []).length : section + 1));
            this.go(this.draft.place, ["title"]);
        },
        "add-question": () => {
            const { sections = [] } = this.draft.content;
            if (!sections.length) return this.#does["add-section"]();
            if (this.draft.place.section === undefined) this.draft.goTo({ section: sections.length - 1 });
            return this.go(this.addQuestion(), ["text"]);
        },
        up: () => this.#moveBy(-1),
        down: () => this.#moveBy(1),
        move: () => askWhere(this.draft, (to) => this.moveTo(this.draft.place, to)),
        duplicate: () => {
            if (this.draft.place.section === undefined) return;
            this.draft.change(duplicate(this.draft.content, this.draft.place));
            announce(say("duplicated", { number: numberOf(this.draft.place) }));
        },
        delete: () => this.#delete(),
        paste: () => offerPasting(this.draft),
        "next-missing": () => this.#goToMissing(),
        "clear-answers": () => this.preview.clear(),
    };

    #stepBack(name) {
        const isPossible = name === "undo" ? this.draft.canUndo : this.draft.canRedo;
        this.draft[name]();
        if (byId("toast").contains(document.activeElement)) byId("panel").focus();
        hush();
        announce(say(isPossible ? `${name}_done` : `${name}_end`));
    }

    #moveBy(step) {
        const { content, place } = this.draft;
        const moved = place.section === undefined ? null : moveBy(content, place, step);
        if (!moved) return announce(say("cannot_move"));
        this.draft.change(moved);
        announce(say("moved", numbersOf(place, moved.place)));
    }

    #delete() {
        const { content, place } = this.draft;
        if (place.section === undefined) return;
        const section = content.sections[place.section];
        const item = place.question === undefined ? section : section.questions[place.question];
        this.draft.change(remove(content, place));
        const text = nameIn(content, item.text ?? item.title);
        tell(say("deleted", { text }), { undoable: true });
    }

    #goToMissing() {
        const [path] = Object.values(missingIn(this.draft.content)).flat();
        if (!path) return;
        reveal(path.at(-1));
        const depth = path[0] !== "sections" ? 0 : path[2] === "questions" ? 4 : 2;
        this.go({ section: depth ? path[1] : undefined, question: depth === 4 ? path[3] : undefined }, path.slice(depth));
    }

    #press(event) {
        if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
        const name = KEYS[keyOf(event)] ?? (this.#isInOutline() ? IN_OUTLINE[keyOf(event)] : undefined);
        if (!name) return;
        event.preventDefault();
        if (name === "go-round") return this.#goRound();
        const inOutline = this.#isInOutline();
        this.#run(name);
        if (inOutline && name !== "add-question") this.outline.focus();
    }

    #isInOutline() {
        return byId("outline").contains(document.activeElement);
    }

    /** Outline, form, check, and again. */
    #goRound() {
        const stops = [byId("outline"), byId("panel"), document.querySelector(".beside")];
        const here = stops.findIndex((stop) => stop.contains(document.activeElement));
        const next = (here + 1) % stops.length;
        if (next === 0) this.outline.focus();
        else if (next === 1) byId("panel").focus();
        else document.querySelector("[role=tab][aria-selected=true]").focus();
    }
}

const KEYS = {
    ...{ "ctrl+z": "undo", "ctrl+shift+z": "redo", "ctrl+y": "redo", "ctrl+s": "save", "ctrl+d": "duplicate" },
    ...{ "alt+arrowup": "up", "alt+arrowdown": "down", "alt+n": "add-question", f6: "go-round" },
};
const IN_OUTLINE = { delete: "delete" };

function keyOf({ key, ctrlKey, metaKey, altKey, shiftKey }) {
    const parts = [ctrlKey || metaKey ? "ctrl" : "", altKey ? "alt" : "", shiftKey ? "shift" : "", key.toLowerCase()];
    return parts.filter(Boolean).join("+");
}
