/** A file from the camera or the gallery, made ready to be kept: shrunk in a worker, as bytes. */

import { sha256 } from "../phone/ids.js";
import { shrinkWorkerAddress } from "./data.js";

const SMALL = 1_000_000;
const PATIENCE = 20_000;

let worker = null;

/** What a photo's row holds of its file: bytes, their type, size and hash. */
export async function photoOf(file) {
    const { buffer, type } = await prepared(file);
    return { buffer, type, size: buffer.byteLength, sha256: await sha256(buffer) };
}

/** {buffer, type} of a file. What is small, or cannot be shrunk, stays as it is. Throws DOMException where it cannot be read. */
async function prepared(file) {
    const original = await file.arrayBuffer();
    if (original.byteLength <= SMALL) return { buffer: original, type: file.type };
    const shrunk = await shrink(file).catch(() => null);
    const isBetter = shrunk && shrunk.byteLength < original.byteLength;
    return isBetter ? { buffer: shrunk, type: "image/jpeg" } : { buffer: original, type: file.type };
}

/** The bytes of a smaller JPEG. Rejects where this browser cannot do it. */
function shrink(file) {
    worker ??= new Worker(shrinkWorkerAddress);
    const id = crypto.getRandomValues(new Uint32Array(1))[0];
    return new Promise((resolve, reject) => {
        const end = ({ data }) => {
            if (data.id !== id) return;
            worker.removeEventListener("message", end);
            if (data.buffer) resolve(data.buffer);
            else reject(new Error(data.error));
        };
        worker.addEventListener("message", end);
        worker.addEventListener("error", () => reject(new Error("no worker")), { once: true });
        setTimeout(() => reject(new Error("too slow")), PATIENCE);
        worker.postMessage({ id, file });
    });
}
