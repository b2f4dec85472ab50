/** What other devices of the same auditor did on a visit, fetched and kept beside the own work. */

import { NotKept } from "./db.js";
import { Trouble } from "./server.js";

export class News {
    /** `sequence`: how far in the server's order this page knows the visit. */
    constructor(sync, visit, sequence) {
        Object.assign(this, { sync, visit, sequence });
        sync.addEventListener("sent", ({ detail }) => detail.visit === visit && this.#compare(detail));
        addEventListener("focus", () => this.fetch());
    }

    /** Fetch and keep what is new; nothing where the server is away or the visit is no longer ours. */
    async fetch() {
        try {
            const { server, store, channel } = this.sync;
            const { status, body } = await server.send("GET", `/api/visits/${this.visit}/operations?after=${this.sequence}`);
            if (status !== 200) return;
            const operations = body.operations.map((operation) => ({ ...operation, visit: this.visit, state: "safe" }));
            if (operations.length) await store.keep({ operations });
            this.sequence = body.sequence;
            channel.postMessage({ visit: this.visit });
            if (operations.length) this.sync.dispatchEvent(new CustomEvent("news", { detail: { visit: this.visit } }));
        } catch (error) {
            if (!(error instanceof Trouble || error instanceof NotKept)) throw error;
        }
    }

    /** After a sending of ours: if the server counted more than that, somebody else sent, too. */
    #compare({ stored, sequence }) {
        if (sequence === this.sequence + stored) this.sequence = sequence;
        else if (sequence > this.sequence) this.fetch();
    }
}
