/** Small helps with the page: parts are copies of its templates, and what people wrote only ever becomes text. */

/** A copy of the template #t-name: its only element. */
export function copyOf(name) {
    return document.getElementById(`t-${name}`).content.firstElementChild.cloneNode(true);
}

export function byId(id) {
    return document.getElementById(id);
}

/** Write a text only where it is another: readers of the screen are not told twice. */
export function writeText(place, text) {
    if (place.textContent !== text) place.textContent = text;
}

/** A select's choices: [value, text] each. */
export function writeChoices(select, choices, value) {
    select.replaceChildren(...choices.map(([one, text]) => new Option(text, one)));
    select.value = value;
}

/** Call after a pause without further calls; `now()` does it at once, if it waits. */
export class Pause {
    #timer = 0;
    #waits = false;

    constructor(milliseconds, act) {
        Object.assign(this, { milliseconds, act });
    }

    soon() {
        clearTimeout(this.#timer);
        this.#waits = true;
        this.#timer = setTimeout(() => this.now(), this.milliseconds);
    }

    now() {
        clearTimeout(this.#timer);
        if (!this.#waits) return;
        this.#waits = false;
        this.act();
    }
}
