/** Checking in and out: the time at once, and the place a moment later if the phone may tell it. Asked only on a tap. */

import { numberText, root, say, timeText } from "./data.js";

const PATIENCE = { enableHighAccuracy: true, timeout: 15_000, maximumAge: 0 };
const REFUSED = 1;

/** Stamp the visit; `name` is check_in or check_out. */
export function stamp(log, name) {
    const part = root.querySelector(`[data-stamp="${name}"]`);
    const at = new Date();
    const record = (place, refused) => log.record("", name, { place, refused }, { at });
    record(null, false);
    part.dataset.done = "";
    if (!("place" in part.dataset)) return write(part, timeText(at));
    write(part, say("locating", { time: timeText(at) }));
    navigator.geolocation.getCurrentPosition(
        ({ coords: { latitude: lat, longitude: lon, accuracy } }) => {
            record({ lat, lon, accuracy }, false);
            const meters = numberText(Math.round(accuracy));
            write(part, say("checked_at", { time: timeText(at), accuracy: meters }));
        },
        ({ code }) => {
            if (code === REFUSED) record(null, true);
            write(part, say(code === REFUSED ? "checked_refused" : "checked_placeless", { time: timeText(at) }));
        },
        PATIENCE,
    );
}

function write(part, text) {
    const place = part.querySelector("span");
    place.setAttribute("role", "status");
    place.textContent = text;
}
