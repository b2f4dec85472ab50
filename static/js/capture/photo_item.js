/** One photo in the list of its question: its picture, how far it is, and what can be done with it. */

import { say } from "./data.js";

const template = document.getElementById("photo-item").content.firstElementChild;

/** Events: `retake`, `discard`. */
export class PhotoItem extends EventTarget {
    /** A new one at the end of the list of a question. */
    static appended(holder, id) {
        const element = template.cloneNode(true);
        const list = listOf(holder);
        list.append(element);
        element.dataset.photo = id;
        const image = element.querySelector("img");
        image.alt = say("photo", { number: list.children.length });
        element.querySelector('[type="checkbox"]').name = `remove-${id}`;
        return new PhotoItem(element);
    }

    constructor(element) {
        super();
        this.element = element;
        this.id = element.dataset.photo;
        this.question = element.closest("[data-question]").dataset.question;
        element.querySelector(".discard")?.addEventListener("click", () => this.dispatchEvent(new Event("discard")));
        this.#offerRetake();
    }

    /** Its picture: the phone's own bytes, or the server's thumbnail. Not every browser can show what a phone takes (HEIC). */
    show({ buffer, type, thumbnail }) {
        const image = this.element.querySelector("img");
        for (const name of ["error", "load"]) image.addEventListener(name, () => (image.hidden = name === "error"));
        image.src = buffer ? URL.createObjectURL(new Blob([buffer], { type })) : thumbnail;
    }

    /** How far it is, as its row says. A phone's memory is small: what is safe shows the server's thumbnail. */
    paint({ state, code, message, thumbnail }, { isGone, isKept }) {
        const { classList } = this.element;
        classList.toggle("kept", isKept);
        classList.toggle("safe", state === "safe");
        classList.toggle("gone", isGone);
        this.element.querySelector('[type="checkbox"]').checked = isGone;
        if (state === "refused" && !isGone) return this.refuse(message ?? say(code));
        classList.remove("refused");
        const image = this.element.querySelector("img");
        if (thumbnail && image.src.startsWith("blob:")) {
            URL.revokeObjectURL(image.src);
            image.src = thumbnail;
        }
        this.say(state === "waiting" && !isGone ? say(isKept ? "photo_waits" : "photo_unkept") : "", !isKept);
    }

    /** It will not be taken: say why. */
    refuse(message) {
        this.element.classList.add("refused");
        this.say(message, true);
    }

    /** From 0 to 1. */
    progress(share) {
        const bar = this.element.querySelector("progress");
        if (bar) bar.value = share;
    }

    /** A line beside the picture. An empty one goes out of sight but keeps its place: nothing moves under a finger. */
    say(text, isWrong = false) {
        const line = this.element.querySelector("p");
        if (!line) return;
        if (text) line.textContent = text;
        line.className = text && isWrong ? "error-text" : "hint";
        line.classList.toggle("said", !text);
        line.setAttribute("role", isWrong ? "alert" : "status");
    }

    remove() {
        this.element.remove();
    }

    #offerRetake() {
        const button = document.createElement("button");
        Object.assign(button, { type: "button", className: "button secondary", textContent: say("retake") });
        button.addEventListener("click", () => this.dispatchEvent(new Event("retake")));
        this.element.append(button);
    }
}

function listOf(holder) {
    const known = holder.querySelector(".photos");
    if (known) return known;
    const list = document.createElement("ul");
    list.className = "photos";
    holder.querySelector(".tools").before(list);
    return list;
}
