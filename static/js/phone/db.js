/**
 * What this phone keeps of one user's work: an IndexedDB database of its own (docs/offline.md lists its stores).
 *
 * A write counts when its transaction has completed with strict durability, never earlier. Photos lie there as ArrayBuffers,
 * because WebKit loses Blobs. The database may vanish under an open page: whoever writes keeps a copy and hears `reopened`.
 */

const PATIENCE = 10_000;
/** For opening: each time longer, or a phone that is merely slow would never get there. */
const FIRST_PATIENCES = [5_000, 10_000, 20_000, 40_000];
const REFUSALS = new Set(["QuotaExceededError", "AbortError", "TransactionInactiveError"]);

/** One step for each version; they only ever add, so that rows which wait in an older database stay. */
const STEPS = [
    (database) => {
        for (const name of ["operations", "photos"]) {
            database.createObjectStore(name, { keyPath: "id" }).createIndex("visit", "visit");
        }
        for (const name of ["files", "visits"]) database.createObjectStore(name, { keyPath: "id" });
    },
];

/** The phone did not keep it: no space, no database, or no answer from it. */
export class NotKept extends Error {}

/** Event: `reopened`, when the connection was lost; what was kept before may be gone. */
export class Store extends EventTarget {
    #opening = null;
    #lost = false;
    #failures = 0;

    /** `user`: whose work it is. `kind`: another database than that of the visits, made by its own `steps`. */
    constructor(user, kind = null, steps = STEPS) {
        super();
        this.name = ["auditapp", kind, user].filter((part) => part !== null).join("-");
        this.steps = steps;
    }

    /**
     * Put and delete rows in one transaction: {operations: [rows], …}, {files: [keys], …}; those of `missing` only where there is no
     * row of their id. Throws NotKept.
     */
    keep(rows, gone = {}, missing = {}) {
        return this.#write([...new Set([rows, gone, missing].flatMap(Object.keys))], (transaction) => {
            for (const [name, list] of Object.entries(rows)) {
                for (const row of list) transaction.objectStore(name).put(row);
            }
            for (const [name, keys] of Object.entries(gone)) {
                for (const key of keys) transaction.objectStore(name).delete(key);
            }
            for (const [name, list] of Object.entries(missing)) {
                const store = transaction.objectStore(name);
                for (const row of list) store.getKey(row.id).onsuccess = ({ target }) => target.result ?? store.put(row);
            }
        });
    }

    /** Change rows that are there: `change` gets each and answers the new one; a row that is gone stays so. Throws NotKept. */
    change(name, keys, change) {
        return this.#write([name], (transaction) => {
            const store = transaction.objectStore(name);
            for (const key of keys) {
                store.get(key).onsuccess = ({ target }) => target.result && store.put(change(target.result));
            }
        });
    }

    /** All rows of a store, or those of one visit. Throws NotKept. */
    async all(name, visit) {
        const ask = (store) => (visit === undefined ? store.getAll() : store.index("visit").getAll(visit));
        return (await this.#read(name, ask)) ?? [];
    }

    /** One row; undefined where there is none. Throws NotKept. */
    get(name, key) {
        return this.#read(name, (store) => store.get(key));
    }

    /** Make the database before there is anything to keep in it: the first write is as fast as any. Throws NotKept. */
    make() {
        return this.#retried(() => this.#open());
    }

    /** Whether the connection still works. One that does not is opened anew, which `reopened` tells. */
    async probe() {
        try {
            await this.get("visits", 0);
        } catch (error) {
            if (!(error instanceof NotKept)) throw error;
            return false;
        }
        return true;
    }

    /**
     * A database that is not there holds nothing, and is not made for being read: whoever leaves a page of WebKit's while it makes
     * one cannot open it before the browser was closed.
     */
    #read(name, ask) {
        return this.#retried(async () => {
            if (!this.#opening && !this.#lost && !(await isThere(this.name))) return undefined;
            const database = await this.#open();
            const request = ask(database.transaction(name).objectStore(name));
            return (await within(PATIENCE, settled(request, "success", ["error"]))).target.result;
        });
    }

    #write(names, act) {
        return this.#retried(async () => {
            const database = await this.#open();
            const transaction = database.transaction(names, "readwrite", { durability: "strict" });
            const done = within(PATIENCE, settled(transaction, "complete", ["abort"]));
            done.catch(() => {}); // it is awaited only if nothing was wrong before
            act(transaction);
            await done;
        });
    }

    /** A dead connection is found out by using it: then once more with a new one. One that refuses is not dead. */
    async #retried(work) {
        for (let tries = 0; ; tries += 1) {
            try {
                return await work();
            } catch (error) {
                if (!REFUSALS.has(error.name)) this.#forget();
                if (tries) throw new NotKept(error.name, { cause: error });
            }
        }
    }

    #open() {
        this.#opening ??= this.#connect().catch((error) => {
            this.#failures += 1;
            this.#forget();
            throw error;
        });
        return this.#opening;
    }

    async #connect() {
        const patience = FIRST_PATIENCES[Math.min(this.#failures, FIRST_PATIENCES.length - 1)];
        const database = await opened(this.name, this.steps, patience).catch((error) => {
            // A newer page was here: what it added does not disturb this one.
            if (error.name === "VersionError") return opened(this.name, [], patience);
            throw error;
        });
        this.#failures = 0;
        database.onclose = () => {
            this.#forget();
            this.probe();
        };
        // Another page brings a newer version, or the browser clears this site: do not stand in the way.
        database.onversionchange = () => {
            database.close();
            this.#forget();
        };
        if (this.#lost) queueMicrotask(() => this.dispatchEvent(new Event("reopened")));
        this.#lost = false;
        return database;
    }

    #forget() {
        this.#lost ||= this.#opening !== null;
        this.#opening = null;
    }
}

/** Whether a database of this name has been made; a browser that does not tell may have it. */
async function isThere(name) {
    const known = await within(PATIENCE, Promise.resolve(indexedDB.databases?.()));
    return known?.some((database) => database.name === name) ?? true;
}

async function opened(name, steps, patience) {
    const request = indexedDB.open(name, steps.length || undefined);
    request.onupgradeneeded = ({ oldVersion }) => steps.slice(oldVersion).forEach((step) => step(request.result));
    return (await within(patience, settled(request, "success", ["error", "blocked"]))).target.result;
}

function settled(target, good, bad) {
    return new Promise((resolve, reject) => {
        target.addEventListener(good, resolve);
        for (const name of bad) target.addEventListener(name, () => reject(target.error ?? new DOMException(name, "AbortError")));
    });
}

/** WebKit's database sometimes never answers. */
function within(patience, promise) {
    let timer = 0;
    const late = new Promise((_, reject) => {
        timer = setTimeout(() => reject(new DOMException("no answer", "TimeoutError")), patience);
    });
    return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
