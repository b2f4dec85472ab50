/** One tab works on a visit; another one follows it and may take over (V5). */

import { root, say } from "./data.js";

/**
 * Become the one that works on `name`, or follow until somebody wants to work here. `onReturn` is called when this page takes
 * over after it followed. Without locks every page works.
 */
export function beTheOnly(name, onReturn) {
    if (!navigator.locks) return;
    let isBack = false;
    const follow = () => {
        isBack = true;
        show(() => take({ steal: true }));
        take({});
    };
    const take = (options) => {
        let isHeld = false;
        const work = (lock) => {
            if (!lock) return follow();
            isHeld = true;
            show(null);
            if (isBack) onReturn();
            return new Promise(() => {});
        };
        // Rejected when another page takes over.
        navigator.locks.request(name, options, work).catch(() => isHeld && follow());
    };
    take({ ifAvailable: true });
}

/** `takeOver`: what the button does; null where this page works. */
function show(takeOver) {
    document.getElementById("elsewhere")?.remove();
    root.inert = Boolean(takeOver);
    if (!takeOver) return;
    const notice = document.createElement("div");
    Object.assign(notice, { id: "elsewhere", className: "elsewhere", role: "status" });
    const button = Object.assign(document.createElement("button"), { type: "button", className: "button", textContent: say("work_here") });
    button.addEventListener("click", takeOver);
    notice.append(Object.assign(document.createElement("p"), { textContent: say("open_elsewhere") }), button);
    root.before(notice);
}
