/** Registers the service worker, and offers a new one when it is there. It takes over only when the user wants it. */

import { notify, phone } from "./page.js";

const SETTLED = new Set(["activated", "redundant"]);
let followed = null;
let offered = null;

/** Listen to the button of the notice, and to a worker that does not want to take over yet. */
export function offerUpdates() {
    navigator.serviceWorker.addEventListener("message", ({ data }) => data === "visit open" && tellOfVisit(true));
    document.addEventListener("click", ({ target }) => {
        if (!target.closest("[data-update]")) return;
        tellOfVisit(false);
        offered.postMessage("take over");
    });
}

function tellOfVisit(isOpen) {
    notify("update").querySelector("[data-visit-open]").hidden = !isOpen;
}

/** Register the worker and look for a newer one: whether there is one that works. */
export async function hasWorker() {
    const registration = await navigator.serviceWorker.register(phone.worker, { updateViaCache: "none" }).catch(() => null);
    if (!registration) return false;
    if (registration !== followed) follow(registration);
    return registration.active ? true : settled(registration.installing ?? registration.waiting);
}

function follow(registration) {
    followed = registration;
    registration.addEventListener("updatefound", () => watch(registration));
    if (registration.installing) watch(registration);
    offer(registration);
}

function watch(registration) {
    registration.installing.addEventListener("statechange", () => offer(registration));
}

/** The first worker has nothing to replace, and begins by itself. */
function offer({ active, waiting }) {
    if (!active || !waiting || waiting === offered) return;
    offered = waiting;
    offered.addEventListener("statechange", () => offered.state === "activated" && location.reload());
    notify("update");
}

async function settled(worker) {
    while (worker && !SETTLED.has(worker.state)) {
        await new Promise((resolve) => worker.addEventListener("statechange", resolve, { once: true }));
    }
    return worker?.state === "activated";
}
