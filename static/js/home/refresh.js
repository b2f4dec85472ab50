/** Keeps home and the open visits on the phone whenever there is a connection, and says how far that is. */

import { NotFetched, alone, kept, sizeOf, sizeOfAssets } from "../phone/kept.js";
import { fetchHome, fetchOfflinePage, fetchPage, sizeOfVisit, tidy } from "./fetching.js";
import { listedVisits, mark } from "./marks.js";
import { dismiss, momentText, notify, pages, phone, show, sizeText } from "./page.js";
import { hasWorker } from "./update.js";

const PERIOD = 30_000;
const NO_NETWORK = new Set(["TypeError", "TimeoutError", "AbortError"]);
const TROUBLES = ["away", "logged_out", "broken", "full"];
const progress = document.getElementById("kept-progress");
let running = null;
let trouble = null;
let lastTime = 0;

/** Begin, and go on by itself: when the connection comes back, when the page is looked at again, and on "Try again". */
export function keepFresh() {
    refresh();
    addEventListener("online", refresh);
    addEventListener("offline", refresh);
    document.addEventListener("visibilitychange", refreshAfterAWhile);
    setInterval(() => trouble && refreshAfterAWhile(), PERIOD);
    document.addEventListener("click", ({ target }) => target.closest("[data-again]") && refresh());
}

function refreshAfterAWhile() {
    if (!document.hidden && Date.now() - lastTime > PERIOD / 2) refresh();
}

/** Whether the server could not be reached when it was last asked. */
export function isAway() {
    return trouble === "away";
}

/** Fetch and keep everything now, then show what is there. */
function refresh() {
    running ??= everything().finally(() => (running = null));
    return running;
}

async function everything() {
    const worker = hasWorker();
    progress.hidden = false;
    trouble = await fetchAll();
    const isReady = await worker;
    if (!isReady) trouble ??= "broken";
    lastTime = Date.now();
    progress.hidden = true;
    if (trouble === "stranger") location.reload();
    else await paint(isReady);
}

/** Gives the kind of trouble that there was, or null. */
async function fetchAll() {
    try {
        replaceList(await alone(fetchHome));
        await alone(fetchOfflinePage);
        const failure = await fetchVisits();
        await alone(() => fetchPage(phone.my_data));
        if (!failure) await alone(() => tidy(listedVisits()));
        return failure;
    } catch (error) {
        return kindOf(error);
    }
}

/** One after the other, so that the first is soon ready; gives the kind of trouble that the last failure was. */
async function fetchVisits() {
    const visits = listedVisits();
    let failure = null;
    Object.assign(progress, { max: visits.length || 1, value: 0 });
    for (const address of visits) {
        if ((await sizeOfVisit(address)) === null) mark(address, "fetching");
        try {
            await alone(() => fetchPage(address));
            if (navigator.serviceWorker.controller) mark(address, "ready", await sizeOfVisit(address));
        } catch (error) {
            failure = kindOf(error);
            if (failure !== "broken") throw error;
        }
        progress.value += 1;
    }
    return failure;
}

function kindOf(error) {
    if (error instanceof NotFetched) return error.kind;
    if (error.name === "QuotaExceededError") return "full";
    if (NO_NETWORK.has(error.name)) return "away";
    throw error;
}

/** Somebody may have given or taken a visit since this page was kept. */
function replaceList(text) {
    const fresh = new DOMParser().parseFromString(text, "text/html").getElementById("visits");
    const list = document.getElementById("visits");
    if (contentOf(fresh) === contentOf(list)) return;
    list.replaceWith(document.adoptNode(fresh));
}

/** Without our own marks. */
function contentOf(list) {
    const copy = list.cloneNode(true);
    for (const place of copy.querySelectorAll("[data-kept], [data-work]")) place.remove();
    return copy.innerHTML;
}

/** Without a worker nothing opens offline, whatever is kept. */
async function paint(isReady) {
    for (const address of listedVisits()) {
        const size = isReady ? await sizeOfVisit(address) : null;
        mark(address, size === null ? "missing" : "ready", size);
    }
    const copy = await kept(pages, phone.home);
    for (const kind of TROUBLES) if (kind !== trouble) dismiss(kind);
    if (trouble) paintTrouble(copy);
    document.querySelector("[data-total]").textContent = sizeText((await sizeOf(pages)) + (await sizeOfAssets()));
    show("kept", isReady && copy !== undefined);
}

function paintTrouble(copy) {
    const place = notify(trouble).querySelector("[data-as-of]");
    if (place && copy) place.textContent = momentText(new Date(copy.headers.get("Date")));
}
