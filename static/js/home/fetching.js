/** Fetches the auditor's home and open visits, keeps them on the phone, and removes what is no longer needed. */

import { NotKept } from "../phone/db.js";
import { NotFetched, PAGES, SHELL, isKeepable, isOurs, isPage, keepPage, kept, noteReader } from "../phone/kept.js";
import { photosIn, prune, sizeOf } from "../phone/kept.js";
import { pages, phone } from "./page.js";
import { visitsWithUnsentWork } from "./waiting.js";

const PATIENCE = 30_000;
const NUMBER = /^\d+$/;
const VISIT = /\/visits\/(\d+)$/;

/** Bring the kept home up to date: its text, which is the kept one where nothing changed. Throws NotFetched. */
export async function fetchHome() {
    const response = await fetched(phone.home, pages, (answer) => isKeepable(answer, phone.user));
    const text = await response.clone().text();
    await noteReader(response);
    await keepPage(pages, phone.home, response);
    return text;
}

/** Keep a visit, or the page about the data on this phone. Throws NotFetched. */
export async function fetchPage(address) {
    const response = await fetched(address, pages, (answer) => isKeepable(answer, phone.user));
    await keepPage(pages, address, response);
}

/** Keep the page for what is not kept, in the language that is read now. Throws NotFetched. */
export async function fetchOfflinePage() {
    await keepPage(SHELL, phone.offline, await fetched(phone.offline, SHELL, isPage));
}

/** Bytes of a visit: its page and its photos; null where it is not kept. */
export async function sizeOfVisit(address) {
    const page = await kept(pages, address);
    if (!page) return null;
    return sizeOf(pages, [address, ...photosIn(await page.text(), location)]);
}

/** Remove visits that are no longer open, other users' pages, and their files, unless work on them still waits here. */
export async function tidy(open) {
    try {
        await tidyOthers();
        await tidyOwn(new Set([phone.home, phone.my_data, ...open]));
    } catch (error) {
        if (!(error instanceof NotKept)) throw error; // Where the phone does not say what waits, everything stays.
    }
    await prune();
}

async function tidyOthers() {
    const others = (await caches.keys()).filter((name) => name.startsWith(PAGES) && name !== pages);
    for (const name of others) {
        if (!(await visitsWithUnsentWork(name.slice(PAGES.length))).size) await caches.delete(name);
    }
}

async function tidyOwn(wanted) {
    const unsent = await visitsWithUnsentWork(phone.user);
    const cache = await caches.open(pages);
    const paths = (await cache.keys()).map(({ url }) => new URL(url).pathname);
    const numberOf = (path) => Number(VISIT.exec(path)?.[1]);
    const isWanted = (path) => wanted.has(path) || unsent.has(numberOf(path));
    const visits = paths.filter(isWanted);
    const texts = await Promise.all(visits.map(async (path) => (await cache.match(path, { ignoreVary: true })).text()));
    const photos = new Set(texts.flatMap((text) => photosIn(text, location)).map((url) => new URL(url).pathname));
    const gone = paths.filter((path) => !isWanted(path) && !photos.has(path));
    await Promise.all(gone.map((path) => cache.delete(path, { ignoreVary: true })));
}

/** The server's page, or the kept one where it says that nothing changed. */
async function fetched(address, cacheName, isGood) {
    const copy = await kept(cacheName, address);
    const tag = copy?.headers.get("ETag");
    const headers = tag ? { "If-None-Match": tag } : {};
    const signal = AbortSignal.timeout(PATIENCE);
    const answer = await fetch(address, { headers, signal, cache: "no-store" }).catch(() => null);
    if (!answer || !isOurs(answer)) throw new NotFetched("away");
    if (answer.status === 401) throw new NotFetched("logged_out");
    const user = answer.headers.get("Auditapp-User");
    if (NUMBER.test(user) && user !== String(phone.user)) throw new NotFetched("stranger");
    if (answer.status === 304) return copy;
    if (!isGood(answer)) throw new NotFetched("broken");
    return answer;
}
