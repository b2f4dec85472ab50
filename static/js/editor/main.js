/** The editor of a draft: wires its parts together. */

import { say, state } from "../phone/page.js";
import { Commands } from "./commands.js";
import { askAbout, noticeText } from "./conflicts.js";
import { Draft } from "./document.js";
import { byId, Pause, writeText } from "./dom.js";
import { showEarlier } from "./earlier.js";
import { Findings } from "./findings.js";
import { merge } from "./merge.js";
import { Outline } from "./outline.js";
import { Panel } from "./panel.js";
import { offerPasting } from "./paste.js";
import { pathOfFinding, pathTo, placeOf } from "./places.js";
import { keepPresence } from "./presence.js";
import { Preview } from "./preview.js";
import { Sandbox } from "./sandbox.js";
import { Saving } from "./saving.js";
import { showSaving } from "./save_state.js";
import { drawSection } from "./section.js";
import { Server } from "./server.js";
import { followDragging } from "./sorting.js";
import { tell } from "./speak.js";
import { Unsaved } from "./unsaved.js";
import { followTabs } from "./tabs.js";
import { showTotals } from "./totals.js";
import { showLanguages } from "./wordings.js";

const CALM = 200;
const NARROW = window.matchMedia("(max-width: 60rem)");

const server = new Server();
const draft = new Draft(state.content, state.content.sections?.length ? { section: 0 } : {});
const unsaved = new Unsaved(state);
const saving = new Saving(draft, server, unsaved, state);
const outline = new Outline(draft);
const panel = new Panel(draft);
const findings = new Findings(draft, outline, go);
const preview = new Preview();
const commands = new Commands({ draft, outline, saving, preview, go });
new Sandbox(draft, preview);

const consequences = new Pause(CALM, () => {
    showTotals(draft.content);
    showLanguages(draft.content, () => panel.draw());
});

panel.addEventListener("drawn", () => {
    drawSection(draft, { go, add: (text) => commands.addQuestion(text), paste: (text) => offerPasting(draft, text) });
    findings.drawHere();
});
draft.addEventListener("changed", ({ detail }) => {
    byId("undo").disabled = !draft.canUndo;
    byId("redo").disabled = !draft.canRedo;
    consequences.soon();
    if (!detail.typing) findings.draw();
});
outline.addEventListener("chosen", ({ detail }) => choose(detail));
saving.addEventListener("saved", ({ detail }) => {
    findings.show(detail);
    preview.refresh();
});
saving.addEventListener("merged", ({ detail }) => {
    const notices = detail.notices.map((notice) => noticeText(notice, draft.content));
    tell([say("merged", { name: detail.by }), ...notices].join(" "));
});
saving.addEventListener("conflicts", ({ detail }) => askAbout(detail, draft, () => saving.decided()));

start();

function start() {
    outline.draw();
    panel.draw();
    findings.show(state);
    consequences.soon();
    consequences.now();
    followDragging(outline, (from, to) => commands.moveTo(from, to));
    followTabs((name) => preview.show(name === "try"));
    showSaving(saving);
    keepPresence(server, saving);
    restore();
    showEarlier(unsaved, state.content.slug);
    if (NARROW.matches) byId("outline-box").open = false;
    document.documentElement.classList.add("enhanced");
    goToAddressed();
}

/** A link from another page leads to what is to be mended. */
function goToAddressed() {
    const path = new URLSearchParams(`path=${location.hash.slice(1)}`).get("path");
    const [place, field] = placeOf(pathOfFinding(path));
    if (path && draft.at(pathTo(place))) go(place, field);
}

/** What an earlier page could not save. */
async function restore() {
    const kept = await unsaved.recall();
    if (!kept) return;
    saving.resume(merge(kept.base, kept.content, draft.content), state.edited_by);
    tell(say("restored"));
}

/** Go to a place, and to a field of it. */
function go(place, field = null) {
    draft.goTo(place);
    if (field) panel.focusField([...pathTo(place), ...field]);
}

function choose({ place, enter }) {
    draft.goTo(place);
    if (!enter) return;
    if (NARROW.matches) byId("outline-box").open = false;
    byId("panel").focus({ preventScroll: !NARROW.matches });
    if (NARROW.matches) byId("panel").scrollIntoView();
}
