/** The last thing that is sent of a visit: that it is handed in, with a list of all that has to have arrived (V4). */

import { sha256 } from "./ids.js";
import { Merge } from "./merge.js";
import { Trouble, reasonOf } from "./server.js";

/**
 * Hand a visit in whose operations and photos have all been sent. The answer is noted in its row of `visits` as `hand_in`: `done`,
 * or `refused` with `gaps` or `problem`; what the server lacks is sent again. What came up meanwhile is sent first. Throws Trouble.
 */
export async function sendHandIn(sync, visit, done) {
    const all = await Promise.all(["operations", "photos"].map((name) => sync.rows(name)));
    const [operations, photos] = all.map((rows) => rows.filter((row) => row.visit === visit));
    if ([...operations, ...photos].some(({ id, state }) => state === "waiting" && !done.has(id))) return;
    const manifest = await manifestOf(operations, photos);
    const { status, body } = await sync.server.send("POST", `/api/visits/${visit}/submission`, manifest);
    if (status === 422) throw new Trouble("broken");
    const isLacking = status === 409 && [...(body.operations ?? []), ...(body.photos ?? [])].length > 0;
    if (isLacking && (await sendAgain(sync, body, [...operations, ...photos], done))) return;
    await note(sync, visit, verdict(status, body, isLacking), done);
}

/** What is named: {operations: [ids], photos: {id: hash}, count, digest}, the digest over the sorted lines of both. */
export async function manifestOf(operations, photos) {
    const merge = new Merge();
    for (const operation of operations) merge.add(operation);
    const isAttached = ({ id, question }) => merge.at(question, "photo", id)?.value === "attached";
    const ids = operations.filter(({ state }) => state !== "refused").map(({ id }) => id);
    const hashes = Object.fromEntries(photos.filter(isAttached).map(({ id, sha256: hash }) => [id, hash ?? ""]));
    const lines = [...ids, ...Object.entries(hashes).map((pair) => pair.join(" "))].sort();
    const digest = await sha256(new TextEncoder().encode(lines.join("\n")));
    return { operations: ids, photos: hashes, count: lines.length, digest };
}

/** What the server lacks although it was sent, waits once more; false where this was tried before. */
async function sendAgain({ store }, { operations = [], photos = [] }, rows, done) {
    const lacking = [...operations, ...photos].filter((id) => rows.some((row) => row.id === id));
    if (!lacking.length || lacking.some((id) => done.has(`again ${id}`))) return false;
    for (const id of lacking) {
        done.delete(id);
        done.add(`again ${id}`);
    }
    const wait = (row) => ({ ...row, state: "waiting" });
    await Promise.all([store.change("operations", operations, wait), store.change("photos", photos, wait)]);
    return true;
}

function verdict(status, body, isLacking) {
    if (status === 200) return { hand_in: "done", handed_in_at: new Date().toISOString(), next: body.next };
    if (body.gaps?.length) return { hand_in: "refused", gaps: body.gaps };
    return { hand_in: "refused", problem: isLacking ? "lacking" : status === 404 ? "unknown_visit" : reasonOf(body.error) };
}

async function note(sync, visit, result, done) {
    await sync.settle(visit, "visits", new Map([[visit, result]]), done);
}
