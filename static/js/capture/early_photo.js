/** A photo that is picked before the part of the page for photos is here: if that takes long, it is kept as it is. */

import { newId, sha256 } from "../phone/ids.js";

/** What the server takes. */
export const LARGEST = 25_000_000;
/** The clock of a camera's file may round down to two seconds. */
const ROUNDING = 2000;

/** Those that are being read, before the log knows of them. */
export const early = new Set();

/** What the phone tells of a file's origin. `opened`: when the picker was asked for. */
export function originOf(file, opened) {
    const times = { file_at: new Date(file.lastModified).toISOString(), picked_at: new Date().toISOString() };
    return { source: sourceOf(file, opened), ...times };
}

/** Keep what still stands in `input`. What would not be taken stays there. */
export async function keepEarly(log, input) {
    const { question } = input.closest("[data-question]").dataset;
    const files = [...input.files];
    if (!files.length || files.some(({ size }) => size > LARGEST)) return;
    input.value = "";
    for (const file of files) early.add(file);
    for (const file of files) {
        const id = newId();
        const buffer = await file.arrayBuffer();
        const row = { id, visit: log.visit, question, type: file.type, size: file.size, state: "waiting" };
        const photos = [{ ...row, sha256: await sha256(buffer), ...originOf(file, input.opened) }];
        early.delete(file);
        await log.record(question, "photo", "attached", { item: id, files: { photos, files: [{ id, buffer }] } });
    }
    log.dispatchEvent(new CustomEvent("merged", { detail: { questions: [question] } }));
}

/** `camera` where the file is younger than the tap that asked for it, else `gallery`; empty where the phone does not tell. */
function sourceOf(file, opened) {
    if (!opened || !file.lastModified) return "";
    return file.lastModified >= opened - ROUNDING ? "camera" : "gallery";
}
