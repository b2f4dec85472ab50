/** The table of points and weights: each section, and all together. */

import { byId, writeText } from "./dom.js";
import { numberText } from "./fields.js";
import { say } from "../phone/page.js";
import { totalsOf } from "./sums.js";
import { nameIn } from "./languages.js";

const table = byId("totals");

export function showTotals(content) {
    const { rows, ...all } = totalsOf(content);
    const lines = rows.map((row, index) => lineOf(row, `${index + 1} ${nameIn(content, content.sections[index].title)}`));
    table.tBodies[0].replaceChildren(...lines);
    fillCells(table.tFoot.rows[0], all);
    writeText(byId("outline-total"), say("together", { questions: all.questions, points: decimal(all.points) }));
}

function lineOf(row, name) {
    const line = table.tFoot.rows[0].cloneNode(true);
    writeText(line.cells[0], name);
    fillCells(line, row);
    return line;
}

function fillCells(line, { questions, weight, points }) {
    const texts = [questions, weight ? decimal(weight) : "–", decimal(points)];
    for (const [index, text] of texts.entries()) writeText(line.cells[index + 1], String(text));
}

/** Exact up to four decimals, which is what sums of points have. */
export function decimal(fraction) {
    return numberText(Math.round((Number(fraction.n) / Number(fraction.d)) * 10_000) / 10_000);
}
