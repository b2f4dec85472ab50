/** The draft on the server. A login that was renewed brings another token: it is fetched, and the call made again. */

import { state } from "../phone/page.js";

const ADDRESS = state.address;
/** What takes longer than this, in milliseconds, is no answer. */
const PATIENCE = 30_000;

/** `status` is the answer's, 0 where there was none. */
export class ServerRefused extends Error {
    constructor(status, body) {
        super(String(status));
        Object.assign(this, { status, body });
    }

    /** Whether the login is another one than the page knows. */
    get isExpired() {
        return this.status === 400 && this.body?.error === "expired";
    }
}

export class Server {
    #token = state.csrf_token;
    #renewal = null;

    /** {revision, content, problems, edited_by, edited_at}. */
    draft() {
        return this.#call("GET", "");
    }

    /** {revision, problems}; throws ServerRefused, with 409 and the draft where somebody else saved. */
    save(changes, revision) {
        return this.#call("PUT", "", { changes, revision, draft: state.draft });
    }

    /** {revision, others}. */
    isHere() {
        return this.#call("POST", "/presence");
    }

    async #call(method, path, body) {
        const token = this.#token;
        try {
            return await this.#once(method, path, body);
        } catch (error) {
            if (!error.isExpired) throw error;
        }
        if (token === this.#token) await this.#renew();
        return this.#once(method, path, body);
    }

    /** Two that ask at once would be given two tokens by a login without one, and the browser keeps only the later. */
    #renew() {
        this.#renewal ??= this.#fetchToken().finally(() => (this.#renewal = null));
        return this.#renewal;
    }

    async #fetchToken() {
        this.#token = (await this.#once("GET", "")).csrf_token;
    }

    async #once(method, path, body) {
        const headers = { Accept: "application/json", "X-CSRFToken": this.#token };
        if (body) headers["Content-Type"] = "application/json";
        const answer = await this.#fetched(ADDRESS + path, { method, headers, body: body && JSON.stringify(body) });
        const data = await answer.json().catch(() => null);
        if (!answer.ok || !data) throw new ServerRefused(answer.ok ? 0 : answer.status, data);
        return data;
    }

    async #fetched(address, options) {
        try {
            return await fetch(address, { ...options, signal: AbortSignal.timeout(PATIENCE) });
        } catch {
            throw new ServerRefused(0, null);
        }
    }
}
