/** Lets the work on finished visits go: some days after the server has confirmed all of it, never earlier. */

const DAYS = 7;
const A_DAY = 24 * 60 * 60 * 1000;

/** `open`: numbers of the visits that may still be worked on. Throws NotKept. */
export async function letGo(store, open) {
    const names = ["operations", "photos", "visits"];
    const [operations, photos, visits] = await Promise.all(names.map((name) => store.all(name)));
    const finished = visits.filter(({ id }) => !open.has(id) && isOver(ofVisit(operations, id), ofVisit(photos, id)));
    for (const { id, hand_in: handIn } of finished) {
        if (handIn === "waiting") continue;
        const pictures = keysOf(ofVisit(photos, id));
        await store.keep({}, { operations: keysOf(ofVisit(operations, id)), photos: pictures, files: pictures, visits: [id] });
    }
}

function isOver(operations, photos) {
    const newest = Math.max(...operations.map(({ phone_at: at }) => Date.parse(at)), 0);
    return [...operations, ...photos].every(({ state }) => state === "safe") && Date.now() - newest > DAYS * A_DAY;
}

function ofVisit(rows, visit) {
    return rows.filter((row) => row.visit === visit);
}

function keysOf(rows) {
    return rows.map(({ id }) => id);
}
