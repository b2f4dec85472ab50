/** Everything that the server has not confirmed, as a file that the agency can take in: the last resort. One JSON text a line. */

const CHUNK = 0x8000;

/** Give the user the file. */
export async function downloadExport(store, user) {
    const lines = await exportLines(store, user);
    const file = new Blob(lines.map((line) => `${JSON.stringify(line)}\n`), { type: "application/jsonl" });
    const link = document.createElement("a");
    link.href = URL.createObjectURL(file);
    link.download = `auditapp-${user}-${new Date().toISOString().slice(0, 10)}.auditapp`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

async function exportLines(store, user) {
    const [operations, photos] = await Promise.all(["operations", "photos"].map((name) => store.all(name)));
    const lines = [{ kind: "auditapp-export", version: 1, user, made_at: new Date().toISOString() }];
    for (const { visit, state, code: _, message: __, late: ___, typing: ____, ...operation } of operations) {
        if (state !== "safe") lines.push({ kind: "operation", visit, operation });
    }
    for (const { state, id, visit, question, sha256, source, file_at, picked_at } of photos) {
        const file = state === "safe" ? undefined : await store.get("files", id);
        if (file) lines.push({ kind: "photo", visit, id, question, sha256, source, file_at, picked_at, data: base64(file.buffer) });
    }
    return lines;
}

function base64(buffer) {
    const bytes = new Uint8Array(buffer);
    let text = "";
    for (let at = 0; at < bytes.length; at += CHUNK) text += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
    return btoa(text);
}
