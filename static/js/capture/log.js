/**
 * What the auditor does on this visit, as operations (V2), and the answers that they add up to. Each goes into the phone's
 * database at once; those that it did not take yet stand in `unkept`. The rows carry how far they are: `waiting` for the
 * server, `safe` there, or `refused` by it.
 *
 * Events: `recorded` {operation, typing}, `changed` (how safe something is), `refused` {operation},
 * `merged` {questions} (something came from elsewhere).
 */

import { newId } from "../phone/ids.js";
import { Merge } from "../phone/merge.js";
import { NotKept } from "../phone/db.js";

const PAUSE = 1000;

/** How many changes this phone has kept for good: for measuring, without knowing the inside. */
window.auditappSaves = 0;

export class Log extends EventTarget {
    answers = Object.create(null);
    rows = new Map();
    /** Writes that have not been kept: {rows, gone}, as Store.keep takes them. */
    unkept = new Set();
    /** Whether the phone refused the last time. */
    isFailing = false;
    #merge = new Merge();
    #timer = 0;
    #all = null;

    /** `operations`: those on the server. `store`: null in a preview. `beginning`: rows by store that work is never kept without. */
    constructor({ operations, counter, visit }, device, store, beginning) {
        super();
        Object.assign(this, { visit, counter, device, store, beginning });
        for (const operation of operations) this.#count(operation);
        store?.addEventListener("reopened", () => this.#keepAll());
    }

    /** Take in what the phone's database holds, from this page, from others and from the server. */
    async load() {
        const questions = new Set();
        const rows = await this.store.all("operations", this.visit);
        if (this.isFailing) this.#recover();
        for (const row of rows) {
            const known = this.rows.get(row.id);
            if (known) Object.assign(known, { state: row.state, code: row.code, message: row.message, late: row.late });
            else this.rows.set(row.id, row);
            if (!known && this.#count(row)) questions.add(row.question);
            if (row.state === "refused") this.#tell("refused", { operation: row });
        }
        if (questions.size) this.#tell("merged", { questions });
        this.#tell("changed");
    }

    /** What stands at a question. */
    answerTo(key) {
        return this.answers[key] ?? this.#merge.answerTo(key);
    }

    /** The operation that counts at a place; undefined where there is none. */
    at(question, field, item) {
        return this.#merge.at(question, field, item);
    }

    /** The photos that stand at questions, whether this phone took them or another. */
    photos() {
        return Object.values(this.answers).flatMap(({ photos }) => photos);
    }

    /**
     * Something becomes `value` from now on (or from `at`). While somebody is typing, each text takes the place of the
     * last one that has not been sent yet. `files`: rows of other stores that have to be kept with it.
     */
    record(question, field, value, { item = "", at = new Date(), typing = false, files = {} } = {}) {
        const before = this.#merge.at(question, field, item);
        const typed = typing && before?.typing && before.state === "waiting" ? before : null;
        const operation = {
            id: newId(),
            visit: this.visit,
            ...{ question, field, item, value, typing },
            device: this.device,
            counter: (this.counter += 1),
            base: (typed ? typed.base : before?.id) ?? null,
            phone_at: at.toISOString(),
            state: "waiting",
        };
        this.#count(operation);
        this.rows.set(operation.id, operation);
        if (typed) this.rows.delete(typed.id);
        const gone = typed ? { operations: [typed.id] } : {};
        const kept = this.store && this.keep({ operations: [operation], ...files }, gone);
        this.#tell("recorded", { operation, typing });
        return kept;
    }

    /** Keep rows, by store, and forget others; resolves when the phone has them or has refused. */
    keep(rows, gone = {}) {
        return this.#keep({ rows, gone });
    }

    /** Try again to keep what could not be kept; it also happens by itself. */
    async keepAgain() {
        clearTimeout(this.#timer);
        await Promise.all([...this.unkept].map((write) => this.#keep(write)));
    }

    /** What became of rows: {state, code, message} by id. */
    settle(results) {
        for (const [id, result] of results) {
            const row = this.rows.get(id);
            if (!row) continue;
            Object.assign(row, result);
            if (result.state === "refused") this.#tell("refused", { operation: row });
        }
        this.#tell("changed");
    }

    /** Whether a row of another store is among the writes that the phone has not confirmed. */
    isUnkept(name, id) {
        return [...this.unkept].some(({ rows }) => rows[name]?.some((row) => row.id === id));
    }

    /** What the database may not hold, as rows by store; photos with their bytes. */
    unkeptRows() {
        const writes = [...this.unkept].map(({ rows }) => rows);
        const files = new Map(writes.flatMap(({ files: list = [] }) => list).map(({ id, buffer }) => [id, buffer]));
        return {
            operations: [...this.rows.values()].filter(({ state }) => state !== "refused"),
            visits: writes.flatMap(({ visits = [] }) => visits),
            photos: writes.flatMap(({ photos = [] }) => photos).map((row) => ({ ...row, buffer: files.get(row.id) })),
        };
    }

    /** The database cannot be used at this moment. */
    fail() {
        this.isFailing = true;
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => this.keepAgain(), PAUSE);
        this.#tell("changed");
    }

    /** How many changes the phone has not kept. */
    get lost() {
        return [...this.unkept].filter(({ rows }) => rows.operations).length;
    }

    /** Whether something came too late to be part of the visit. */
    get isLate() {
        return [...this.rows.values()].some(({ late }) => late);
    }

    /** Rows that are not safe on the server, of one question or of all. */
    unsafe(question) {
        const rows = [...this.rows.values()].filter(({ state }) => state === "waiting");
        return question === undefined ? rows : rows.filter((row) => row.question === question);
    }

    /** What the server said against the work on a question, where nothing was done there since. */
    refused(question) {
        return [...this.rows.values()].filter(
            (row) => row.state === "refused" && (question === undefined || row.question === question) && this.#isLast(row),
        );
    }

    #isLast({ id, question, field, item }) {
        return this.#merge.at(question, field, item).id === id;
    }

    #count(operation) {
        this.counter = Math.max(this.counter, operation.counter);
        const isNew = this.#merge.add(operation);
        if (isNew && operation.question) this.answers[operation.question] = this.#merge.answerTo(operation.question);
        return isNew;
    }

    async #keep(write) {
        this.unkept.add(write);
        try {
            await this.store.keep(write.rows, write.gone, this.beginning);
            this.unkept.delete(write);
            window.auditappSaves += 1;
            if (this.isFailing) this.#recover();
        } catch (error) {
            if (!(error instanceof NotKept)) throw error;
            this.fail();
        }
        this.#tell("changed");
    }

    /** After the database was lost: everything that is known here. */
    #keepAll() {
        if (!this.rows.size || (this.#all && this.unkept.has(this.#all))) return;
        this.#all = { rows: { operations: [...this.rows.values()] }, gone: {} };
        this.#keep(this.#all);
    }

    #recover() {
        this.isFailing = false;
        this.keepAgain();
    }

    #tell(name, detail = {}) {
        this.dispatchEvent(new CustomEvent(name, { detail }));
    }
}
