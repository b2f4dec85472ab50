/** Small things that a page remembers on this phone. Where the browser keeps nothing, they are forgotten with the page. */

/** Keep a text by its name; null forgets it. */
export function keepMemo(name, text) {
    try {
        if (text === null) localStorage.removeItem(name);
        else localStorage.setItem(name, text);
    } catch {
        // Nothing of weight is kept here.
    }
}

/** The text of this name; null where there is none. */
export function memo(name) {
    try {
        return localStorage.getItem(name);
    } catch {
        return null;
    }
}
