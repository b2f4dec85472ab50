/** The capture page: wires its parts together. The page is a plain form until this has run. */

import { Board } from "./board.js";
import { addCounters } from "./counter.js";
import { root, state } from "./data.js";
import { HandIn } from "./hand_in.js";
import { deviceId } from "./ids.js";
import { followJumps } from "./jump.js";
import { Log } from "./log.js";
import { Photos } from "./photos.js";
import { followQuestions } from "./questions.js";
import { showSaving } from "./save_state.js";
import { Sender } from "./sender.js";
import { Server } from "./server.js";
import { stamp } from "./stamps.js";
import { startWatches } from "./stopwatch.js";

const log = new Log(state, deviceId());
const board = new Board(log);
const server = state.visit ? new Server(state) : null;
const photos = new Photos(log, server);

if (server) save();
else log.addEventListener("recorded", ({ detail }) => log.acknowledge(detail.operation.id));
followQuestions(log);
followJumps(board);
startWatches(log);
addCounters(log);
for (const button of root.querySelectorAll("[data-plain]")) button.remove();
document.documentElement.classList.add("enhanced");

/** A visit has somewhere to send to; a preview has not. */
function save() {
    const sender = new Sender(log, server);
    showSaving(log, sender, photos);
    const handIn = new HandIn({ log, board, sender, server, photos });
    root.addEventListener("submit", (event) => {
        event.preventDefault();
        sender.flush();
        if (event.submitter?.value === "submit") handIn.begin();
    });
}

root.addEventListener("click", ({ target }) => {
    const part = target.closest("button")?.closest("[data-stamp]");
    if (part) stamp(log, part.dataset.stamp);
});
