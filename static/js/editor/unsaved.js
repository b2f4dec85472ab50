/** What is typed and not saved yet, kept by this browser: a crash, a dead battery or a lost login cost nothing. */

import { NotKept, Store } from "../phone/db.js";

const STORE = "drafts";
const STEPS = [(database) => database.createObjectStore(STORE, { keyPath: "id" })];

export class Unsaved {
    #store;
    #id;

    constructor({ user, draft }) {
        this.#store = new Store(user, STORE, STEPS);
        this.#id = draft;
    }

    /** {base, content} that an earlier page could not save; undefined where there is none. */
    recall() {
        return this.#store.get(STORE, this.#id).catch(silently);
    }

    /** [{id, base, content, at}] that was left over from other drafts of the checklist. */
    earlier(slug) {
        const isEarlier = ({ id, base }) => id !== this.#id && base.slug === slug;
        return this.#store.all(STORE).then((rows) => rows.filter(isEarlier), silently);
    }

    /** Whether this browser took it. */
    keep(work) {
        return this.#store.keep({ [STORE]: [{ id: this.#id, at: Date.now(), ...work }] }).then(() => true, silently);
    }

    forget(id = this.#id) {
        return this.#store.keep({}, { [STORE]: [id] }).catch(silently);
    }
}

/** A browser that keeps nothing is no reason to fail. */
function silently(error) {
    if (!(error instanceof NotKept)) throw error;
}
