/** Photos at their questions: taken, shown at once, sent, removed, taken again. What could not be sent is tried again. */

import { root, say } from "./data.js";
import { newId } from "./ids.js";
import { Trouble } from "./server.js";
import { putPhoto } from "./upload.js";

const LARGEST = 25_000_000;
const PAUSE = 5000;

/** Event: `changed`, when `waiting` (photos not on the server yet) or `trouble` may have changed. */
export class Photos extends EventTarget {
    /** Items that are not safe yet. */
    waiting = new Set();

    /** Without a server, as in a preview, photos stay on this page. */
    constructor(log, server) {
        super();
        this.log = log;
        this.server = server;
        root.addEventListener("change", ({ target }) => this.#follow(target));
        for (const item of root.querySelectorAll("[data-photo]")) this.#offerRetake(item);
        addEventListener("online", () => this.retry());
        addEventListener("focus", () => this.retry());
    }

    /** Why a photo still waits, as a kind of Trouble; null where nothing went wrong. */
    get trouble() {
        return [...this.waiting].map(({ trouble }) => trouble).find(Boolean) ?? null;
    }

    /** Send again what failed. */
    retry() {
        for (const photo of this.waiting) if (photo.trouble) this.#send(photo);
    }

    #follow(target) {
        const holder = target.closest("[data-question]");
        if (target.type === "file" && target.files.length) {
            for (const file of target.files) this.#take(holder, file, target.replaces);
            target.value = "";
            target.replaces = null;
        } else if (target.name.startsWith("remove-")) {
            this.#remove(holder, target.closest("li"), target.checked);
        }
    }

    #take(holder, file, replaces) {
        const item = document.getElementById("photo-item").content.firstElementChild.cloneNode(true);
        const list = listOf(holder);
        list.append(item);
        const photo = { id: newId(), question: holder.dataset.question, file, item, replaces };
        item.dataset.photo = photo.id;
        const image = item.querySelector("img");
        // Not every browser can show what a phone takes (HEIC): the server's thumbnail comes a moment later.
        for (const name of ["error", "load"]) image.addEventListener(name, () => (image.hidden = name === "error"));
        image.src = URL.createObjectURL(file);
        image.alt = say("photo", { number: list.children.length });
        item.querySelector('[type="checkbox"]').name = `remove-${photo.id}`;
        item.querySelector("button").addEventListener("click", () => this.#discard(photo));
        if (file.size > LARGEST) return this.#refuse(photo, say("too_large"));
        this.waiting.add(photo);
        this.#send(photo);
    }

    async #send(photo) {
        const isRetry = Boolean(photo.trouble);
        photo.trouble = null;
        this.#show(photo, say("uploading"));
        try {
            // A server that refuses a large body may hang up before it says why: so ask first.
            if (isRetry) await this.server.renew();
            const { status, body } = this.server ? await this.#put(photo) : { status: 201, body: {} };
            if (status < 300) this.#keep(photo, body);
            else this.#refuse(photo, body.message ?? say("photo_conflict"));
        } catch (error) {
            // What cannot even be read (a file that is gone from the phone) will not get better by waiting.
            if (!(error instanceof Trouble)) return this.#refuse(photo, say("not_an_image"));
            photo.trouble = error.kind;
            this.#show(photo, say("photo_waits"));
            setTimeout(() => photo.trouble && this.#send(photo), PAUSE);
        }
        this.dispatchEvent(new Event("changed"));
    }

    #put(photo) {
        const progress = photo.item.querySelector("progress");
        return putPhoto(this.server, photo, (share) => (progress.value = share));
    }

    #keep(photo, { thumbnail }) {
        const { item, question, id, replaces } = photo;
        this.waiting.delete(photo);
        if (thumbnail) showThumbnail(item.querySelector("img"), thumbnail);
        item.classList.add("kept");
        this.#show(photo, "");
        this.log.record(question, "photo", "attached", { item: id });
        if (replaces) this.#drop(question, replaces);
        this.#offerRetake(item);
    }

    /** It will never be taken: the reason stays at its place until the auditor puts it away. */
    #refuse(photo, message) {
        this.waiting.delete(photo);
        photo.item.classList.add("refused");
        this.#show(photo, message);
        this.dispatchEvent(new Event("changed"));
    }

    #discard({ item }) {
        const holder = item.closest("[data-question]");
        item.remove();
        holder.querySelector('[type="file"]').focus();
    }

    #show({ item, trouble }, text) {
        const line = item.querySelector("p");
        const isWrong = Boolean(trouble) || item.classList.contains("refused");
        Object.assign(line, { textContent: text, hidden: !text, className: isWrong ? "error-text" : "hint" });
        line.setAttribute("role", isWrong ? "alert" : "status");
    }

    /** Removed photos stay in sight, so that the tap can be taken back. */
    #remove(holder, item, removed) {
        item.classList.toggle("gone", removed);
        this.log.record(holder.dataset.question, "photo", removed ? "removed" : "attached", { item: item.dataset.photo });
    }

    #drop(question, replaced) {
        this.log.record(question, "photo", "removed", { item: replaced.dataset.photo });
        replaced.remove();
    }

    #offerRetake(item) {
        const button = document.createElement("button");
        Object.assign(button, { type: "button", className: "button secondary", textContent: say("retake") });
        button.addEventListener("click", () => {
            const input = item.closest("[data-question]").querySelector('[type="file"]');
            input.replaces = item;
            input.addEventListener("cancel", () => (input.replaces = null), { once: true });
            input.click();
        });
        item.append(button);
    }
}

/** A phone's memory is small: let the large original go. */
function showThumbnail(image, address) {
    URL.revokeObjectURL(image.src);
    image.src = address;
}

function listOf(holder) {
    const known = holder.querySelector(".photos");
    if (known) return known;
    const list = document.createElement("ul");
    list.className = "photos";
    holder.querySelector(".tools").before(list);
    return list;
}
