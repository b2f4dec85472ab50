/** One photo on its way: sent whole, with its hash, telling how far it is. */

import { sha256 } from "./ids.js";
import { jsonOf, Trouble } from "./server.js";

const PATIENCE = 180_000;

/**
 * Put a file at its id. Resolves to {status, body}; `onProgress` gets shares from 0 to 1. The same file at the same id may
 * be sent again. Throws Trouble, and whatever reading the file throws.
 */
export async function putPhoto(server, { id, question, file }, onProgress) {
    const hash = await sha256(await file.arrayBuffer());
    const query = new URLSearchParams({ question, ...(hash && { sha256: hash }) });
    return server.trusted(() => put(server, `${server.api}/photos/${id}?${query}`, file, onProgress));
}

function put(server, address, file, onProgress) {
    return new Promise((resolve, reject) => {
        const request = new XMLHttpRequest();
        request.open("PUT", address);
        request.timeout = PATIENCE;
        request.setRequestHeader("Accept", "application/json");
        request.setRequestHeader("Content-Type", "application/octet-stream");
        request.setRequestHeader("X-CSRFToken", server.token);
        request.upload.onprogress = ({ loaded, total }) => onProgress(total ? loaded / total : 0);
        request.onload = () => resolve({ status: request.status, body: jsonOf(request.responseText) });
        request.onerror = request.ontimeout = () => reject(new Trouble("unreachable"));
        request.send(file);
    });
}
