/**
 * Our pages and files in the phone's Cache API, for the service worker and for the auditor's home.
 *
 * `auditapp-pages-<user>` holds what one user may read, `auditapp-assets` files under versioned addresses, which never change,
 * `auditapp-shell` the page for what is not kept, `auditapp-session` who was logged in last.
 */

export const PAGES = "auditapp-pages-";
export const SHELL = "auditapp-shell";
const ASSETS = "auditapp-assets";
const SESSION = "auditapp-session";
const READER = "/reader";
const NOBODY = "none";
const LOCK = "auditapp-kept";
const OPEN_VISIT = /^auditapp-\d+-visit-\d+$/;
const VERSIONED = /[^"'\s()<>=]+\?v=[0-9a-f]{12}|[^"'\s()<>=]*\/scripts\/[0-9a-f]{12}\/[\w/-]+\.js(?:\/[\w-]+\.js)?/g;
const THUMBNAIL = /[^"'\s<>=]*\/photos\/[0-9a-f-]{36}\/thumbnail/g;

/** An answer that may not be kept. `kind`: `away` (nobody or a stranger answered), `logged_out`, `stranger` or `broken`. */
export class NotFetched extends Error {
    constructor(kind) {
        super(kind);
        this.kind = kind;
    }
}

/** Whether our server answered: nobody else knows the header. */
export function isOurs(response) {
    return response.headers.has("Auditapp-User");
}

/** Whether this is a page that `user` may keep. */
export function isKeepable(response, user) {
    return isPage(response) && response.headers.get("Auditapp-Page") === String(user);
}

/** Whether this is a page of ours, whole and under its own address. */
export function isPage(response) {
    const isHtml = response.headers.get("Content-Type")?.startsWith("text/html");
    return response.status === 200 && !response.redirected && isHtml && isOurs(response);
}

/** Whether the address holds the version of its content. */
export function isVersioned({ pathname, search }) {
    return (pathname + search).match(VERSIONED)?.[0] === pathname + search;
}

/** Do `work` while nobody else on this phone adds to what is kept, or tidies it. */
export function alone(work) {
    return navigator.locks.request(LOCK, work);
}

/** Who was logged in last on this browser, as a text; null after a logout. */
export async function reader() {
    const entry = await caches.match(READER, { cacheName: SESSION });
    return entry ? entry.text() : null;
}

/** Remember whom an answer of ours was for. */
export async function noteReader({ headers }) {
    const user = headers.get("Auditapp-User");
    if (user === NOBODY) await forgetReader();
    else if (/^\d+$/.test(user) && user !== (await reader())) {
        await (await caches.open(SESSION)).put(READER, new Response(user));
    }
}

/** From now on nobody's pages are shown. */
export async function forgetReader() {
    await (await caches.open(SESSION)).delete(READER);
}

/** What is kept under an address, in the cache of this name. */
export function kept(cacheName, address) {
    return caches.match(address, { cacheName, ignoreVary: true });
}

/** A file that is kept under its versioned address. */
export function keptAsset(address) {
    return kept(ASSETS, address);
}

/** The versioned addresses that a text refers to. */
export function assetsIn(text, base) {
    return [...new Set(Array.from(text.matchAll(VERSIONED), ([address]) => new URL(address, base).href))];
}

/** The addresses of the photos that a page shows. */
export function photosIn(text, base) {
    return [...new Set(Array.from(text.matchAll(THUMBNAIL), ([address]) => new URL(address, base).href))];
}

/**
 * Keep a page, after everything that it needs: what is there of a page is always enough to open it. Its `Date` is that of the
 * phone, now: what stands before the server may add another one to the server's. Throws NotFetched.
 */
export async function keepPage(cacheName, address, response) {
    const text = await response.text();
    await keepAssets(assetsIn(text, self.location));
    const cache = await caches.open(cacheName);
    await Promise.all(photosIn(text, self.location).map((photo) => keepPhoto(cache, photo)));
    const headers = new Headers(response.headers);
    headers.set("Date", new Date().toUTCString());
    await cache.put(address, new Response(text, { headers }));
}

/** Keep files under versioned addresses, and what style sheets refer to: all of them or none. Throws NotFetched. */
export async function keepAssets(addresses) {
    const cache = await caches.open(ASSETS);
    const known = await Promise.all(addresses.map((address) => cache.match(address, { ignoreVary: true })));
    const missing = addresses.filter((_, place) => !known[place]);
    const answers = await Promise.all(missing.map(fetchAsset));
    const sheets = await Promise.all(answers.map((answer) => (isSheet(answer) ? answer.clone().text() : "")));
    const further = sheets.flatMap((text, place) => assetsIn(text, missing[place]));
    if (further.length) await keepAssets(further);
    await Promise.all(answers.map((answer, place) => cache.put(missing[place], answer)));
}

/** Remove the files that nothing kept on this phone refers to any more, while no visit is open that may still ask for one. */
export async function prune() {
    const { held } = await navigator.locks.query();
    if (held.some(({ name }) => OPEN_VISIT.test(name))) return;
    const needed = new Set();
    for (const name of await caches.keys()) {
        if (name === SHELL || name.startsWith(PAGES)) for (const address of await neededBy(name)) needed.add(address);
    }
    const cache = await caches.open(ASSETS);
    for (const address of [...needed]) {
        const sheet = await cache.match(address, { ignoreVary: true });
        if (sheet && isSheet(sheet)) for (const further of assetsIn(await sheet.text(), address)) needed.add(further);
    }
    const files = await cache.keys();
    await Promise.all(files.filter(({ url }) => !needed.has(url)).map((file) => cache.delete(file)));
}

/** How many bytes lie in a cache, under these addresses or all. */
export async function sizeOf(cacheName, addresses) {
    const cache = await caches.open(cacheName);
    const wanted = addresses ?? (await cache.keys());
    const answers = await Promise.all(wanted.map((address) => cache.match(address, { ignoreVary: true })));
    const bodies = await Promise.all(answers.map((answer) => answer?.blob()));
    return bodies.reduce((sum, body) => sum + (body?.size ?? 0), 0);
}

/** How many bytes the files take that pages share. */
export function sizeOfAssets() {
    return sizeOf(ASSETS);
}

async function neededBy(cacheName) {
    const cache = await caches.open(cacheName);
    const answers = await Promise.all((await cache.keys()).map((page) => cache.match(page, { ignoreVary: true })));
    const pages = answers.filter((answer) => isPage(answer));
    const texts = await Promise.all(pages.map((page) => page.text()));
    return texts.flatMap((text) => assetsIn(text, self.location));
}

/** What the browser has is good, unless a captive portal answered for the file once. */
async function fetchAsset(address) {
    let answer = null;
    for (const cache of ["default", "reload"]) {
        answer = await fetch(address, { cache }).catch(() => null);
        if (answer?.status === 200 && !answer.redirected && isForEver(answer)) return answer;
    }
    throw new NotFetched(answer ? "broken" : "away");
}

function isForEver({ headers }) {
    return Boolean(headers.get("Cache-Control")?.includes("immutable")) && !headers.get("Content-Type")?.startsWith("text/html");
}

function isSheet({ headers }) {
    return Boolean(headers.get("Content-Type")?.startsWith("text/css"));
}

async function keepPhoto(cache, address) {
    if (await cache.match(address, { ignoreVary: true })) return;
    const answer = await fetch(address);
    if (isOurs(answer) && answer.status === 200 && answer.headers.get("Content-Type") === "image/jpeg") await cache.put(address, answer);
}
