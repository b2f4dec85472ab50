/** Runs before a page's own scripts and measures from within, equally for each page: asking from outside would cost time itself. */

window.watching = { firstAnswer: null, worstTap: 0 };

/** Counts saves as the page does; the first answer is tapped in the first frame after the page has begun to count. */
let saves;
Object.defineProperty(window, "auditappSaves", {
    get: () => saves,
    set(value) {
        if (saves === undefined && "question" in sessionStorage) requestAnimationFrame(tapFirst);
        else if (window.watching.isTapped) window.watching.firstAnswer ??= performance.now();
        saves = value;
    },
});

function tapFirst() {
    const question = document.querySelectorAll("[data-question]")[sessionStorage.question];
    window.watching.isTapped = true;
    question.querySelector('[type="radio"]').click();
}

new PerformanceObserver((list) => {
    const taps = list.getEntries().filter(({ interactionId }) => interactionId);
    for (const { duration } of taps) window.watching.worstTap = Math.max(window.watching.worstTap, duration);
}).observe({ type: "event", durationThreshold: 16, buffered: true });

/** Where to tap to answer a question: [x, y, saves until now]. It is brought to the middle of the screen, and painted. */
window.watching.target = async (key) => {
    const holder = document.querySelector(`[data-question="${key}"]`);
    const part = holder.closest("details");
    if (part) part.open = true;
    const label = holder.querySelector("label:has([type=radio])");
    label.scrollIntoView({ block: "center" });
    for (let frames = 0; frames < 3; frames += 1) await new Promise((next) => requestAnimationFrame(next));
    const { left, top, width, height } = label.querySelector("input").getBoundingClientRect();
    return [left + width / 2, top + height / 2, saves];
};

window.watching.smaller = (least) => {
    for (const part of document.querySelectorAll("details")) part.open = true;
    const boxes = [...document.querySelectorAll("[data-question] label:has([type=radio])")].map((label) => label.getBoundingClientRect());
    return boxes.filter(({ width, height }) => width < least || height < least).length;
};
