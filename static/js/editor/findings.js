/** What the check found: the list beside the form, each with the way to its place; and what concerns the open form, above it. */

import { say } from "../phone/page.js";
import { byId, copyOf, writeText } from "./dom.js";
import { finderIn, keysAt, numberOf, pathOfFinding, pathTo, placeOf, samePlace } from "./places.js";
import { getIn } from "./paths.js";
import { nameIn } from "./languages.js";

const MOST = 100;

export class Findings {
    #found = [];
    #placed = [];

    /** `go` (place, path) leads to a field. */
    constructor(draft, outline, go) {
        Object.assign(this, { draft, outline, go });
    }

    /** `problems` as the server found them in `content`. */
    show({ problems, content }) {
        this.#found = problems.map((problem) => {
            const [place, field] = placeOf(pathOfFinding(problem.path));
            return { ...problem, keys: keysAt(content, place), field };
        });
        this.draw();
    }

    /** Anew, because something moved. */
    draw() {
        const { content } = this.draft;
        const find = finderIn(content);
        const placed = this.#found.map((finding) => ({ ...finding, place: find(finding.keys) })).filter(({ place }) => place);
        this.#placed = [...placed.filter(isError), ...placed.filter((finding) => !isError(finding))];
        byId("findings").replaceChildren(...this.#lines(this.#placed, true));
        const errors = placed.filter(isError).length;
        writeText(byId("check-state"), placed.length ? say("found", { errors, warnings: placed.length - errors }) : say("nothing_found"));
        showCount(byId("check-count"), placed);
        this.outline.showFindings(placed);
        this.drawHere();
    }

    /** Those of the place that is open: unfolded where they keep the checklist from being published. */
    drawHere() {
        const here = this.#placed.filter(({ place }) => samePlace(place, this.draft.place));
        const part = byId("here");
        part.hidden = !here.length;
        showCount(part.querySelector(".badge"), here);
        part.querySelector("ul").replaceChildren(...this.#lines(here, false));
    }

    /** What is said several times of one place stands there once. */
    #lines(findings, named) {
        const groups = new Map();
        for (const finding of findings) {
            const group = JSON.stringify([finding.place, finding.text]);
            groups.set(group, [...(groups.get(group) ?? []), finding]);
        }
        return [...groups.values()].slice(0, MOST).map((group) => this.#line(group, named));
    }

    #line([finding, ...others], named) {
        const line = copyOf("finding");
        for (const badge of line.querySelectorAll("[data-severity]")) badge.hidden = badge.dataset.severity !== finding.severity;
        writeText(line.querySelector("b"), named ? this.#nameOf(finding.place) : "");
        writeText(line.querySelector(".text"), finding.text);
        writeText(line.querySelector(".count"), others.length ? `×${others.length + 1}` : "");
        line.querySelector("button").addEventListener("click", () => this.go(finding.place, finding.field));
        return line;
    }

    #nameOf(place) {
        if (place.section === undefined) return say("checklist");
        const item = getIn(this.draft.content, pathTo(place));
        return `${numberOf(place)} ${nameIn(this.draft.content, item.text ?? item.title)}`;
    }
}

function isError({ severity }) {
    return severity === "error";
}

function showCount(badge, findings) {
    const tone = findings.some(isError) ? "poor" : findings.length ? "weak" : "best";
    badge.className = `badge tone-${tone}`;
    writeText(badge, findings.length ? String(findings.length) : "✓");
}
