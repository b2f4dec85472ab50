/** Lists inside a form: answers, steps, bands, scenarios. A row knows by its data-base where it stands in the draft. */

import { copyOf } from "./dom.js";
import { baseOf } from "./fields.js";
import { freeKey } from "./keys.js";
import { inserted, without } from "./paths.js";

/** What a new row begins with. */
const NEW = {
    options: (list) => ({ key: numbered("option", list) }),
    thresholds: () => ({}),
    bands: (list) => ({ key: numbered("band", list), from: list.length ? undefined : 0 }),
    scenarios: (list) => ({ key: numbered("scenario", list) }),
};

/** Draw the rows of every list. */
export function drawRows(root, draft) {
    for (const list of root.querySelectorAll("[data-rows]")) {
        const path = [...baseOf(list), list.dataset.rows];
        const rows = (draft.at(path) ?? []).map((_, index) => {
            const row = copyOf(list.dataset.template);
            row.dataset.base = [...path, index].join(".");
            for (const label of row.querySelectorAll("[data-row] .unseen")) label.append(` ${index + 1}`);
            return row;
        });
        list.replaceChildren(...rows);
    }
}

/** A button at a row, or the one that adds a row, was pressed; gives the index of the row to go to, or null. */
export function changeRows(button, draft) {
    const { row, add } = button.dataset;
    if (add) return addRow([...baseOf(button), add], draft);
    const path = baseOf(button);
    const [list, index] = [path.slice(0, -1), path.at(-1)];
    const items = draft.at(list);
    const target = { up: index - 1, down: index + 1 }[row];
    if (target < 0 || target >= items.length) return null;
    const others = without(items, index);
    draft.set(list, target === undefined ? others : inserted(others, target, items[index]));
    return target ?? Math.min(index, others.length - 1);
}

function addRow(path, draft) {
    const list = draft.at(path) ?? [];
    draft.set(path, [...list, NEW[path.at(-1)](list)]);
    return list.length;
}

function numbered(name, list) {
    return freeKey(`${name}_1`, new Set(list.map(({ key }) => key)));
}
