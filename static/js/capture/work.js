/** What takes more than keeping answers: photos, sending what waits, news of other devices, handing in. */

import { News } from "../phone/news.js";
import { Server } from "../phone/server.js";
import { Sync } from "../phone/sync.js";
import { state } from "./data.js";
import { HandIn } from "./hand_in.js";
import { Photos } from "./photos.js";
import { beTheOnly } from "./tab.js";

const TYPING_PAUSE = 800;

/** Begin all of it: {photos, sync, handIn}. In a preview, which has no store, there are only photos. */
export async function startWork({ log, board, store, loaded }) {
    const photos = new Photos(log);
    if (!store) return { photos };
    const sync = new Sync({ user: state.user, store, server: new Server(state.user), memory: () => log.unkeptRows() });
    const handIn = new HandIn({ log, board, sync, photos });
    const load = () => photos.load().then(() => handIn.load());
    const reload = () => loaded(() => log.load().then(load));
    await loaded(load);
    log.addEventListener("recorded", ({ detail }) => sync.wake(detail.typing ? TYPING_PAUSE : 0));
    sync.addEventListener("settled", ({ detail }) => detail.visit === state.visit && settle(log, photos, detail));
    sync.addEventListener("progress", ({ detail }) => photos.progress(detail));
    sync.addEventListener("news", reload);
    sync.channel.addEventListener("message", ({ data }) => data.visit === state.visit && reload());
    beTheOnly(`${store.name}-visit-${state.visit}`, reload);
    send(log, sync);
    return { photos, sync, handIn };
}

/** What waits, and then what others did meanwhile. Somebody who is typing is not sent letter by letter. */
async function send(log, sync) {
    const news = new News(sync, state.visit, state.sequence);
    await (log.unsafe().at(-1)?.typing ? sync.wake(TYPING_PAUSE) : sync.now());
    news.fetch();
}

function settle(log, photos, { store: name, results }) {
    if (name === "operations") log.settle(results);
    if (name === "photos") photos.settle(results);
}
