/**
 * The draft in the page: its content, where somebody is at work in it, and every step back and forth.
 *
 * Event: `changed` {typing}. While somebody types into one field nothing has to be drawn anew.
 */

import { getIn, setIn } from "./paths.js";

const STEPS = 200;
const PAUSE = 1500;

export class Draft extends EventTarget {
    #past = [];
    #future = [];
    #typing = null;
    #typedAt = 0;

    /** `place`: {} for the checklist itself, {section} or {section, question}, by their positions. */
    constructor(content, place = {}) {
        super();
        Object.assign(this, { content, place });
    }

    get canUndo() {
        return this.#past.length > 0;
    }

    get canRedo() {
        return this.#future.length > 0;
    }

    at(path) {
        return getIn(this.content, path);
    }

    /** One field becomes `value`. What is typed into one field without a long pause is one step. */
    set(path, value, { typing = false } = {}) {
        this.change({ content: setIn(this.content, path, value), typing: typing ? path.join(".") : null });
    }

    /** The content becomes another, in one step. */
    change({ content, place = this.place, typing = null }) {
        const goesOn = typing && typing === this.#typing && performance.now() - this.#typedAt < PAUSE;
        if (!goesOn) this.#past = [...this.#past, this.#now()].slice(-STEPS);
        [this.#future, this.#typing, this.#typedAt] = [[], typing, performance.now()];
        this.#become({ content, place }, Boolean(typing));
    }

    /** The last step goes a little further: what follows from it is not a step of its own. */
    amend(content) {
        this.#become({ content, place: this.place }, true);
    }

    /** Go to another place, which is no step of its own. */
    goTo(place) {
        this.#typing = null;
        this.place = place;
        this.dispatchEvent(new Event("moved"));
    }

    undo() {
        this.#step(this.#past, this.#future);
    }

    redo() {
        this.#step(this.#future, this.#past);
    }

    /** Take in what somebody else did: into the content, and into every step, so that no way back undoes their work. */
    takeIn(mergeInto, locate) {
        const taken = ({ content, place }) => {
            const merged = mergeInto(content);
            return { content: merged, place: locate(content, merged, place) };
        };
        [this.#past, this.#future] = [this.#past.map(taken), this.#future.map(taken)];
        this.#typing = null;
        this.#become(taken(this.#now()), false);
    }

    #now() {
        return { content: this.content, place: this.place };
    }

    #step(from, to) {
        if (!from.length) return;
        to.push(this.#now());
        this.#typing = null;
        this.#become(from.pop(), false);
    }

    #become({ content, place }, typing) {
        Object.assign(this, { content, place });
        this.dispatchEvent(new CustomEvent("changed", { detail: { typing } }));
    }
}
