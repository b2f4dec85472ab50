/** What waits on this phone is sent from here, too, and counted. */

import { NotKept, Store } from "../phone/db.js";
import { Server } from "../phone/server.js";
import { Sync } from "../phone/sync.js";
import { phone, show } from "./page.js";

/** Send what waits, of every visit, and say how much there is. */
export function sendWork() {
    const store = new Store(phone.user);
    const sync = new Sync({ user: phone.user, store, server: new Server(phone.user) });
    const paint = () => paintCount(store);
    for (const name of ["settled", "changed"]) sync.addEventListener(name, paint);
    sync.channel.addEventListener("message", paint);
    sync.now();
    paint();
}

async function paintCount(store) {
    try {
        const rows = (await Promise.all(["operations", "photos"].map((name) => store.all(name)))).flat();
        const handIns = (await store.all("visits")).filter((visit) => visit.hand_in === "waiting").map(({ id }) => String(id));
        for (const place of document.querySelectorAll("[data-work]")) place.hidden = !handIns.includes(place.dataset.work);
        const count = rows.filter(({ state }) => state !== "safe").length;
        document.querySelector("[data-waiting]").textContent = count;
        show("waiting", count > 0);
    } catch (error) {
        if (!(error instanceof NotKept)) throw error;
    }
}
