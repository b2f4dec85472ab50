/**
 * Sends what the log has not sent yet, in order and one request at a time, and again until it worked.
 *
 * Event: `changed`, when `trouble` (a kind of Trouble, or null) or `late` may have changed.
 */

import { say } from "./data.js";
import { Trouble } from "./server.js";

const TYPING_PAUSE = 800;
const AT_ONCE = 100;
const PAUSES = [1000, 2000, 4000, 8000, 15_000, 30_000];

/** How many saves the server has confirmed: for measuring, without knowing the inside. */
window.auditappSaves = 0;

export class Sender extends EventTarget {
    trouble = null;
    late = false;
    #tries = 0;
    #timer = 0;
    #running = null;

    constructor(log, server) {
        super();
        this.log = log;
        this.server = server;
        log.addEventListener("recorded", ({ detail }) => this.#wake(detail.typing ? TYPING_PAUSE : 0));
        addEventListener("online", () => this.flush());
        addEventListener("focus", () => this.flush());
        document.addEventListener("visibilitychange", () => (document.hidden ? this.#lastChance() : this.flush()));
    }

    /** Send everything now; resolves to whether all of it has arrived. */
    flush() {
        this.#running ??= this.#sendAll().finally(() => (this.#running = null));
        return this.#running;
    }

    async #sendAll() {
        clearTimeout(this.#timer);
        try {
            while (this.log.unsent.size) await this.#sendSome();
            this.#tries = 0;
            this.#become(null);
        } catch (error) {
            if (!(error instanceof Trouble)) throw error;
            this.#wake(PAUSES[Math.min(this.#tries++, PAUSES.length - 1)]);
            this.#become(error.kind);
        }
        return this.trouble === null;
    }

    async #sendSome() {
        const operations = [...this.log.unsent.values()].slice(0, AT_ONCE);
        for (const { id } of operations) this.log.flying.add(id);
        const { body } = await this.server.send("POST", "/operations", { operations });
        this.log.observe(body.counter ?? 0);
        const results = new Map((body.results ?? []).map((result) => [result.id, result]));
        for (const { id } of operations) this.#settle(id, results.get(id));
    }

    #settle(id, result = { state: "refused", message: say("malformed") }) {
        if (result.code === "counter_taken") {
            this.log.renumber(id);
        } else if (result.state === "refused") {
            this.log.refuse(id, result.message);
        } else {
            this.late ||= result.state === "late";
            window.auditappSaves += 1;
            this.log.acknowledge(id);
        }
    }

    /** The page goes out of sight, perhaps for good: what arrives twice counts once. */
    #lastChance() {
        const operations = [...this.log.unsent.values()].slice(0, AT_ONCE);
        if (!operations.length) return;
        this.server.send("POST", "/operations", { operations }, { keepalive: true }).catch(() => {});
    }

    #wake(pause) {
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => this.flush(), pause);
    }

    #become(trouble) {
        this.trouble = trouble;
        this.dispatchEvent(new Event("changed"));
    }
}
