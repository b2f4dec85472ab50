/** Unsaved work on earlier drafts of this checklist: told, and given as a file or thrown away; never put into another draft. */

import { language, say } from "../phone/page.js";
import { byId, copyOf, writeText } from "./dom.js";
import { downloadDraft } from "./download.js";
import { changesBetween } from "./paths.js";

const place = byId("earlier");
const list = place.querySelector("ul");
const question = byId("forget");
const clock = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });

export async function showEarlier(unsaved, slug) {
    const works = (await unsaved.earlier(slug)) ?? [];
    list.replaceChildren(...works.map((work) => itemOf(work, unsaved)));
    place.hidden = !works.length;
}

function itemOf(work, unsaved) {
    const item = copyOf("earlier");
    const count = say("changes_kept", { count: changesBetween(work.base, work.content).length });
    writeText(item.querySelector("p"), work.at ? `${clock.format(work.at)} · ${count}` : count);
    const [download, forget] = item.querySelectorAll("button");
    download.addEventListener("click", () => downloadDraft(work.content));
    forget.addEventListener("click", () => ask(() => throwAway(work, item, unsaved)));
    return item;
}

function ask(sure) {
    question.returnValue = "";
    question.addEventListener("close", () => question.returnValue === "forget" && sure(), { once: true });
    question.showModal();
}

async function throwAway(work, item, unsaved) {
    await unsaved.forget(work.id);
    item.remove();
    place.hidden = !list.children.length;
    byId("panel").focus({ preventScroll: true });
}
