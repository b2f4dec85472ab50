/** Photos at their questions: taken, kept on this phone, shown at once, sent, removed, taken again. */

import { newId } from "../phone/ids.js";
import { photoOf } from "./camera.js";
import { holderOf, root, say } from "./data.js";
import { LARGEST, takeOver } from "./early_photo.js";
import { PhotoItem } from "./photo_item.js";

/** Event: `changed`, when `rows` (of the database, by id; with their bytes while they are not safe) or `unkept` have changed. */
export class Photos extends EventTarget {
    rows = new Map();
    /** Photos that are being prepared, or that the phone could not keep yet. */
    unkept = new Set();
    #items = new Map();

    constructor(log) {
        super();
        this.log = log;
        root.addEventListener("change", ({ target }) => this.#follow(target));
        for (const element of root.querySelectorAll("[data-photo]")) this.#adopt(new PhotoItem(element));
        this.#takeAll();
        log.addEventListener("merged", ({ detail }) => detail.questions.forEach((key) => this.#merge(key)));
        log.addEventListener("changed", () => this.#paintWaiting());
        log.store?.addEventListener("reopened", () => this.#keepAgain());
    }

    /** Take in what the phone's database holds, and show it. */
    async load() {
        for (const row of await this.log.store.all("photos", this.log.visit)) {
            const known = this.rows.get(row.id);
            this.rows.set(row.id, { ...row, buffer: known?.buffer });
        }
        for (const key of Object.keys(this.log.answers)) await this.#merge(key);
        for (const id of this.rows.keys()) this.#paint(id);
        this.#changed();
    }

    /** What became of photos: {state, code, message, thumbnail} by id. */
    settle(results) {
        for (const [id, result] of results) {
            const row = this.rows.get(id);
            if (!row) continue;
            Object.assign(row, result);
            if (row.state === "safe") row.buffer = null;
            this.#paint(id);
        }
        this.#changed();
    }

    /** How far one is on its way, from 0 to 1. */
    progress({ id, share }) {
        this.#items.get(id)?.progress(share);
    }

    /** Whether the server has a photo; what another phone took is known from there. */
    isSafe(id) {
        const row = this.rows.get(id);
        return !row || row.state === "safe";
    }

    /** Those that the server will not have, of one question or of all, as far as they were not put away. */
    refused(question) {
        return this.log.photos().filter((id) => {
            const row = this.rows.get(id);
            return row?.state === "refused" && (question === undefined || row.question === question);
        });
    }

    #follow(target) {
        if (target.type === "file") this.#takeAll();
        else if (target.name.startsWith("remove-")) {
            const { photo } = target.closest("[data-photo]").dataset;
            this.#remove(target.closest("[data-question]"), photo, target.checked);
        }
    }

    /** What was picked, now or before this was here. */
    #takeAll() {
        for (const picked of takeOver()) this.#take(picked);
    }

    /** The order of taking is that of the list, whichever is ready first. */
    async #take({ file, question, origin, replaces }) {
        const id = newId();
        const holder = holderOf(question);
        const item = PhotoItem.appended(holder, id);
        this.#adopt(item);
        if (file.size > LARGEST) return this.#refuse(item, "too_large");
        this.unkept.add(id);
        item.say(say("saving"));
        this.#changed();
        try {
            const place = { id, visit: this.log.visit, question };
            const photo = { ...place, ...(await photoOf(file)), ...origin, state: this.log.store ? "waiting" : "safe" };
            item.show(photo);
            await this.#keep(photo);
            if (replaces) this.#drop(holder, replaces);
        } catch (error) {
            if (!(error instanceof DOMException)) throw error;
            // What cannot even be read (a file that is gone from the phone) will not get better by waiting.
            this.unkept.delete(id);
            this.#refuse(item, "not_an_image");
        }
    }

    async #keep(photo) {
        const { buffer, ...row } = photo;
        this.rows.set(photo.id, photo);
        const files = { photos: [row], files: [{ id: photo.id, buffer }] };
        await this.log.record(photo.question, "photo", "attached", { item: photo.id, files });
        this.#paint(photo.id);
        this.#changed();
    }

    /** Those whose bytes are still here, after the database was lost. */
    #keepAgain() {
        const held = [...this.rows.values()].filter(({ buffer }) => buffer);
        const photos = held.map(({ buffer: _, ...row }) => row);
        const files = held.map(({ id, buffer }) => ({ id, buffer }));
        if (held.length) this.log.keep({ photos, files });
    }

    /** It will never be taken: the reason stays at its place until the auditor puts it away. */
    #refuse(item, name) {
        item.refuse(say(name));
        this.#changed();
    }

    /** Removed photos stay in sight, so that the tap can be taken back. */
    #remove(holder, id, removed) {
        this.log.record(holder.dataset.question, "photo", removed ? "removed" : "attached", { item: id });
        this.#paint(id);
    }

    #drop(holder, id) {
        this.log.record(holder.dataset.question, "photo", "removed", { item: id });
        this.#items.get(id)?.remove();
        this.#items.delete(id);
    }

    #adopt(item) {
        this.#items.set(item.id, item);
        item.addEventListener("retake", () => {
            const input = item.element.closest("[data-question]").querySelector('[type="file"]');
            input.replaces = item.id;
            input.addEventListener("cancel", () => (input.replaces = null), { once: true });
            input.click();
        });
        item.addEventListener("discard", () => this.#discard(item));
    }

    #discard(item) {
        const holder = item.element.closest("[data-question]");
        if (this.rows.has(item.id)) this.log.record(holder.dataset.question, "photo", "removed", { item: item.id });
        item.remove();
        this.#items.delete(item.id);
        holder.querySelector('[type="file"]').focus();
        this.#changed();
    }

    async #merge(key) {
        const holder = holderOf(key);
        if (!holder) return;
        for (const id of this.log.answerTo(key).photos) {
            if (this.#items.has(id)) continue;
            const item = PhotoItem.appended(holder, id);
            this.#adopt(item);
            const { store } = this.log;
            const row = this.rows.get(id) ?? (await store.get("photos", id));
            const file = row && (await store.get("files", id));
            item.show(file ? { ...file, type: row.type } : { thumbnail: `/photos/${id}/thumbnail` });
            if (row && !this.rows.has(id)) this.rows.set(id, row);
        }
        for (const id of this.#items.keys()) this.#paint(id);
    }

    #paint(id) {
        const item = this.#items.get(id);
        const operation = item && this.log.at(item.question, "photo", id);
        // One that is being prepared, or was refused before it was attached, is neither kept nor safe.
        if (!operation) return;
        const row = this.rows.get(id);
        if (row) this.unkept.delete(id);
        const isGone = operation.value === "removed";
        const isKept = !this.log.isFailing && !this.log.isUnkept("photos", id);
        item.paint(row ?? { state: "safe" }, { isGone, isKept });
    }

    /** The phone may keep them now, or no longer. */
    #paintWaiting() {
        for (const { id, state } of this.rows.values()) if (state === "waiting") this.#paint(id);
    }

    #changed() {
        this.dispatchEvent(new Event("changed"));
    }
}
