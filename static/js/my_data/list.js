/** The items on this phone that the server has not confirmed, by visit. */

import { language, say } from "../phone/page.js";

const MINUTE = 60_000;
const UNITS = [["day", 24 * 60 * MINUTE], ["hour", 60 * MINUTE], ["minute", MINUTE]];
const ages = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
const sizes = new Intl.NumberFormat(language, { style: "unit", unit: "kilobyte", unitDisplay: "short", maximumFractionDigits: 0 });

/** Event: `retry` {name, id}, for a row that the server refused. */
export class List extends EventTarget {
    constructor(place, store) {
        super();
        Object.assign(this, { place, store });
    }

    /** Show what is there: {waiting, parked}, how many items of each kind. */
    async paint() {
        const [operations, photos, visits] = await Promise.all(["operations", "photos", "visits"].map((name) => this.store.all(name)));
        const rows = [...operations.map((row) => ({ ...row, name: "operations" })), ...photos.map((row) => ({ ...row, name: "photos" }))];
        const open = rows.filter((row) => row.state !== "safe" && !isPartOf(row, photos));
        const handIns = visits.filter((visit) => ["waiting", "refused"].includes(visit.hand_in));
        const ids = new Set([...open.map(({ visit }) => visit), ...handIns.map(({ id }) => id)]);
        const byId = new Map(visits.map((visit) => [visit.id, visit]));
        this.place.replaceChildren(...[...ids].map((id) => this.#visit(byId.get(id) ?? { id }, open)));
        const parked = open.filter((row) => row.state === "refused").length;
        return { waiting: open.length - parked + handIns.filter((visit) => visit.hand_in === "waiting").length, parked };
    }

    #visit(visit, open) {
        const part = document.createElement("section");
        part.className = "card stack";
        const link = Object.assign(document.createElement("a"), { href: `/visits/${visit.id}`, textContent: visit.name ?? `#${visit.id}` });
        const items = document.createElement("ul");
        items.className = "plain";
        const rows = open.filter((row) => row.visit === visit.id).sort((one, other) => ageOf(one) - ageOf(other));
        items.append(...rows.map((row) => this.#item(row, visit)));
        if (visit.hand_in === "waiting") items.append(line(say("hand_in"), [say("waits")]));
        if (visit.hand_in === "refused") items.append(line(say("hand_in"), [say("hand_in_refused")], true));
        part.append(wrapped("h2", link), items);
        return part;
    }

    #item(row, { labels = {} }) {
        const kind = say(row.name === "photos" ? "photo" : row.field === "remark" ? "remark" : row.question ? "answer" : "stamp");
        const facts = [ageText(ageOf(row)), row.size ? sizes.format(Math.ceil(row.size / 1000)) : ""].filter(Boolean);
        const label = [kind, labels[row.question]].filter(Boolean).join(": ");
        if (row.state === "waiting") return line(label, [...facts, say("waits")]);
        const item = line(label, [...facts, row.message ?? say(row.code)], true);
        const button = Object.assign(document.createElement("button"), { type: "button", className: "button secondary", textContent: say("try_again") });
        button.addEventListener("click", () => this.dispatchEvent(new CustomEvent("retry", { detail: row })));
        item.append(button);
        return item;
    }
}

/** That a photo stands at a question is part of the photo, as long as that is on its way. */
function isPartOf({ field, item }, photos) {
    return field === "photo" && photos.some(({ id, state }) => id === item && state !== "safe");
}

function ageOf({ phone_at: at, picked_at: picked }) {
    return Date.parse(at ?? picked);
}

function ageText(moment) {
    const passed = Date.now() - moment;
    const [unit, size] = UNITS.find(([, length]) => passed >= length) ?? UNITS.at(-1);
    return ages.format(-Math.floor(passed / size), unit);
}

function line(label, facts, isParked = false) {
    const item = document.createElement("li");
    const note = Object.assign(document.createElement("p"), { className: isParked ? "error-text" : "muted", textContent: facts.join(" · ") });
    item.append(wrapped("p", label), note);
    return item;
}

function wrapped(name, content) {
    const element = document.createElement(name);
    element.append(content);
    return element;
}
