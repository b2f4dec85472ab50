/**
 * The auditor's page beside the form, loaded anew after each save while it is in sight; what was answered in it stays.
 * Event: `answers` {answers, scenario, rules}, as that page tells them.
 */

import { byId, Pause } from "./dom.js";

const frame = byId("preview");
const CALM = 600;

export class Preview extends EventTarget {
    #isShown = false;
    #isOld = true;
    #reload = new Pause(CALM, () => this.#load());

    constructor() {
        super();
        window.addEventListener("message", ({ data, origin, source }) => {
            if (origin === location.origin && source === frame.contentWindow) this.dispatchEvent(new CustomEvent("answers", { detail: data }));
        });
    }

    show(isShown) {
        this.#isShown = isShown;
        if (isShown && this.#isOld) this.#load();
    }

    /** The draft was saved: what stands there is old. */
    refresh() {
        this.#isOld = true;
        if (this.#isShown) this.#reload.soon();
    }

    clear() {
        sessionStorage.removeItem(keptAs());
        this.#load();
    }

    #load() {
        this.#isOld = false;
        if (frame.src) frame.contentWindow.location.reload();
        else frame.src = frame.dataset.src;
    }
}

/** Where the page in the frame keeps what is answered in it. */
function keptAs() {
    return `auditapp-preview ${frame.dataset.src}`;
}
