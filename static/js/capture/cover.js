/** For secret work: an innocent screen at one tap, from which one tap leads back to the exact place; and a dimmed page. */

import { keepMemo, memo } from "../phone/memo.js";
import { say, state } from "./data.js";

const screen = document.getElementById("cover");
const COVERED = `auditapp-covered-${state.visit}`;
const DIM = "auditapp-dim";
const { title } = document;

/** The buttons in the bar, and three fingers on the page. A covered page stays so through a reload. */
export function offerCover() {
    document.getElementById("hide").addEventListener("click", cover);
    document.getElementById("dim").addEventListener("click", () => dim(!document.documentElement.hasAttribute("data-dim")));
    document.getElementById("cover-title").addEventListener("click", () => screen.close());
    screen.addEventListener("close", uncover);
    document.addEventListener("touchstart", ({ touches }) => touches.length === 3 && cover(), { passive: true });
    if (memo(COVERED)) cover();
    dim(memo(DIM) !== null);
}

function cover() {
    if (screen.open) return;
    keepMemo(COVERED, "yes");
    document.title = say("cover_title");
    screen.showModal();
}

function uncover() {
    keepMemo(COVERED, null);
    document.title = title;
}

function dim(isDim) {
    document.documentElement.toggleAttribute("data-dim", isDim);
    document.getElementById("dim").ariaPressed = isDim;
    keepMemo(DIM, isDim ? "yes" : null);
}
