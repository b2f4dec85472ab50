/** What waits on this phone is sent from here, too, and counted. */

import { NotKept, Store } from "../phone/db.js";
import { Server } from "../phone/server.js";
import { Sync } from "../phone/sync.js";
import { letGo } from "../phone/tidy.js";
import { phone, show } from "./page.js";

/** Send what waits, of every visit, and say how much there is. */
export function sendWork() {
    const store = new Store(phone.user);
    const sync = new Sync({ user: phone.user, store, server: new Server(phone.user) });
    const paint = () => paintCount(store);
    for (const name of ["settled", "changed"]) sync.addEventListener(name, paint);
    sync.channel.addEventListener("message", paint);
    sync.now().then(() => tidied(store));
    paint();
}

async function tidied(store) {
    const open = new Set([...document.querySelectorAll("[data-work]")].map(({ dataset }) => Number(dataset.work)));
    await letGo(store, open).catch(ignoreRefusal);
}

/** A database that cannot be read holds nothing to count or to tidy. */
function ignoreRefusal(error) {
    if (!(error instanceof NotKept)) throw error;
}

async function paintCount(store) {
    const names = ["operations", "photos", "visits"];
    const found = await Promise.all(names.map((name) => store.all(name))).catch(ignoreRefusal);
    if (!found) return;
    const visits = found.pop();
    const handIns = visits.filter((visit) => visit.hand_in === "waiting").map(({ id }) => String(id));
    for (const place of document.querySelectorAll("[data-work]")) place.hidden = !handIns.includes(place.dataset.work);
    const count = found.flat().filter(({ state }) => state !== "safe").length;
    document.querySelector("[data-waiting]").textContent = count;
    show("waiting", count > 0);
}
