/**
 * The outline: one line for the checklist, for each section and each question. One of them takes the focus; arrows lead on.
 * Event: `chosen` {place, enter}.
 */

import { say } from "../phone/page.js";
import { byId, copyOf, writeText } from "./dom.js";
import { allPlaces, numberOf, pathTo, samePlace } from "./places.js";
import { nameIn, writtenIn } from "./languages.js";
import { lacksText } from "./missing.js";
import { getIn, same } from "./paths.js";

const root = byId("outline");

export class Outline extends EventTarget {
    #lines = new Map();
    #drawn = null;
    #findings = new Map();

    constructor(draft) {
        super();
        this.draft = draft;
        root.addEventListener("click", ({ target }) => this.#choose(placeIn(target.closest(".item")), true));
        root.addEventListener("keydown", (event) => this.#press(event));
        draft.addEventListener("changed", () => this.draw());
        draft.addEventListener("moved", () => this.#mark());
    }

    /** Anew where lines came, went or moved; else only the lines of what changed. */
    draw() {
        const before = this.#drawn;
        const content = (this.#drawn = this.draft.content);
        if (before && shapeOf(before) === shapeOf(content)) this.#redraw(before);
        else this.#drawAll();
        this.#mark();
    }

    /** Its lines were moved about: next time it is drawn from nothing. */
    forget() {
        this.#drawn = null;
    }

    #redraw(before) {
        const isOther = !same(before.languages, this.draft.content.languages);
        for (const [key, line] of this.#lines) {
            const place = JSON.parse(key);
            const path = pathTo(place);
            if (isOther || this.draft.at(path) !== getIn(before, path)) this.#fill(line, place);
        }
    }

    #drawAll() {
        const had = root.contains(document.activeElement);
        const { content } = this.draft;
        this.#lines.clear();
        const top = this.#line({});
        const sections = (content.sections ?? []).map((section, at) => {
            const line = this.#line({ section: at });
            const list = document.createElement("ol");
            list.dataset.section = at;
            list.append(...(section.questions ?? []).map((_, index) => this.#line({ section: at, question: index })));
            line.append(list);
            return line;
        });
        root.replaceChildren(top, ...sections);
        this.#mark();
        if (had) this.focus();
        this.dispatchEvent(new Event("drawn"));
    }

    /** Mark lines with what the check found: [{place, severity}]. */
    showFindings(findings) {
        const before = this.#findings;
        this.#findings = new Map();
        for (const { place, severity } of findings) {
            const key = JSON.stringify(place);
            if (this.#findings.get(key) !== "error") this.#findings.set(key, severity);
        }
        for (const [key, line] of this.#lines) {
            if (before.get(key) !== this.#findings.get(key)) this.#fill(line, JSON.parse(key));
        }
    }

    /** The line of where somebody is at work. */
    focus() {
        this.#lines.get(JSON.stringify(this.draft.place))?.querySelector(".go").focus();
    }

    #line(place) {
        const line = copyOf("item");
        line.dataset.place = JSON.stringify(place);
        line.classList.add(place.section === undefined ? "top" : place.question === undefined ? "part" : "leaf");
        writeText(line.querySelector(".nr"), numberOf(place));
        this.#fill(line, place);
        this.#lines.set(line.dataset.place, line);
        return line;
    }

    #fill(line, place) {
        const { content } = this.draft;
        const item = this.draft.at(pathTo(place));
        const text = place.section === undefined ? say("checklist") : this.#textOf(item);
        writeText(line.querySelector(".text"), text);
        const severity = this.#findings.get(line.dataset.place);
        const marks = {
            ...{ critical: item.critical, bonus: item.bonus, condition: item.show_when },
            ...{ error: severity === "error", warning: severity === "warning" },
            missing: place.section !== undefined && lacksText(content, pathTo(place), writtenIn(content)),
        };
        for (const mark of line.querySelector(".line").querySelectorAll("[data-mark]")) mark.hidden = !marks[mark.dataset.mark];
    }

    #textOf(item) {
        return nameIn(this.draft.content, item.text ?? item.title);
    }

    #mark() {
        const here = JSON.stringify(this.draft.place);
        for (const [key, line] of this.#lines) {
            const button = line.querySelector(".go");
            button.tabIndex = key === here ? 0 : -1;
            line.querySelector(".line").classList.toggle("current", key === here);
            if (key === here) button.setAttribute("aria-current", "true");
            else button.removeAttribute("aria-current");
        }
        keepInSight(this.#lines.get(here)?.querySelector(".line"));
    }

    #choose(place, enter) {
        if (place) this.dispatchEvent(new CustomEvent("chosen", { detail: { place, enter } }));
    }

    #press(event) {
        const places = allPlaces(this.draft.content);
        const index = places.findIndex((place) => samePlace(place, this.draft.place));
        const target = { ArrowUp: index - 1, ArrowDown: index + 1, Home: 0, End: places.length - 1 }[event.key];
        if (target === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
        event.preventDefault();
        this.#choose(places[target], false);
        this.focus();
    }
}

/** How many lines stand where. */
function shapeOf({ sections = [] }) {
    return sections.map(({ questions = [] }) => questions.length).join();
}

/** Scroll the outline alone, not the page around it. */
function keepInSight(line) {
    const frame = root.closest(".outline");
    if (!line || frame.scrollHeight <= frame.clientHeight) return;
    const [inner, outer] = [line.getBoundingClientRect(), frame.getBoundingClientRect()];
    if (inner.top < outer.top) frame.scrollTop -= outer.top - inner.top + inner.height;
    else if (inner.bottom > outer.bottom) frame.scrollTop += inner.bottom - outer.bottom + inner.height;
}

export function placeIn(line) {
    return line ? JSON.parse(line.dataset.place) : null;
}
