/** The end of a visit: what is still missing, a question back, and handing in, which may wait for a connection (V4). */

import { holderOf, newVisitRow, questions, root, say, state } from "./data.js";
import { invalid } from "./questions.js";

const missing = document.getElementById("missing");
const dialog = document.getElementById("confirm");
const notice = document.getElementById("handed-in");

export class HandIn {
    #isLeaving = false;

    constructor({ log, board, sync, photos }) {
        Object.assign(this, { log, board, sync, photos });
        root.addEventListener("painted", () => missing.hidden || this.#list());
        dialog.addEventListener("click", ({ target }) => {
            if (target.value === "yes") this.#ask("waiting");
            if (["yes", "no"].includes(target.value)) dialog.close();
        });
        notice.querySelector("button").addEventListener("click", () => this.#ask(null));
        sync.addEventListener("changed", () => this.#paint());
        sync.addEventListener("settled", ({ detail: { visit, store, results } }) => {
            if (store === "visits" && visit === state.visit) this.#learn(results.get(visit));
        });
    }

    /** Take in how far handing in is, as the phone's database knows it. */
    async load() {
        const row = await this.log.store.get("visits", state.visit);
        // What was handed in before the visit was returned says nothing about now.
        if (row?.round === state.round) this.row = row;
        else await this.#begin();
        this.#paint();
    }

    /** Show what is missing, or ask whether to hand in. */
    begin() {
        this.board.now();
        if (this.#list()) return this.#showMissing();
        missing.hidden = true;
        document.getElementById("unstamped").hidden = Boolean(root.querySelector('[data-stamp="check_out"][data-done]'));
        dialog.showModal();
    }

    /** The first time that this phone has the visit, or has it again after it was returned. */
    async #begin() {
        this.row = newVisitRow();
        await this.log.keep({ visits: [this.row] });
    }

    /** What the server says to handing in, even where the phone cannot note it. */
    #learn(result) {
        this.row = { ...this.row, ...result };
        this.#paint();
        if (result.gaps?.length) this.#missedByServer(result.gaps);
    }

    /** Nothing is said before the phone has kept it. */
    async #ask(handIn) {
        const row = { ...this.row, hand_in: handIn, handed_in_at: new Date().toISOString(), gaps: [], problem: null };
        await this.log.keep({ visits: [row] });
        this.row = row;
        this.#paint();
        this.sync.now();
    }

    /** While handing in waits nothing is changed; it can be taken back until the server has answered. */
    #paint() {
        const { hand_in: handIn, problem, next } = this.row ?? {};
        if (handIn === "done") return this.#leave(next ?? "/home");
        const isWaiting = handIn === "waiting";
        root.classList.toggle("handed-in", isWaiting);
        for (const part of root.querySelectorAll("details, .stamp, #finish > button")) part.inert = isWaiting;
        notice.hidden = !isWaiting && !problem;
        notice.querySelector("button").hidden = !isWaiting;
        notice.querySelector("p").textContent = problem ? `${say("not_handed_in")} ${say(problem)}` : say(this.#stage());
    }

    /** Once: a second time would break off the first. Who comes back to this page is led on again. */
    #leave(next) {
        if (this.#isLeaving) return;
        this.#isLeaving = true;
        addEventListener("pageshow", () => (this.#isLeaving = false), { once: true });
        location.assign(next);
    }

    #stage() {
        const { trouble } = this.sync;
        if (trouble === null) return "handing_in";
        return trouble === "logged_out" || trouble === "stranger" ? trouble : "hand_in_waits";
    }

    #showMissing() {
        missing.hidden = false;
        missing.focus();
        missing.scrollIntoView({ block: "center" });
    }

    /** Everything in the way of handing in, as a list of links; says whether there is anything. */
    #list() {
        const items = [...questions.keys()].flatMap((key) => this.#problemsOf(key).map((text) => entry(key, text)));
        missing.querySelector("ul").replaceChildren(...items);
        if (!items.length) missing.hidden = true;
        return items.length > 0;
    }

    #problemsOf(key) {
        if (!holderOf(key) || !this.board.isAsked(key)) return [];
        const gaps = (this.board.gaps.get(key) ?? []).map((need) => say(`needs_${need}`));
        const isRefused = this.log.refused(key).length || this.photos.refused(key).length;
        return invalid.has(key) || isRefused ? [say("not_taken"), ...gaps] : gaps;
    }

    /** Another device changed the visit meanwhile. */
    #missedByServer(gaps) {
        missing.querySelector("ul").replaceChildren(...gaps.map(({ question, message }) => entry(question, message)));
        this.#showMissing();
    }
}

function entry(key, text) {
    const item = document.createElement("li");
    const link = Object.assign(document.createElement("a"), { href: `#q-${key}` });
    const need = Object.assign(document.createElement("span"), { textContent: text });
    link.append(holderOf(key).querySelector("legend").textContent, " ", need);
    item.append(link);
    holderOf(key).classList.add("missing");
    return item;
}
