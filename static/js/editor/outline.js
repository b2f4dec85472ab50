/**
 * The outline: one line for the checklist, for each section and each question. One of them takes the focus; arrows lead on.
 * Event: `chosen` {place, enter}.
 */

import { say } from "../phone/page.js";
import { byId, copyOf, writeText } from "./dom.js";
import { allPlaces, numberOf, pathTo, samePlace, wording } from "./places.js";
import { missingIn, shownIn, writtenIn } from "./wordings.js";

const root = byId("outline");

export class Outline extends EventTarget {
    #lines = new Map();
    #findings = [];

    constructor(draft) {
        super();
        this.draft = draft;
        root.addEventListener("click", ({ target }) => this.#choose(placeIn(target.closest(".item")), true));
        root.addEventListener("keydown", (event) => this.#press(event));
        draft.addEventListener("changed", ({ detail }) => (detail.typing ? this.#retype() : this.draw()));
        draft.addEventListener("moved", () => this.#mark());
    }

    draw() {
        const had = root.contains(document.activeElement);
        const { content } = this.draft;
        const marks = this.#marks();
        this.#lines.clear();
        const top = this.#line({}, marks);
        const sections = (content.sections ?? []).map((section, at) => {
            const line = this.#line({ section: at }, marks);
            const list = document.createElement("ol");
            list.dataset.section = at;
            list.append(...(section.questions ?? []).map((_, index) => this.#line({ section: at, question: index }, marks)));
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
        this.#findings = findings;
        const marks = this.#marks();
        for (const [key, line] of this.#lines) markLine(line, marks(JSON.parse(key)));
    }

    /** The line of where somebody is at work. */
    focus() {
        this.#lines.get(JSON.stringify(this.draft.place))?.querySelector(".go").focus();
    }

    #line(place, marks) {
        const line = copyOf("item");
        const item = this.draft.at(pathTo(place));
        line.dataset.place = JSON.stringify(place);
        line.classList.add(place.section === undefined ? "top" : place.question === undefined ? "part" : "leaf");
        writeText(line.querySelector(".nr"), numberOf(place));
        writeText(line.querySelector(".text"), place.section === undefined ? say("checklist") : this.#textOf(item));
        markLine(line, marks(place));
        this.#lines.set(line.dataset.place, line);
        return line;
    }

    #textOf(item) {
        return wording(item.text ?? item.title, [...shownIn(this.draft.content), ...writtenIn(this.draft.content)]) || say("untitled");
    }

    /** What to mark at a place. */
    #marks() {
        const missing = new Set(Object.values(missingIn(this.draft.content)).flatMap((paths) => paths.map(prefixes)).flat());
        return (place) => {
            const item = this.draft.at(pathTo(place)) ?? {};
            const found = this.#findings.filter((finding) => samePlace(finding.place, place)).map(({ severity }) => severity);
            return {
                critical: Boolean(item.critical),
                bonus: Boolean(item.bonus),
                condition: Boolean(item.show_when),
                missing: place.section !== undefined && missing.has(JSON.stringify(place)),
                error: found.includes("error"),
                warning: !found.includes("error") && found.includes("warning"),
            };
        };
    }

    /** Somebody types: only the line of what they type into can have changed. */
    #retype() {
        const { place } = this.draft;
        const line = this.#lines.get(JSON.stringify(place));
        if (line && place.section !== undefined) writeText(line.querySelector(".text"), this.#textOf(this.draft.at(pathTo(place))));
    }

    #mark() {
        const here = JSON.stringify(this.draft.place);
        for (const [key, line] of this.#lines) {
            const button = line.querySelector(".go");
            button.tabIndex = key === here ? 0 : -1;
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

function markLine(line, marks) {
    for (const mark of line.querySelector(".line").querySelectorAll("[data-mark]")) mark.hidden = !marks[mark.dataset.mark];
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

/** The places that a path leads through: of its section and of its question. */
function prefixes(path) {
    if (path[0] !== "sections") return [];
    const place = path[2] === "questions" ? { section: path[1], question: path[3] } : { section: path[1] };
    return [JSON.stringify(place)];
}
