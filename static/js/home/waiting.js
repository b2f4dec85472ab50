/** Which visits still have work on this phone that the server has not confirmed: their pages are not taken away. */

const UNSENT = new Set(["waiting", "refused"]);

/** The numbers of a user's visits with unsent work; the database is only read, and never made. */
export async function visitsWithUnsentWork(user) {
    const database = await opened(`auditapp-${user}`);
    if (!database) return new Set();
    try {
        const stores = ["operations", "photos", "visits"].map((name) => rowsOf(database, name));
        const [operations, photos, visits] = await Promise.all(stores);
        const items = [...operations, ...photos].filter(({ state }) => UNSENT.has(state)).map(({ visit }) => visit);
        const handIns = visits.filter((visit) => UNSENT.has(visit.hand_in)).map(({ id }) => id);
        return new Set([...items, ...handIns]);
    } finally {
        database.close();
    }
}

/** Null where there is no such database. */
function opened(name) {
    return new Promise((resolve, reject) => {
        const request = indexedDB.open(name);
        request.onupgradeneeded = () => request.transaction.abort();
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => (request.error.name === "AbortError" ? resolve(null) : reject(request.error));
    });
}

function rowsOf(database, store) {
    return new Promise((resolve, reject) => {
        const request = database.transaction(store).objectStore(store).getAll();
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
    });
}
