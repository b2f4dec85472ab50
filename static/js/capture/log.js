/**
 * What the auditor does on this page, as operations (V2), and the answers that they add up to. Operations wait in `unsent`
 * until the server has them; those that it refused stand in `refused` until the same place is answered anew.
 *
 * Events: `recorded` {operation, typing}, `settled` (something left `unsent`), `refused` {operation, message}.
 */

import { newId } from "./ids.js";

export class Log extends EventTarget {
    unsent = new Map();
    refused = new Map();
    flying = new Set();
    sent = [];

    /** `answers` and `counter`: what the server's log adds up to, and its highest counter. */
    constructor({ answers, counter }, device) {
        super();
        this.answers = Object.assign(Object.create(null), answers);
        this.counter = counter;
        this.device = device;
    }

    /** What stands at a question. */
    answerTo(key) {
        return this.answers[key] ?? { value: null, na: false, remark: "", photos: [] };
    }

    /**
     * Something becomes `value` from now on (or from `at`). While somebody is typing, each text takes the place of the
     * last one that has not been sent yet.
     */
    record(question, field, value, { item = "", at = new Date(), typing = false } = {}) {
        const operation = { question, field, item, value, device: this.device, phone_at: at.toISOString() };
        if (typing) this.#forgetTyped(place(operation));
        this.refused.delete(place(operation));
        this.#number(operation);
        if (question) this.answers[question] = after(this.answerTo(question), operation);
        this.#tell("recorded", { operation, typing });
        return operation;
    }

    /** The server has it. */
    acknowledge(id) {
        if (!this.unsent.delete(id)) return;
        this.flying.delete(id);
        this.sent.push(id);
        this.#tell("settled", {});
    }

    /** The server will not have it, for a reason that the user has to see. */
    refuse(id, message) {
        const operation = this.unsent.get(id);
        if (!operation) return;
        this.unsent.delete(id);
        this.refused.set(place(operation), { operation, message });
        this.#tell("refused", { operation, message });
    }

    /** Another tab of this browser had the same thought and the same counter: number it anew. */
    renumber(id) {
        const operation = this.unsent.get(id);
        this.unsent.delete(id);
        this.#number(operation);
    }

    /** Count on from what the server has seen. */
    observe(counter) {
        this.counter = Math.max(this.counter, counter);
    }

    #number(operation) {
        this.counter += 1;
        Object.assign(operation, { id: newId(), counter: this.counter });
        this.unsent.set(operation.id, operation);
    }

    #forgetTyped(where) {
        for (const [id, operation] of this.unsent) {
            if (place(operation) === where && !this.flying.has(id)) this.unsent.delete(id);
        }
    }

    #tell(name, detail) {
        this.dispatchEvent(new CustomEvent(name, { detail }));
    }
}

/** What an operation sets: its newest operation counts. */
export function place({ question, field, item }) {
    return `${question} ${field} ${item}`;
}

function after(answer, { field, value, item }) {
    if (field === "answer") return { ...answer, value };
    if (field !== "photo") return { ...answer, [field]: value };
    const others = answer.photos.filter((photo) => photo !== item);
    return { ...answer, photos: value === "attached" ? [...others, item] : others };
}
