/**
 * Saves by itself, soon after each change. `base` is what the server has, as far as this page knows.
 *
 * Events: `state` {state, reason, isKept}: saved, waiting, saving, failed or asking, and whether this browser keeps what is not
 * saved, which is null until it has answered; `saved` {problems, content}; `merged` {by, notices}; `conflicts` {conflicts, by}:
 * they have to be decided first; then `decided` is called.
 */

import { Pause } from "./dom.js";
import { merge } from "./merge.js";
import { changesBetween, same } from "./paths.js";
import { findKeys, keysAt, nearest } from "./places.js";

const SOON = 700;
const KEEP_SOON = 250;
const LATER = [2000, 5000, 15000];
/** Refusals that end by themselves: somebody logs in again in another tab, or the server wants to be left alone for a while. */
const PASSING = new Set([401, 429]);

export class Saving extends EventTarget {
    #save = new Pause(SOON, () => this.#now());
    #keep = new Pause(KEEP_SOON, () => this.#keepHere());
    #isRunning = false;
    #conflicts = [];
    #failures = 0;
    #timer = 0;

    constructor(draft, server, unsaved, { content, revision }) {
        super();
        Object.assign(this, { draft, server, unsaved, base: content, revision, state: "saved", isKept: null });
        draft.addEventListener("changed", () => this.wake());
    }

    get isUnsaved() {
        return !same(this.draft.content, this.base);
    }

    wake() {
        if (!this.isUnsaved) return this.#settle();
        this.#keep.soon();
        this.#save.soon();
        if (this.state === "saved") this.#tell("waiting");
    }

    /** At once: asked for, or the page is left. */
    now() {
        this.#keep.now();
        this.#save.soon();
        this.#save.now();
    }

    /** Keep in this browser at once what waits for it. */
    keepNow() {
        this.#keep.now();
    }

    /** What an earlier page could not save, merged with the draft. What somebody else changed there, too, has to be decided first. */
    resume({ content, conflicts }, by) {
        this.#conflicts = conflicts;
        this.draft.change({ content });
        if (conflicts.length) this.#ask(by);
    }

    /** Somebody else saved: their draft, as the server has it. What both changed has to be decided first. */
    takeIn({ content, revision, problems, edited_by: by }) {
        if (revision <= this.revision) return;
        const { base } = this;
        const isOwn = same(content, this.draft.content);
        const { conflicts, notices } = merge(base, this.draft.content, content);
        Object.assign(this, { base: content, revision });
        this.#conflicts = conflicts;
        if (!isOwn) this.#takeInto(base, content);
        if (!this.isUnsaved) this.#emit("saved", { problems, content });
        this.#settle();
        if (conflicts.length) this.#ask(by);
        else if (!isOwn) this.#emit("merged", { by, notices });
    }

    #takeInto(base, content) {
        const mergeInto = (mine) => merge(base, mine, content).content;
        const locate = (mine, merged, place) => findKeys(merged, keysAt(mine, place)) ?? nearest(merged, place);
        this.draft.takeIn(mergeInto, locate);
    }

    #ask(by) {
        this.#tell("asking");
        this.#emit("conflicts", { conflicts: this.#conflicts, by });
    }

    /** The conflicts were decided, and the draft changed to what was decided. */
    decided() {
        this.#conflicts = [];
        this.wake();
        this.now();
    }

    async #now() {
        if (this.#isRunning || this.#conflicts.length || !this.isUnsaved) return;
        this.#isRunning = true;
        clearTimeout(this.#timer);
        this.#tell("saving");
        const { content } = this.draft;
        try {
            const { revision, problems } = await this.server.save(changesBetween(this.base, content), this.revision);
            Object.assign(this, { base: content, revision });
            this.#failures = 0;
            this.#emit("saved", { problems, content });
        } catch (error) {
            this.#refused(error);
        }
        this.#isRunning = false;
        if (this.state === "saving") this.#settle();
    }

    #refused(error) {
        if (error.status === 409) return this.takeIn(error.body);
        this.#keepHere();
        this.#tell("failed", error.body?.message ?? error.status);
        const isFinal = error.status >= 400 && error.status < 500 && !PASSING.has(error.status) && !error.isExpired;
        if (isFinal) return;
        this.#timer = setTimeout(() => this.now(), LATER[Math.min(this.#failures, LATER.length - 1)]);
        this.#failures += 1;
    }

    #settle() {
        if (this.#conflicts.length) return;
        if (this.isUnsaved) {
            this.#tell("waiting");
            this.#save.soon();
            return;
        }
        this.#keep.now();
        this.unsaved.forget();
        this.isKept = null;
        this.#tell("saved");
    }

    /** Not while something has to be decided: what was kept before leads to the same question. */
    async #keepHere() {
        if (!this.isUnsaved || this.#conflicts.length) return;
        const isKept = Boolean(await this.unsaved.keep({ base: this.base, content: this.draft.content }));
        if (!this.isUnsaved) return;
        this.isKept = isKept;
        if (this.state === "failed") this.#tell("failed", this.reason);
    }

    #tell(state, reason) {
        Object.assign(this, { state, reason });
        this.#emit("state", { state, reason, isKept: this.isKept });
    }

    #emit(name, detail) {
        this.dispatchEvent(new CustomEvent(name, { detail }));
    }
}
