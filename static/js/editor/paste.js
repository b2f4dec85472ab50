/** A column of questions from a spreadsheet: looked at before it is taken. */

import { say } from "../phone/page.js";
import { cellsIn, questionsIn } from "./cells.js";
import { byId, writeChoices, writeText } from "./dom.js";
import { addQuestions } from "./edits.js";
import { tell } from "./speak.js";
import { nameOf, writtenIn } from "./languages.js";

const dialog = byId("paste");
const form = dialog.querySelector("form");
const MOST = 500;

/** Offer to add what was copied to the section that is open. */
export function offerPasting(draft, text = "") {
    const { cells, language } = form.elements;
    writeChoices(language, writtenIn(draft.content).map((code) => [code, nameOf(code)]), writtenIn(draft.content)[0]);
    cells.value = text;
    count();
    dialog.returnValue = "";
    dialog.addEventListener("close", () => dialog.returnValue === "paste" && add(draft), { once: true });
    dialog.showModal();
    cells.focus();
}

function add(draft) {
    const { language, type } = form.elements;
    const questions = questionsIn(cellsIn(form.elements.cells.value), draft.content, { language: language.value, type: type.value });
    if (!questions.length) return;
    const { content } = addQuestions(draft.content, { section: draft.place.section }, questions.slice(0, MOST));
    draft.change({ content });
    tell(say("pasted", { count: Math.min(questions.length, MOST) }), { undoable: true });
}

function count() {
    const rows = cellsIn(form.elements.cells.value);
    const asking = rows.filter(([text]) => text).length;
    const more = asking > MOST ? say("too_many_rows", { most: MOST }) : "";
    writeText(byId("paste-count"), `${say("rows_found", { count: asking })} ${more}`);
}

form.elements.cells.addEventListener("input", count);
