/**
 * Sends what waits in the phone's database, of every visit, until the server has confirmed it: operations that are not
 * acknowledged, photos one by one, then what was handed in (V4). One page of this browser sends at a time. Nothing is dropped:
 * what the server will not have stays, `refused`, with a `code` and, from the server, a `message`.
 *
 * Events: `changed`, when `trouble` (a kind of Trouble, or null) may have changed; `settled` {visit, store, results};
 * `progress` {id, share} of a photo; `handed_in` {visit}.
 */

import { NotKept } from "./db.js";
import { sendHandIn } from "./hand_over.js";
import { Trouble, reasonOf } from "./server.js";
import { putPhoto } from "./upload.js";

const AT_ONCE = 50;
const PERIOD = 30_000;
const PAUSES = [1000, 2000, 4000, 8000, 15_000, 30_000];
const ON_THE_WIRE = ["id", "question", "field", "item", "value", "device", "counter", "base", "phone_at"];

export class Sync extends EventTarget {
    trouble = null;
    #tries = 0;
    #timer = 0;
    #running = null;
    #again = false;

    /** `memory`: rows by store that this page has, and the database perhaps not. */
    constructor({ user, store, server, memory = () => ({}) }) {
        super();
        Object.assign(this, { user, store, server, memory });
        this.channel = new BroadcastChannel(store.name);
        // Another network: how often the last one failed says nothing about it.
        addEventListener("online", () => (this.#tries = 0));
        for (const name of ["online", "focus"]) addEventListener(name, () => this.now());
        document.addEventListener("visibilitychange", () => this.now());
        setInterval(() => this.now(), PERIOD);
    }

    /** Send everything after a pause; a later call counts instead. */
    wake(pause = 0) {
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => this.now(), pause);
    }

    /** Send everything now; resolves to whether all that waited has arrived or was refused. */
    now() {
        clearTimeout(this.#timer);
        this.#again = true;
        this.#running ??= this.#sendAll().finally(() => (this.#running = null));
        return this.#running;
    }

    /** Who asks while it runs may have come too late to be seen. */
    async #sendAll() {
        let isDone = true;
        while (this.#again && isDone) {
            this.#again = false;
            isDone = await this.#send();
        }
        return isDone;
    }

    async #send() {
        try {
            await alone(`${this.store.name}-send`, () => this.#everything());
            this.#tries = 0;
            this.#become(null);
        } catch (error) {
            if (!(error instanceof Trouble)) throw error;
            const pause = PAUSES[Math.min(this.#tries++, PAUSES.length - 1)];
            this.wake(Math.max(pause, 1000 * error.pause));
            this.#become(error.kind);
        }
        return this.trouble === null;
    }

    /** What is done in this run is not sent again, even if the database cannot note it. */
    async #everything() {
        for (const done = new Set(); ;) {
            const visits = await this.#waiting(done);
            if (!visits.size) return;
            for (const [visit, work] of visits) {
                await this.#sendOperations(visit, work.operations, done);
                for (const photo of work.photos) await this.#sendPhoto(photo, done);
                if (work.handIn) await sendHandIn(this, visit, done);
            }
        }
    }

    /** By visit: {operations, photos, handIn}. */
    async #waiting(done) {
        const visits = new Map();
        const of = (visit) => {
            if (!visits.has(visit)) visits.set(visit, { operations: [], photos: [], handIn: false });
            return visits.get(visit);
        };
        for (const name of ["operations", "photos"]) {
            const rows = (await this.rows(name)).filter(({ id, state }) => state === "waiting" && !done.has(id));
            for (const row of rows) of(row.visit)[name].push(row);
        }
        for (const { id, hand_in: handIn } of await this.rows("visits")) {
            if (handIn === "waiting" && !done.has(id)) of(id).handIn = true;
        }
        return visits;
    }

    /** All rows of a store, in the database or in this page's memory. */
    async rows(name) {
        const own = this.memory()[name] ?? [];
        try {
            const kept = await this.store.all(name);
            const ids = new Set(kept.map(({ id }) => id));
            return [...kept, ...own.filter(({ id }) => !ids.has(id))];
        } catch (error) {
            if (!(error instanceof NotKept)) throw error;
            return own;
        }
    }

    async #sendOperations(visit, rows, done) {
        const inOrder = rows.sort((one, other) => one.counter - other.counter);
        for (let start = 0; start < inOrder.length; start += AT_ONCE) {
            await this.#sendBatch(visit, inOrder.slice(start, start + AT_ONCE), done);
        }
    }

    async #sendBatch(visit, rows, done) {
        const operations = rows.map((row) => Object.fromEntries(ON_THE_WIRE.map((name) => [name, row[name] ?? null])));
        const content = { operations, sent_at: new Date().toISOString() };
        const { status, body } = await this.server.send("POST", `/api/visits/${visit}/operations`, content);
        if (status >= 400 && rows.length > 1) {
            const half = rows.length >> 1;
            await this.#sendBatch(visit, rows.slice(0, half), done);
            return this.#sendBatch(visit, rows.slice(half), done);
        }
        const told = new Map((body.results ?? []).map((result) => [result.id, result]));
        const results = new Map(rows.map(({ id }) => [id, verdict(status, told.get(id) ?? body)]));
        await this.settle(visit, "operations", results, done);
        const stored = (body.results ?? []).filter(({ state }) => state === "stored").length;
        if (body.sequence !== undefined) this.#tell("sent", { visit, sequence: body.sequence, stored });
    }

    async #sendPhoto(photo, done) {
        const { id, visit } = photo;
        const file = photo.buffer ? photo : await this.store.get("files", id).catch(() => undefined);
        const result = file ? await this.#putPhoto(photo, file.buffer) : { state: "refused", code: "photo_gone" };
        await this.settle(visit, "photos", new Map([[id, result]]), done);
    }

    async #putPhoto(photo, buffer) {
        const tell = (share) => this.#tell("progress", { id: photo.id, share });
        const { status, body } = await putPhoto(this.server, photo, buffer, tell);
        const result = verdict(status, body);
        return result.late ? result : { ...result, thumbnail: body.thumbnail };
    }

    /** Note {state, code, message} by id in the database, here, and in other pages. */
    async settle(visit, store, results, done) {
        for (const id of results.keys()) done.add(id);
        try {
            await this.store.change(store, [...results.keys()], (row) => ({ ...row, ...results.get(row.id) }));
        } catch (error) {
            if (!(error instanceof NotKept)) throw error;
        }
        this.#tell("settled", { visit, store, results });
        this.channel.postMessage({ visit });
    }

    #become(trouble) {
        this.trouble = trouble;
        this.#tell("changed");
    }

    #tell(name, detail = {}) {
        this.dispatchEvent(new CustomEvent(name, { detail }));
    }
}

/** What an answer means for a row. */
function verdict(status, { state, code, error, message }) {
    if (status === 404) return { state: "refused", code: "unknown_visit" };
    if (status >= 400 || state === "refused" || !state) return { state: "refused", code: code ?? reasonOf(error), message };
    return { state: "safe", late: state === "late" };
}

/** Run `work` while no other page of this browser runs work of this name. Browsers hide locks without a secure connection. */
function alone(name, work) {
    return navigator.locks ? navigator.locks.request(name, work) : work();
}
