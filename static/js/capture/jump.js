/** Ways through the page: to a question, to the next one that is unanswered, to the end. */

import { holderOf, root, say } from "./data.js";

const HEAD = 90;
const button = document.getElementById("next");
/** The question that had the focus last; the button itself takes the focus away from it. */
let current = null;

/** Bring a question into sight and the keyboard to it; its section opens. */
export function goTo(key) {
    const holder = holderOf(key);
    holder.closest("details").open = true;
    show(holder);
}

/** The button in the bar, and all links to questions. */
export function followJumps(board) {
    button.hidden = false;
    root.addEventListener("focusin", ({ target }) => {
        current = target.closest("[data-question]") ?? current;
    });
    button.addEventListener("click", () => {
        const key = nextOpen(board);
        if (key) goTo(key);
        else show(document.getElementById("finish"));
    });
    root.addEventListener("painted", () => nameButton(board));
    addEventListener("scrollend", () => nameButton(board));
    document.addEventListener("click", (event) => {
        const link = event.target.closest('a[href^="#q-"]');
        if (!link) return;
        event.preventDefault();
        goTo(link.hash.slice(3));
    });
    nameButton(board);
}

function show(place) {
    place.tabIndex = -1;
    place.focus({ preventScroll: true });
    place.scrollIntoView({ block: "start" });
}

function nameButton(board) {
    button.textContent = say(nextOpen(board) ? "next" : "finish");
}

/** The next question with something to do below the present one; from the end, the first that still needs something. */
function nextOpen(board) {
    const holders = [...root.querySelectorAll("[data-question]")].filter(({ dataset }) => board.isAsked(dataset.question));
    const isOpen = ({ dataset }) => !board.isAnswered(dataset.question) || board.gaps.has(dataset.question);
    const below = holders.slice(present(holders) + 1).find(isOpen);
    const next = below ?? holders.find(({ dataset }) => board.gaps.has(dataset.question));
    return next?.dataset.question;
}

/** Index of the question that is being worked on: the last focused one if it is in sight, else the one above the first in sight. */
function present(holders) {
    const focused = holders.indexOf(current);
    if (focused >= 0 && isInSight(holders[focused])) return focused;
    const first = holders.findIndex((holder) => isInSight(holder));
    return first < 0 ? holders.findLastIndex((holder) => isAbove(holder)) : first - 1;
}

function isInSight(holder) {
    const { top, bottom, height } = holder.getBoundingClientRect();
    return height > 0 && bottom > HEAD && top < innerHeight;
}

function isAbove(holder) {
    const { bottom } = holder.closest("details").getBoundingClientRect();
    return bottom <= HEAD;
}
