/** The end of a visit: what is still missing, a question back, and the submission with a list of all that was sent (V4). */

import { holderOf, questions, root, say } from "./data.js";
import { invalid } from "./questions.js";
import { Trouble } from "./server.js";

const missing = document.getElementById("missing");
const dialog = document.getElementById("confirm");

export class HandIn {
    constructor({ log, board, sender, server, photos }) {
        Object.assign(this, { log, board, sender, server, photos });
        root.addEventListener("painted", () => missing.hidden || this.#list());
        dialog.addEventListener("click", ({ target }) => {
            if (target.value === "no") dialog.close();
            if (target.value === "yes") this.#submit(target);
        });
    }

    /** Show what is missing, or ask whether to hand in. */
    begin() {
        this.board.now();
        if (this.#list()) {
            missing.hidden = false;
            missing.focus();
            missing.scrollIntoView({ block: "center" });
            return;
        }
        missing.hidden = true;
        complain("");
        document.getElementById("unstamped").hidden = Boolean(root.querySelector('[data-stamp="check_out"][data-done]'));
        dialog.showModal();
    }

    /** Everything in the way of handing in, as a list of links; says whether there is anything. */
    #list() {
        const items = [...questions.keys()].flatMap((key) => this.#problemsOf(key).map((text) => entry(key, text)));
        missing.querySelector("ul").replaceChildren(...items);
        if (!items.length) missing.hidden = true;
        return items.length > 0;
    }

    #problemsOf(key) {
        if (!holderOf(key) || !this.board.isAsked(key)) return [];
        const gaps = (this.board.gaps.get(key) ?? []).map((need) => say(`needs_${need}`));
        const isRefused = [...this.log.refused.values()].some(({ operation }) => operation.question === key);
        const isUnsaved = invalid.has(key) || isRefused;
        return isUnsaved ? [say("not_taken"), ...gaps] : gaps;
    }

    async #submit(button) {
        button.disabled = true;
        try {
            if (this.photos.waiting.size) complain(say("lacking"));
            else if (await this.sender.flush()) this.#answered(await this.#send());
            else this.#failed(this.sender.trouble);
        } catch (error) {
            if (!(error instanceof Trouble)) throw error;
            this.#failed(error.kind);
        } finally {
            button.disabled = false;
        }
    }

    #failed(trouble) {
        const isAway = trouble === "unreachable" || trouble === "broken";
        complain(say(this.sender.late ? "late" : isAway ? "not_handed_in" : trouble));
    }

    #send() {
        const photos = Object.values(this.log.answers).flatMap((answer) => answer.photos);
        return this.server.send("POST", "/submission", { operations: this.log.sent, photos });
    }

    #answered({ status, body }) {
        if (status === 200) location.assign(body.next);
        else if (body.gaps?.length) this.#missedByServer(body.gaps);
        else if (body.error === "not_open") location.reload();
        else complain(say("lacking"));
    }

    /** Another device changed the visit meanwhile. */
    #missedByServer(gaps) {
        dialog.close();
        missing.querySelector("ul").replaceChildren(...gaps.map(({ question, message }) => entry(question, message)));
        missing.hidden = false;
        missing.focus();
    }
}

function complain(text) {
    const line = dialog.querySelector('[role="alert"]');
    line.textContent = text;
    line.hidden = !text;
}

function entry(key, text) {
    const item = document.createElement("li");
    const link = Object.assign(document.createElement("a"), { href: `#q-${key}` });
    link.textContent = holderOf(key).querySelector("legend").textContent;
    const need = Object.assign(document.createElement("span"), { textContent: text });
    item.append(link, " ", need);
    holderOf(key).classList.add("missing");
    return item;
}
