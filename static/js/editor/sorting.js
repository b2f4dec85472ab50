/** Dragging lines of the outline. What is dropped moves in the draft, and the outline is drawn from it: the library moves nothing for good. */

import { byId } from "./dom.js";
import { placeIn } from "./outline.js";

/** `moved` (from, to) is called with places, `to` as it counts when the thing was taken out. */
export function followDragging(outline, moved) {
    const { Sortable } = window;
    const drop = (from, to) => {
        outline.forget();
        moved(from, to);
    };
    let sorters = [];
    const begin = () => {
        for (const sorter of sorters) sorter.destroy();
        sorters = [sectionSorter(Sortable, drop), ...questionSorters(Sortable, drop)];
    };
    if (!Sortable) return;
    outline.addEventListener("drawn", begin);
    begin();
}

function sectionSorter(Sortable, moved) {
    return new Sortable(byId("outline"), {
        ...{ draggable: ".part", handle: ".part > .line > .grip", group: "sections", animation: 0 },
        onEnd: ({ item, newDraggableIndex }) => moved(placeIn(item), { section: newDraggableIndex }),
    });
}

function questionSorters(Sortable, moved) {
    return [...byId("outline").querySelectorAll("ol")].map(
        (list) =>
            new Sortable(list, {
                ...{ draggable: ".leaf", handle: ".grip", group: "questions", animation: 0, emptyInsertThreshold: 12 },
                onEnd: ({ item, to, newDraggableIndex }) =>
                    moved(placeIn(item), { section: Number(to.dataset.section), question: newDraggableIndex }),
            }),
    );
}
