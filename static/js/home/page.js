/** What the home page was given, and how its parts are shown. All words stand in the page. */

export const phone = JSON.parse(document.getElementById("phone-state").textContent);
export const pages = `auditapp-pages-${phone.user}`;

const { lang } = document.documentElement;
const language = lang === "en" ? "en-GB" : lang;
const moments = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });
const KILO = 1000;

/** Show a fact about this phone, or hide it. */
export function show(name, isShown = true) {
    document.querySelector(`[data-fact="${name}"]`).hidden = !isShown;
}

/** Put a notice in sight, at the top; gives its element. */
export function notify(name) {
    const known = noticeOf(name);
    if (known) return known;
    const { content, dataset } = document.getElementById(`notice-${name}`);
    const notice = document.createElement("div");
    notice.className = `message tone-${dataset.tone}`;
    notice.dataset.notice = name;
    notice.append(content.cloneNode(true));
    document.getElementById("notices").append(notice);
    return notice;
}

/** Take a notice away, if it is there. */
export function dismiss(name) {
    noticeOf(name)?.remove();
}

function noticeOf(name) {
    return document.querySelector(`[data-notice="${name}"]`);
}

/** A number of bytes as the reader's language has it, never less than one kilobyte. */
export function sizeText(bytes) {
    const unit = bytes < KILO * KILO ? "kilobyte" : "megabyte";
    const value = unit === "kilobyte" ? Math.max(1, Math.round(bytes / KILO)) : bytes / KILO / KILO;
    const digits = { maximumFractionDigits: 1 };
    return new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "short", ...digits }).format(value);
}

/** Day and time of a Date. */
export function momentText(moment) {
    return moments.format(moment);
}
