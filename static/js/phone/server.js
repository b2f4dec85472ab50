/** Talking to the server: JSON both ways, and every failure by its kind. */

const PATIENCE = 30_000;
const PRODUCT = "auditapp";
const AWAY = new Set([408, 425, 429]);
const NO_LONGER_TRUSTED = new Set([400, 401, 403]);

/**
 * It did not work. `kind`: unreachable, broken, logged_out, or stranger (somebody else is logged in); `pause`: how many
 * seconds the server wants to be left alone.
 */
export class Trouble extends Error {
    constructor(kind, pause = 0) {
        super(kind);
        this.kind = kind;
        this.pause = pause;
    }
}

/** `user`: whose work is sent. Without a token of its own the first call asks for one. */
export class Server {
    #token = null;

    constructor(user) {
        this.user = user;
    }

    /** Send JSON: {status, body} for what the server understood. Throws Trouble. */
    send(method, address, content, options = {}) {
        return this.trusted((token) => this.#fetch(method, address, content, { ...options, token }));
    }

    /** Do `attempt` with a token, and once more with a new one where that, or the login, is no longer good. Throws Trouble. */
    async trusted(attempt) {
        if (!this.#token) await this.greet();
        let answer = await attempt(this.#token);
        if (NO_LONGER_TRUSTED.has(answer.status)) {
            await this.greet();
            answer = await attempt(this.#token);
        }
        if (answer.status >= 500 || AWAY.has(answer.status)) throw new Trouble("broken", answer.pause);
        // The login changed once more meanwhile: no verdict on what was sent.
        if (answer.status === 401 || answer.body?.error === "expired") throw new Trouble("broken");
        if (answer.body === null) throw new Trouble("unreachable");
        return answer;
    }

    /** Make sure that it is our server, and that it knows us; a captive portal answers anything. Throws Trouble. */
    async greet() {
        this.#token = null;
        const { status, body, pause } = await this.#fetch("GET", "/api/phone");
        if (status === 401) throw new Trouble("logged_out");
        if (status === 403) throw new Trouble("stranger");
        if (status >= 500 || AWAY.has(status)) throw new Trouble("broken", pause);
        if (body?.product !== PRODUCT) throw new Trouble("unreachable");
        if (body.user !== this.user) throw new Trouble("stranger");
        this.#token = body.csrf_token;
    }

    async #fetch(method, address, content, { keepalive = false, token = null } = {}) {
        const headers = { Accept: "application/json" };
        if (token) headers["X-CSRFToken"] = token;
        if (content) headers["Content-Type"] = "application/json";
        try {
            const body = content && JSON.stringify(content);
            const signal = AbortSignal.timeout(PATIENCE);
            const response = await fetch(address, { method, headers, body, keepalive, signal, cache: "no-store" });
            const pause = Number(response.headers.get("Retry-After")) || 0;
            return { status: response.status, body: jsonOf(await response.text()), pause };
        } catch {
            this.#token = null;
            throw new Trouble("unreachable");
        }
    }
}

/** The name of a refusal, for which the pages have words; an answer that gives only its status has none. */
export function reasonOf(error) {
    return typeof error === "string" ? error : "malformed";
}

/** Null for anything but JSON: a captive portal answers with a page of its own. */
export function jsonOf(text) {
    try {
        return JSON.parse(text);
    } catch {
        return null;
    }
}
