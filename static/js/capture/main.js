/** The capture page: wires its parts together. The page is a plain form until this has run. */

import { NotKept, Store } from "../phone/db.js";
import { deviceId } from "../phone/ids.js";
import { EMPTY } from "../phone/merge.js";
import { News } from "../phone/news.js";
import { Server } from "../phone/server.js";
import { Sync } from "../phone/sync.js";
import { Board } from "./board.js";
import { addCounters } from "./counter.js";
import { offerCover } from "./cover.js";
import { root, state } from "./data.js";
import { HandIn } from "./hand_in.js";
import { followJumps } from "./jump.js";
import { Log } from "./log.js";
import { Photos } from "./photos.js";
import { keepPlace } from "./place.js";
import { followQuestions } from "./questions.js";
import { showSaving } from "./save_state.js";
import { showStamps, stamp } from "./stamps.js";
import { startWatches } from "./stopwatch.js";
import { beTheOnly } from "./tab.js";

const TYPING_PAUSE = 800;

const store = state.visit ? new Store(state.user) : null;
const log = new Log(state, deviceId(), store);
const shown = { ...log.answers };
const photos = new Photos(log);

start();

/** What the phone holds comes first, so that nothing is shown that is older. */
async function start() {
    if (store) await loaded(() => log.load());
    const board = new Board(log);
    followQuestions(log, (key) => shown[key] ?? EMPTY);
    showStamps(log);
    if (store) await save(board);
    followJumps(board);
    startWatches(log);
    addCounters(log);
    for (const button of root.querySelectorAll("[data-plain]")) button.remove();
    if (store) keepPlace();
    document.documentElement.classList.add("enhanced");
}

/** A visit has somewhere to be kept and sent to; a preview has not. */
async function save(board) {
    const memory = () => log.unkeptRows();
    const sync = new Sync({ user: state.user, store, server: new Server(state.user), memory });
    const news = new News(sync, state.visit, state.sequence);
    const handIn = new HandIn({ log, board, sync, photos });
    const loadRest = async () => {
        await photos.load();
        await handIn.load();
    };
    const reload = () => loaded(() => log.load().then(loadRest));
    await loaded(loadRest);
    showSaving({ log, sync, photos, board });
    log.addEventListener("recorded", ({ detail }) => sync.wake(detail.typing ? TYPING_PAUSE : 0));
    sync.addEventListener("settled", ({ detail }) => detail.visit === state.visit && settle(detail));
    sync.addEventListener("progress", ({ detail }) => photos.progress(detail));
    sync.addEventListener("news", reload);
    sync.channel.addEventListener("message", ({ data }) => data.visit === state.visit && reload());
    document.addEventListener("visibilitychange", () => document.hidden || store.probe());
    beTheOnly(`${store.name}-visit-${state.visit}`, reload);
    root.addEventListener("submit", (event) => {
        event.preventDefault();
        sync.now();
        if (event.submitter?.value === "submit") handIn.begin();
    });
    offerCover();
    sync.now().then(() => news.fetch());
}

function settle({ store: name, results }) {
    if (name === "operations") log.settle(results);
    if (name === "photos") photos.settle(results);
}

/** A database that cannot be read is no reason to show nothing: what is done from now on is sent from memory. */
async function loaded(load) {
    try {
        await load();
    } catch (error) {
        if (!(error instanceof NotKept)) throw error;
        log.fail();
    }
}

root.addEventListener("click", ({ target }) => {
    const part = target.closest("button")?.closest("[data-stamp]");
    if (part) stamp(log, part.dataset.stamp);
});
