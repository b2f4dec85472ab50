/** What a page gave its scripts: `state`, and all texts in the reader's language. */

const read = (id) => JSON.parse(document.getElementById(id).textContent);

export const state = read("state");
const texts = read("texts");
const { lang } = document.documentElement;

/** The reader's language as browsers know it. English is written the European way, as on the server. */
export const language = lang === "en" ? "en-GB" : lang;

/** The text of this name, with `values` filled in. */
export function say(name, values = {}) {
    return texts[name].replace(/%\((\w+)\)s/g, (_, key) => values[key]);
}
