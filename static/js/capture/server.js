/** Talking to the server: JSON both ways, one try after a new CSRF token, and every failure by its kind. */

const PATIENCE = 30_000;
const NO_LONGER_TRUSTED = new Set([400, 401, 403]);

/** It did not work. `kind`: unreachable, broken, logged_out, or stranger (somebody else is logged in). */
export class Trouble extends Error {
    constructor(kind) {
        super(kind);
        this.kind = kind;
    }
}

export class Server {
    constructor({ api, csrf_token: token }) {
        this.api = api;
        this.token = token;
    }

    /** Send JSON: {status, body} for what the server understood. Throws Trouble. */
    send(method, path, content, options = {}) {
        return this.trusted(() => this.#fetch(method, path, content, options));
    }

    /** Do `attempt`, and once more with a new token where the old one, or the login, is no longer good. */
    async trusted(attempt) {
        let answer = await attempt();
        if (NO_LONGER_TRUSTED.has(answer.status)) {
            await this.renew();
            answer = await attempt();
        }
        return understood(answer);
    }

    /** Get a new token, or learn what is wrong. Throws Trouble. */
    async renew() {
        const { status, body } = await this.#fetch("GET", "");
        if (status === 401) throw new Trouble("logged_out");
        if (status === 403 || status === 404) throw new Trouble("stranger");
        this.token = understood({ status, body }).body.csrf_token;
    }

    async #fetch(method, path, content, { keepalive = false } = {}) {
        const headers = { Accept: "application/json", "X-CSRFToken": this.token };
        if (content) headers["Content-Type"] = "application/json";
        try {
            const body = content && JSON.stringify(content);
            const signal = AbortSignal.timeout(PATIENCE);
            const response = await fetch(this.api + path, { method, headers, body, keepalive, signal });
            return { status: response.status, body: jsonOf(await response.text()) };
        } catch {
            throw new Trouble("unreachable");
        }
    }
}

/** Null for anything but JSON: a captive portal answers with a page of its own. */
export function jsonOf(text) {
    try {
        return JSON.parse(text);
    } catch {
        return null;
    }
}

function understood(answer) {
    const { status, body } = answer;
    if (status >= 500 || NO_LONGER_TRUSTED.has(status) || status === 408 || status === 429) throw new Trouble("broken");
    if (body === null) throw new Trouble("unreachable");
    if (status === 404) throw new Trouble("stranger");
    return answer;
}
