/** One photo on its way: sent whole, with its hash, telling how far it is. */

import { jsonOf, Trouble } from "./server.js";

const PATIENCE = 180_000;

/**
 * Put a photo (a row of the store, and its bytes) at its id: resolves to {status, body}. The same bytes at the same id may be
 * sent again. `onProgress` gets shares from 0 to 1. Throws Trouble.
 */
export function putPhoto(server, { id, visit, question, sha256, source, file_at, picked_at }, buffer, onProgress) {
    const query = new URLSearchParams({ question, source, file_at, picked_at });
    if (sha256) query.set("sha256", sha256);
    const address = `/api/visits/${visit}/photos/${id}?${query}`;
    return server.trusted((token) => put(address, token, buffer, onProgress));
}

function put(address, token, buffer, onProgress) {
    return new Promise((resolve, reject) => {
        const request = new XMLHttpRequest();
        request.open("PUT", address);
        request.timeout = PATIENCE;
        request.setRequestHeader("Accept", "application/json");
        request.setRequestHeader("Content-Type", "application/octet-stream");
        request.setRequestHeader("X-CSRFToken", token);
        request.upload.onprogress = ({ loaded, total }) => onProgress(total ? loaded / total : 0);
        request.onload = () => resolve({ status: request.status, body: jsonOf(request.responseText) });
        request.onerror = request.ontimeout = () => reject(new Trouble("unreachable"));
        request.send(new Uint8Array(buffer));
    });
}
