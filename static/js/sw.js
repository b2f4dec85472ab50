/**
 * The service worker: opens the auditor's pages where there is no connection, and what they need from what the phone keeps.
 *
 * It answers for GET alone and never stands in for our server: it only repeats, unchanged, what our server gave to the user who is
 * logged in. The server puts `self.auditapp` in front: the version of all files, those that have to be here, and the page for
 * what is not.
 */

import { NotFetched, PAGES, SHELL, alone, forgetReader, isKeepable, isOurs, isPage, isVersioned } from "./phone/kept.js";
import { keepAssets, keepPage, kept, keptAsset, noteReader, reader } from "./phone/kept.js";

const PATIENCE = 2500;
const { assets, offline } = self.auditapp;
const ROOT = new URL("./", self.location).pathname;
const HOME = `${ROOT}home`;
const MY_DATA = `${ROOT}my-data`;
const VISIT = /^visits\/\d+$/;
const PHOTO = /^photos\/[\da-f-]{36}\/thumbnail$/;
const DOORS = ["login", "logout"];

self.addEventListener("install", (event) => event.waitUntil(alone(install)));

self.addEventListener("message", (event) => {
    if (event.data === "take over") event.waitUntil(takeOver(event.source));
});

self.addEventListener("fetch", (event) => {
    const { request } = event;
    const url = new URL(request.url);
    if (url.origin !== self.location.origin) return;
    const path = url.pathname.slice(ROOT.length);
    if (request.method !== "GET") {
        if (DOORS.includes(path)) event.waitUntil(forgetReader());
        return;
    }
    if (request.mode === "navigate") event.respondWith(open(event, path));
    else if (isVersioned(url)) event.respondWith(fromPhone(keptAsset(request.url), request));
    else if (PHOTO.test(path)) event.respondWith(fromPhone(keptForReader(request.url), request));
});

/** Completely or not at all. */
async function install() {
    const page = await fetch(offline, { cache: "reload" });
    if (!isPage(page)) throw new NotFetched("away");
    await keepAssets(assets.map((address) => new URL(address, self.location).href));
    await keepPage(SHELL, offline, page);
}

/** The user wants this version now. A visit that is open keeps the one that it began with. */
async function takeOver(asker) {
    const windows = await self.clients.matchAll({ includeUncontrolled: true, type: "window" });
    const isVisit = ({ url }) => VISIT.test(new URL(url).pathname.slice(ROOT.length));
    if (windows.some(isVisit)) asker.postMessage("visit open");
    else await self.skipWaiting();
}

async function fromPhone(finding, request) {
    return (await finding) ?? fetch(request);
}

async function keptForReader(address) {
    const user = await reader();
    return user === null ? undefined : kept(PAGES + user, address);
}

/** The network's answer; where a page is kept, that page instead of an answer that is late, broken, or not ours. */
async function open(event, path) {
    const address = path === "" ? HOME : ROOT + path;
    const isKept = [HOME, MY_DATA].includes(address) || VISIT.test(path);
    const answer = ask(event, address, isKept);
    event.waitUntil(answer.catch(() => {}));
    const copy = isKept ? await keptForReader(address) : undefined;
    if (!copy) return answer.then(({ response }) => response).catch(offlinePage);
    const trusted = answer.then(({ response, isGood }) => (isGood ? response : copy));
    return Promise.race([trusted, after(PATIENCE, copy)]).catch(() => copy);
}

async function offlinePage() {
    return (await kept(SHELL, offline)) ?? Response.error();
}

/** What the network answers, whole: {response, isGood}. */
async function ask(event, address, isKept) {
    const response = await fetch(event.request);
    if (response.type === "opaqueredirect") return { response, isGood: await isOurServer() };
    if (!isOurs(response)) return { response, isGood: false };
    await noteReader(response);
    if (!isKept) return { response, isGood: true };
    const whole = new Response(await response.arrayBuffer(), response);
    const user = response.headers.get("Auditapp-User");
    if (isKeepable(response, user)) event.waitUntil(keep(PAGES + user, address, whole.clone()));
    return { response: whole, isGood: response.status < 500 };
}

/** What cannot be kept now is kept another time: home looks after it. */
function keep(cacheName, address, response) {
    return alone(() => keepPage(cacheName, address, response)).catch(() => {});
}

/** A redirect does not say where it comes from, a page of ours does. */
async function isOurServer() {
    const answer = await fetch(offline, { method: "HEAD", cache: "no-store" });
    return isOurs(answer) && !answer.redirected;
}

function after(pause, value) {
    return new Promise((resolve) => setTimeout(() => resolve(value), pause));
}
