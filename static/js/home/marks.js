/** The mark at each visit: whether it opens without a connection, and what it takes on the phone. */

import { sizeText } from "./page.js";

/** The addresses of the visits that are listed to be done. */
export function listedVisits() {
    return marks().map((mark) => mark.dataset.kept);
}

/** Mark a visit `ready` (with its size in bytes), `fetching` or `missing`. */
export function mark(address, state, size = 0) {
    const place = marks().find(({ dataset }) => dataset.kept === address);
    if (!place) return;
    const content = document.getElementById(`kept-${state}`).content.cloneNode(true);
    const sizePlace = content.querySelector("[data-size]");
    if (sizePlace) sizePlace.textContent = sizeText(size);
    place.replaceChildren(content);
    place.dataset.state = state;
    place.hidden = false;
}

function marks() {
    return [...document.querySelectorAll("[data-kept]")];
}
