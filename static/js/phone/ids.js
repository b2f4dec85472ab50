/** Names for things made on this phone, and the hash of what it sends. Both work on plain HTTP, too. */

import { keepMemo, memo } from "./memo.js";

const KEY = "auditapp-device";

/** A random UUID. Without a secure connection browsers hide randomUUID, but not the random numbers. */
export function newId() {
    if (crypto.randomUUID) return crypto.randomUUID();
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    return hex(bytes).replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}

/**
 * This browser's name in the log: made once, and kept where the browser keeps anything. Where two pages of it could count at
 * once, because it has no locks, each page is a device of its own.
 */
export function deviceId() {
    const known = navigator.locks ? memo(KEY) : null;
    const id = known ?? newId();
    if (navigator.locks && !known) keepMemo(KEY, id);
    return id;
}

/** SHA-256 in hex; null without a secure connection, where the server counts by itself. */
export async function sha256(buffer) {
    return crypto.subtle ? hex(new Uint8Array(await crypto.subtle.digest("SHA-256", buffer))) : null;
}

function hex(bytes) {
    return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
