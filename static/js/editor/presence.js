/** Two admins on one draft know of each other: the server is told that this page is open, and says who else is here and what is new. */

import { say, state } from "../phone/page.js";
import { byId, writeText } from "./dom.js";

const INTERVAL = 10_000;
const place = byId("others");

export function keepPresence(server, saving) {
    show(state.others);
    const beat = async () => {
        if (document.hidden) return;
        try {
            const { others, revision } = await server.isHere();
            show(others);
            if (revision > saving.revision && saving.state === "saved") saving.takeIn(await server.draft());
        } catch {
            // Whoever has no connection is told so by the saving.
        }
    };
    document.addEventListener("visibilitychange", beat);
    setInterval(beat, INTERVAL);
    beat();
}

function show(others) {
    place.hidden = !others.length;
    if (others.length) writeText(place, say(others.length > 1 ? "others_here" : "other_here", { names: others.join(", ") }));
}
