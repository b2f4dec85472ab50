/**
 * Photos from the moment they are picked until the part of the page for photos takes them over. If that takes long, they are kept
 * as they are.
 */

import { newId, sha256 } from "../phone/ids.js";

/** What the server takes. */
export const LARGEST = 25_000_000;
/** The clock of a camera's file may round down to two seconds. */
const ROUNDING = 2000;

/** Those that nobody has taken yet, in their order: {file, question, origin, replaces}. */
const picked = new Set();
/** Those that the log does not know of yet. */
export const early = new Set();

/** Take out what stands in a field, before the next photo takes its place there. Whether any waits now. */
export function pick(input) {
    const { question } = input.closest("[data-question]").dataset;
    const { files, opened, replaces } = input;
    for (const file of files) {
        const photo = { file, question, origin: originOf(file, opened), replaces };
        picked.add(photo);
        early.add(photo);
    }
    input.value = "";
    input.replaces = null;
    return early.size > 0;
}

/** All that nobody has taken yet; whoever asks has them from now on. */
export function takeOver() {
    const photos = [...picked];
    for (const photo of photos) drop(photo);
    return photos;
}

/** Keep what nobody has taken. What the server would not take waits for who can say so. */
export async function keepEarly(log) {
    for (const photo of [...picked].filter(({ file }) => file.size <= LARGEST)) {
        if (picked.delete(photo)) await keep(log, photo);
    }
}

async function keep(log, photo) {
    const { file, question, origin } = photo;
    const id = newId();
    const buffer = await file.arrayBuffer().catch(() => null);
    if (!buffer) return picked.add(photo);
    const row = { id, visit: log.visit, question, type: file.type, size: file.size, state: "waiting" };
    const photos = [{ ...row, sha256: await sha256(buffer), ...origin }];
    drop(photo);
    await log.record(question, "photo", "attached", { item: id, files: { photos, files: [{ id, buffer }] } });
    log.dispatchEvent(new CustomEvent("merged", { detail: { questions: [question] } }));
}

function drop(photo) {
    picked.delete(photo);
    early.delete(photo);
}

/** What the phone tells of a file's origin. `opened`: when the picker was asked for. */
function originOf(file, opened) {
    const times = { file_at: new Date(file.lastModified).toISOString(), picked_at: new Date().toISOString() };
    return { source: sourceOf(file, opened), ...times };
}

/** `camera` where the file is younger than the tap that asked for it, else `gallery`; empty where the phone does not tell. */
function sourceOf(file, opened) {
    if (!opened || !file.lastModified) return "";
    return file.lastModified >= opened - ROUNDING ? "camera" : "gallery";
}
