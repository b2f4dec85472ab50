/* Keeps a text and a photo in IndexedDB, and opens offline through its service worker. */

function whenDone(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function database() {
  const request = indexedDB.open("kept", 1);
  request.onupgradeneeded = () => request.result.createObjectStore("things");
  return whenDone(request);
}

async function keep(key, value) {
  const transaction = (await database()).transaction("things", "readwrite", { durability: "strict" });
  transaction.objectStore("things").put(value, key);
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(key);
    transaction.onabort = () => reject(transaction.error);
  });
}

async function kept(key) {
  const value = await whenDone((await database()).transaction("things").objectStore("things").get(key));
  return value instanceof ArrayBuffer ? value.byteLength : (value ?? null);
}

async function keepForm(event) {
  const file = document.querySelector("#photo").files[0];
  await keep("text", document.querySelector("#text").value);
  if (file) await keep("photo", await file.arrayBuffer());
  document.querySelector("#said").textContent = `Kept by a ${event.isTrusted ? "finger" : "script"}`;
}

document.querySelector("#keep").addEventListener("click", keepForm);
Object.assign(window, { keep, kept });
await navigator.serviceWorker.register("/worker.js");
await navigator.serviceWorker.ready;
document.documentElement.className = "ready";
