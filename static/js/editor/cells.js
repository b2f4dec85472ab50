/** Cells as spreadsheets copy them: tabs between cells, lines between rows, quotes around a cell that holds one of them. */

import { freeKey, keyOf, questionKeys } from "./keys.js";

/** Rows of texts; rows without any text are left out. */
export function cellsIn(text) {
    const rows = [[]];
    for (const [, quoted, plain, end] of text.replace(/\r\n?/g, "\n").matchAll(/(?:"((?:[^"]|"")*)"(?=[\t\n]|$)|([^\t\n]*))(\t|\n|$)/g)) {
        rows.at(-1).push((quoted?.replaceAll('""', '"') ?? plain ?? "").trim());
        if (end === "\n") rows.push([]);
        if (!end) break;
    }
    return rows.filter((row) => row.some(Boolean));
}

/** A question for each row: the first cell asks, further cells are its answers, the best one first. */
export function questionsIn(rows, content, { language, type }) {
    const taken = questionKeys(content);
    return rows.filter(([text]) => text).map(([text, ...answers]) => {
        const key = freeKey(keyOf(text) ?? "question_1", taken);
        taken.add(key);
        const options = answers.filter(Boolean);
        return { key, text: { [language]: text }, ...(options.length ? choice(options, language) : plain(type)) };
    });
}

function choice(answers, language) {
    const taken = new Set();
    const options = answers.map((label, index) => {
        const key = freeKey(keyOf(label) ?? "option_1", taken);
        taken.add(key);
        return { key, label: { [language]: label }, points: answers.length - 1 - index };
    });
    return { type: "choice", options };
}

function plain(type) {
    if (type !== "yes_no") return { type };
    return { type, options: [{ key: "yes", points: 1 }, { key: "no", points: 0 }] };
}
