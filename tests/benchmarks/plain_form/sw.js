/** Keeps the form's two files and answers with them. */

const FILES = ["./", "form.js"];

self.addEventListener("install", (event) => {
    event.waitUntil(caches.open("plain-form").then((cache) => cache.addAll(FILES)));
});

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
    event.respondWith(caches.match(event.request, { ignoreVary: true }).then((kept) => kept ?? fetch(event.request)));
});
