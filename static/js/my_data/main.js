/** "My data on this phone": every item that waits, with its age, its size, what is in its way, and ways out. */

import { Store } from "../phone/db.js";
import { say, state } from "../phone/page.js";
import { Server } from "../phone/server.js";
import { Sync } from "../phone/sync.js";
import { downloadExport } from "./export.js";
import { List } from "./list.js";

const store = new Store(state.user);
const sync = new Sync({ user: state.user, store, server: new Server(state.user) });
const list = new List(document.getElementById("items"), store);
const status = document.getElementById("status");

paint();
for (const name of ["settled", "changed"]) sync.addEventListener(name, paint);
sync.channel.addEventListener("message", paint);
list.addEventListener("retry", ({ detail }) => retry(detail));
document.getElementById("send").addEventListener("click", () => sync.now());
document.getElementById("export").addEventListener("click", () => downloadExport(store, state.user));
sync.now();

async function paint() {
    const { waiting, parked } = await list.paint();
    const { trouble } = sync;
    status.textContent = say(waiting ? (trouble ?? "sending") : parked ? "only_parked" : "all_safe");
}

/** Once more, for whatever the server would not have; perhaps it is wiser now. A photo goes with what was done with it. */
async function retry({ name, id }) {
    const again = (row) => ({ ...row, state: row.state === "refused" ? "waiting" : row.state });
    const done = name === "photos" ? (await store.all("operations")).filter(({ item }) => item === id) : [];
    await store.change(name, [id], again);
    await store.change("operations", done.map((operation) => operation.id), again);
    await paint();
    sync.now();
}
