const FILES = ["/", "/kept.js"];

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open("files").then((cache) => cache.addAll(FILES)).then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  if (event.request.method === "GET" && event.request.mode === "navigate") {
    event.respondWith(fetch(event.request).catch(() => caches.match("/")));
  } else if (event.request.method === "GET") {
    event.respondWith(caches.match(event.request).then((found) => found ?? fetch(event.request)));
  }
});
self.addEventListener("message", () => console.error("The worker complains"));
