/** Logging out while work waits on this phone: asked first, with the offer to send it or to keep it. */

import { NotKept, Store } from "./db.js";

const dialog = document.getElementById("leaving");
const form = document.querySelector('form[action$="/logout"]');
const store = new Store(dialog.dataset.user);

form.addEventListener("submit", async (event) => {
    if (form.dataset.asked) return;
    event.preventDefault();
    if (await hasWork()) return dialog.showModal();
    leave();
});

dialog.addEventListener("click", ({ target }) => {
    if (target.value === "keep") leave();
    if (target.value === "stay") dialog.close();
});

async function hasWork() {
    try {
        const rows = (await Promise.all(["operations", "photos"].map((name) => store.all(name)))).flat();
        const visits = await store.all("visits");
        return rows.some(({ state }) => state !== "safe") || visits.some((visit) => visit.hand_in === "waiting");
    } catch (error) {
        if (error instanceof NotKept) return false;
        throw error;
    }
}

function leave() {
    form.dataset.asked = "yes";
    form.submit();
}
