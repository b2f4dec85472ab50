/** Two things beside the form, one at a time. Arrows go from one tab to the other. */

const tabs = [...document.querySelectorAll("[role=tab]")];

export function followTabs(opened) {
    for (const [index, tab] of tabs.entries()) {
        tab.addEventListener("click", () => open(tab, opened));
        tab.addEventListener("keydown", ({ key }) => {
            const step = { ArrowRight: 1, ArrowLeft: -1 }[key];
            if (step) open(tabs[(index + step + tabs.length) % tabs.length], opened).focus();
        });
    }
}

function open(chosen, opened) {
    for (const tab of tabs) {
        const isChosen = tab === chosen;
        tab.setAttribute("aria-selected", String(isChosen));
        tab.tabIndex = isChosen ? 0 : -1;
        document.getElementById(tab.getAttribute("aria-controls")).hidden = !isChosen;
    }
    opened(chosen.getAttribute("aria-controls"));
    return chosen;
}
