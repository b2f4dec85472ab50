/**
 * The capture page: shows answers and keeps them. It is a plain form until this has run. What takes more than that (photos,
 * sending, handing in) is the larger half: it is fetched when there is work for it.
 */

import { NotKept, Store } from "../phone/db.js";
import { deviceId } from "../phone/ids.js";
import { EMPTY } from "../phone/merge.js";
import { Board } from "./board.js";
import { offerCover } from "./cover.js";
import { newVisitRow, root, state } from "./data.js";
import { followJumps } from "./jump.js";
import { fetched, painted, soon, whenNeeded } from "./later.js";
import { Log } from "./log.js";
import { keepPlace } from "./place.js";
import { followQuestions } from "./questions.js";
import { AWAY, showSaving } from "./save_state.js";
import { showStamps, stamp } from "./stamps.js";

const PATIENCE = 2000;

const store = state.visit ? new Store(state.user) : null;
const log = new Log(state, deviceId(), store, { visits: [newVisitRow()] });
const shown = { ...log.answers };

start();

/** What the phone holds comes first, so that nothing is shown that is older; then what was tapped meanwhile is kept. */
async function start() {
    if (store) await loaded(() => log.load());
    followQuestions(log, (key) => shown[key] ?? EMPTY);
    showStamps(log);
    await painted();
    const board = new Board(log);
    followJumps(board);
    const work = whenNeeded(log, async () => {
        const { startWork } = await fetched(() => import("./work.js"));
        const parts = await startWork({ log, board, store, loaded });
        follow(parts);
        return parts;
    });
    // After that, so that it counts what was picked just now.
    const follow = store ? showSaving(log, board) : () => {};
    if (store) save(work, () => follow(AWAY));
    if (root.querySelector(".tally, .duration")) fetched(() => import("./measures.js")).then(({ addMeasures }) => addMeasures(log));
    for (const button of root.querySelectorAll("[data-plain]")) button.remove();
    document.documentElement.classList.add("enhanced");
}

/** A visit has somewhere to be kept and sent to; a preview has not. */
function save(work, tellAway) {
    document.addEventListener("visibilitychange", () => document.hidden || store.probe());
    root.addEventListener("submit", async (event) => {
        event.preventDefault();
        const timer = setTimeout(tellAway, PATIENCE);
        const { sync, handIn } = await work();
        clearTimeout(timer);
        sync.now();
        if (event.submitter?.value === "submit") handIn.begin();
    });
    offerCover();
    keepPlace();
    soon(store.name, work);
    loaded(async () => {
        await store.make();
        if (await store.get("visits", state.visit)) work();
    });
}

/**
 * A database that cannot be read is no reason to show nothing: what is done from now on is sent from memory. What lies in it
 * is shown as soon as it answers.
 */
async function loaded(load) {
    try {
        await load();
    } catch (error) {
        if (!(error instanceof NotKept)) throw error;
        log.fail();
        setTimeout(() => loaded(load), PATIENCE);
    }
}

root.addEventListener("click", ({ target }) => {
    const part = target.closest("button")?.closest("[data-stamp]");
    if (part) stamp(log, part.dataset.stamp);
});
