/** Checking in and out: the time at once, and the place a moment later if the phone may tell it. Asked only on a tap. */

import { numberText, root, say, timeText } from "./data.js";

const PATIENCE = { enableHighAccuracy: true, timeout: 15_000, maximumAge: 0 };
const REFUSED = 1;

/** Stamp the visit; `name` is check_in or check_out. */
export function stamp(log, name) {
    const part = root.querySelector(`[data-stamp="${name}"]`);
    const at = new Date();
    const record = (place, refused) => {
        log.record("", name, { place, refused }, { at });
        show(part, at, { place, refused });
    };
    record(null, false);
    if (!("place" in part.dataset)) return;
    write(part, say("locating", { time: timeText(at) }));
    navigator.geolocation.getCurrentPosition(
        ({ coords: { latitude: lat, longitude: lon, accuracy } }) => record({ lat, lon, accuracy }, false),
        ({ code }) => (code === REFUSED ? record(null, true) : show(part, at, {})),
        PATIENCE,
    );
}

/** Show what this phone stamped and the page does not know: the server has not seen it, or the page is older. */
export function showStamps(log) {
    for (const part of root.querySelectorAll("[data-stamp]")) {
        const { value, phone_at: at, state } = log.at("", part.dataset.stamp) ?? {};
        if (value && (state === "waiting" || !("done" in part.dataset))) show(part, new Date(at), value);
    }
}

function show(part, at, value) {
    part.dataset.done = "";
    part.querySelector("button").textContent = part.dataset.again;
    write(part, "place" in part.dataset ? withPlace(timeText(at), value) : timeText(at));
}

function withPlace(time, { place, refused }) {
    if (place) return say("checked_at", { time, accuracy: numberText(Math.round(place.accuracy)) });
    return say(refused ? "checked_refused" : "checked_placeless", { time });
}

function write(part, text) {
    const place = part.querySelector("span");
    place.setAttribute("role", "status");
    place.textContent = text;
}
