/** The least that an autosaving form has to do: one transaction for each change, and what was saved again after a reload. */

window.auditappSaves = 0;

const form = document.querySelector("form");
const opening = new Promise((resolve, reject) => {
    const request = indexedDB.open("plain-form", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("answers");
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
});

form.addEventListener("change", async ({ target: { name, value } }) => {
    const transaction = (await opening).transaction("answers", "readwrite", { durability: "strict" });
    transaction.objectStore("answers").put(value, name);
    transaction.oncomplete = () => {
        window.auditappSaves += 1;
        document.querySelector("output").textContent = `Saved ${window.auditappSaves}`;
    };
});

opening.then((database) => {
    database.transaction("answers").objectStore("answers").openCursor().onsuccess = ({ target: { result: cursor } }) => {
        if (!cursor) return;
        form.elements[cursor.key].value = cursor.value;
        cursor.continue();
    };
});

navigator.serviceWorker.register("sw.js");
