/** What only some forms have: languages, scenarios, types, keys, failing answers, the action. Each is drawn, and taken when it changes. */

import { MEASURED_TYPES, OPTION_TYPES } from "../scoring/answers.js";
import { say, state } from "../phone/page.js";
import { copyOf, writeText } from "./dom.js";
import { baseOf } from "./fields.js";
import { KEY } from "./keys.js";
import { isFree, renamed, takenAround } from "./naming.js";
import { pathTo } from "./places.js";
import { nameIn, reveal, writtenIn } from "./languages.js";

const USUAL_DAYS = 14;

export function drawParts(root, draft) {
    const item = draft.at(pathTo(draft.place));
    for (const part of root.querySelectorAll("[data-for]")) part.hidden = !part.dataset.for.split(" ").includes(item.type);
    for (const part of root.querySelectorAll("[data-total]")) part.hidden = part.dataset.total !== draft.content.policy?.total;
    for (const [selector, draw] of Object.entries(DRAWN)) {
        for (const part of root.querySelectorAll(selector)) draw(part, draft, item);
    }
}

/** Whether the control belongs to one of these parts, which has then taken what was done. */
export function takeParts(control, draft) {
    const selector = Object.keys(TAKEN).find((one) => control.matches(one));
    if (selector) TAKEN[selector](control, draft);
    return Boolean(selector);
}

const DRAWN = {
    "[data-languages] input": (box, { content }) => (box.checked = writtenIn(content).includes(box.value)),
    "[data-scenarios]": drawScenarios,
    "[data-type]": (select, _draft, item) => (select.value = item.type ?? ""),
    "[data-key]": drawKey,
    "[data-fails]": drawFailing,
    '[data-rows="options"] textarea': drawYesNo,
};

const TAKEN = {
    "[data-languages] input": takeLanguage,
    "[data-scenarios] input": takeScenario,
    "[data-type]": takeType,
    "[data-key]": takeKey,
    "[data-fails]": takeFailing,
};

function drawScenarios(part, { content }, item) {
    part.hidden = !content.scenarios?.length;
    for (const scenario of content.scenarios ?? []) {
        const box = copyOf("scenario-box");
        Object.assign(box.querySelector("input"), { value: scenario.key, checked: item.scenarios?.includes(scenario.key) ?? false });
        writeText(box.querySelector("span"), nameIn(content, scenario.title));
        part.append(box);
    }
}

function drawKey(input, draft, item) {
    const free = isFree(draft.content, pathTo(draft.place));
    Object.assign(input, { value: item.key ?? "", readOnly: !free, title: free ? "" : say("key_fixed") });
}

function drawFailing(box, draft, item) {
    const option = draft.at(baseOf(box));
    box.checked = item.fails_on?.includes(option.key) ?? false;
    box.closest(".fails").hidden = !item.critical && !box.checked;
}

/** Yes and no are named by themselves in all languages. */
function drawYesNo(area, draft, item) {
    if (item.type !== "yes_no") return;
    area.placeholder = state.yes_no[draft.at(baseOf(area)).key]?.[area.lang] ?? "";
}

/** The fields of the action, or the button that begins one. */
export function drawAction(part, { action }) {
    part?.replaceChildren(copyOf(action ? "action" : "no-action"));
}

/** Another language begins empty; one that is taken away takes no texts with it: they come back with it. */
function takeLanguage({ value, checked }, draft) {
    const known = writtenIn(draft.content);
    reveal(value);
    draft.set(["languages"], checked ? [...known, value] : known.filter((code) => code !== value));
}

function takeScenario(box, draft) {
    const ticked = [...box.closest("[data-scenarios]").querySelectorAll("input:checked")].map(({ value }) => value);
    draft.set([...pathTo(draft.place), "scenarios"], ticked.length ? ticked : undefined);
}

/** What the new type cannot have goes; undoing brings it back. */
function takeType({ value: type }, draft) {
    const path = pathTo(draft.place);
    const { options = [], thresholds, fails_on: failing, minimum, maximum, max_points: most, ...rest } = draft.at(path);
    const kept = { ...rest, type };
    if (type === "yes_no") kept.options = ["yes", "no"].map((key, index) => options.find((one) => one.key === key) ?? { key, points: 1 - index });
    else if (OPTION_TYPES.has(type)) Object.assign(kept, { options: options.filter(({ key, label }) => label || !state.yes_no[key]) });
    if (OPTION_TYPES.has(type) && failing && kept.options.length) kept.fails_on = failing.filter((key) => kept.options.some((one) => one.key === key));
    if (type === "multi" && most !== undefined) kept.max_points = most;
    if (MEASURED_TYPES.has(type) && thresholds) kept.thresholds = thresholds;
    if (MEASURED_TYPES.has(type) && type !== "nps") Object.assign(kept, JSON.parse(JSON.stringify({ minimum, maximum })));
    draft.set(path, kept);
}

/** A key that cannot be is said to be so, and the draft keeps the one it has. */
function takeKey(input, draft) {
    const path = pathTo(draft.place);
    const key = input.value.trim();
    const isTaken = key !== draft.at(path).key && takenAround(draft.content, path).has(key);
    const problem = KEY.test(key) ? (isTaken ? say("key_taken") : "") : say("key_unfit");
    const place = input.parentElement.querySelector("[role=alert]");
    place.hidden = !problem;
    writeText(place, problem);
    if (!problem && key !== draft.at(path).key) draft.amend(renamed(draft.content, path, key));
}

function takeFailing(box, draft) {
    const path = pathTo(draft.place);
    const { key } = draft.at(baseOf(box));
    const { fails_on: before = [], options } = draft.at(path);
    const failing = options.map((option) => option.key).filter((one) => (one === key ? box.checked : before.includes(one)));
    draft.set([...path, "fails_on"], failing.length ? failing : undefined);
}

/** An action begins with a usual time, for the manager; or it goes. */
export function changeAction(button, draft) {
    const begun = { days: USUAL_DAYS, owner: "store_manager" };
    draft.set([...pathTo(draft.place), "action"], button.dataset.act === "begin" ? begun : undefined);
}
