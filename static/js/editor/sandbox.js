/** What the answers in the preview score, why, and what they would score under other rules. */

import { Fraction, percent } from "../scoring/fraction.js";
import { score } from "../scoring/score.js";
import { say } from "../phone/page.js";
import { byId, writeText } from "./dom.js";
import { numberText } from "./fields.js";
import { allQuestions, numberOf } from "./places.js";
import { decimal } from "./totals.js";
import { nameOfVariant, variantsOf } from "./variants.js";
import { nameIn } from "./languages.js";

export class Sandbox {
    #told = null;

    constructor(draft, preview) {
        this.draft = draft;
        preview.addEventListener("answers", ({ detail }) => this.show(detail));
        for (const radio of document.querySelectorAll("[name=rule]")) radio.addEventListener("change", () => this.#told && this.show(this.#told));
    }

    show(told) {
        this.#told = told;
        const { rules, answers, scenario } = told;
        const isAnswered = Object.keys(answers).length > 0;
        byId("sandbox").hidden = !isAnswered;
        if (!isAnswered) return writeText(byId("verdict"), say("nothing_answered"));
        const result = score(rules, answers, scenario);
        writeText(byId("verdict"), this.#verdict(result));
        const reasons = this.#reasons(result, told);
        byId("effects").replaceChildren(...reasons.map((text) => withText("li", text)));
        this.#drawSections(result);
        this.#drawVariants(told);
    }

    #verdict(result) {
        const points = { earned: pointsText(result.earned), possible: pointsText(result.possible) };
        if (result.total === null) return say("no_score", points);
        return say("score_so_far", { total: shareText(result.total), band: this.#bandName(result.band), ...points });
    }

    #bandName(key) {
        const band = (this.draft.content.bands ?? []).find((one) => one.key === key);
        return key ? nameIn(this.draft.content, band?.label, key) : say("no_band");
    }

    /** What struck, in words. */
    #reasons({ effects, questions }, { rules }) {
        const texts = effects.map((effect) => say(`struck_${effect.kind}`, { question: this.#questionName(effect.question), cap: effect.cap && numberText(shareOf(effect.cap)) }));
        const notApplicable = Object.values(questions).filter(({ state }) => state === "na").length;
        if (notApplicable) texts.push(say(`na_${rules.policy.na}_said`, { count: notApplicable }));
        const bonus = allQuestions(rules).filter(({ question }) => question.bonus && questions[question.key]?.earned !== "0/1");
        if (bonus.length) texts.push(say(rules.policy.bonus_cap ? "bonus_capped" : "bonus_free", { count: bonus.length }));
        return texts;
    }

    #questionName(key) {
        const found = allQuestions(this.draft.content).find(({ question }) => question.key === key);
        return found ? `${numberOf(found.place)} ${nameIn(this.draft.content, found.question.text)}` : key;
    }

    #drawSections({ sections }) {
        const lines = sections.map(({ key, score: share, earned, possible }, index) => {
            const section = (this.draft.content.sections ?? []).find((one) => one.key === key);
            const name = withText("th", `${index + 1} ${nameIn(this.draft.content, section?.title, key)}`);
            name.scope = "row";
            return rowOf(name, numberCell(say("of", { earned: pointsText(earned), possible: pointsText(possible) })), numberCell(share === null ? "–" : shareText(share)));
        });
        byId("section-scores").tBodies[0].replaceChildren(...lines);
    }

    #drawVariants({ rules, answers, scenario }) {
        const rule = document.querySelector("[name=rule]:checked").value;
        const variants = variantsOf(rule, rules, answers, scenario);
        const table = byId("variants");
        const nameOf = ({ value, isOwn }) => say(nameOfVariant(rule, value)) + (isOwn ? ` ${say("as_now")}` : "");
        fillRow(table.tHead.rows[0], variants.map((one) => headCell(nameOf(one))));
        const lines = {
            total: ({ result }) => (result.total === null ? "–" : shareText(result.total)),
            band: ({ result }) => (result.total === null ? "–" : this.#bandName(result.band)),
            points: ({ result }) => say("of", { earned: pointsText(result.earned), possible: pointsText(result.possible) }),
            struck: ({ result }) => (result.effects.length ? [...new Set(result.effects.map(({ kind }) => say(`effect_${kind}`)))].join(", ") : "–"),
        };
        for (const line of table.tBodies[0].rows) fillRow(line, variants.map((one) => numberCell(lines[line.dataset.line](one))));
        writeText(byId("difference"), this.#difference(variants, rule));
    }

    #difference(variants, rule) {
        const own = variants.find(({ isOwn }) => isOwn);
        const others = variants.filter(({ result }) => result.total !== own.result.total);
        if (!others.length) return say("no_difference");
        const now = own.result.total === null ? "–" : shareText(own.result.total);
        return others.map(({ value, result }) => say("would_be", { rule: say(nameOfVariant(rule, value)), total: result.total === null ? "–" : shareText(result.total), now })).join(" ");
    }
}

function shareText(share) {
    return `${numberText(Number(percent(share)))}\u00a0%`;
}

function shareOf(cap) {
    const { n, d } = Fraction.parse(cap);
    return Number(n) / Number(d);
}

function pointsText(fraction) {
    return decimal(Fraction.parse(fraction));
}

function withText(name, text) {
    const part = document.createElement(name);
    part.textContent = text;
    return part;
}

function numberCell(text) {
    const cell = withText("td", text);
    cell.className = "number";
    return cell;
}

function headCell(text) {
    const cell = withText("th", text);
    Object.assign(cell, { scope: "col", className: "number" });
    return cell;
}

function rowOf(...cells) {
    const row = document.createElement("tr");
    row.append(...cells);
    return row;
}

/** The cells after the first. */
function fillRow(row, cells) {
    row.replaceChildren(row.cells[0], ...cells);
}
