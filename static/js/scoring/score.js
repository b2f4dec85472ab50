/**
 * The score of a visit (S1 to S11), on the JSON of a checklist definition. Twin of domain/scoring.py: the vectors in
 * tests/domain/vectors hold both to the same results.
 */

import { answerTo } from "./answers.js";
import { visibleReadings } from "./conditions.js";
import { Fraction, HUNDRED, ONE, ZERO } from "./fraction.js";
import { fails, fullPoints, pointsOf } from "./points.js";

export { AnswerRefused, checkValue } from "./answers.js";
export { visibleQuestions } from "./conditions.js";
export { percent } from "./fraction.js";

const HIDDEN = { state: "hidden", earned: ZERO, possible: ZERO, best: ZERO, effect: null };
const UNANSWERED = { ...HIDDEN, state: "unanswered" };

/**
 * The score of answers, {key: {value, na, photos}}, as `dump_score` in Python writes it: {total, band, earned, possible,
 * sections: [{key, score, earned, possible}], questions: {key: {state, earned, possible, impact, failed_critical}},
 * effects: [{kind, question, section, cap}]}, fractions as "n/d". Unanswered questions count nothing yet.
 * Throws AnswerRefused for an answer that the checklist does not know.
 */
export function score(definition, answers, scenario = null) {
    const sheet = new Sheet(definition, marksOf(definition, answers, visibleReadings(definition, answers, scenario)));
    return {
        total: written(sheet.total),
        band: sheet.total && bandOf(definition.bands, sheet.total),
        earned: written(Fraction.sum(sheet.sections.map((section) => section.earned))),
        possible: written(Fraction.sum(sheet.sections.map((section) => section.possible))),
        sections: sheet.sections.map(({ key, share, earned, possible }) => ({
            key,
            score: written(share),
            earned: written(earned),
            possible: written(possible),
        })),
        questions: Object.fromEntries(sheet.questionScores()),
        effects: sheet.effects.map((effect) => ({ ...effect, cap: written(effect.cap) })),
    };
}

/** The key of the band with the highest start that the exact total reaches; null below every band. */
function bandOf(bands, total) {
    const reached = bands.filter((band) => !total.times(HUNDRED).below(Fraction.of(band.from)));
    return reached.reduce((best, band) => (best && best.from >= band.from ? best : band), null)?.key ?? null;
}

/** For each section a Map of what each question brings in, looked at by itself (S1 to S4). */
function marksOf(definition, answers, readings) {
    const { policy, sections } = definition;
    const markOf = (section, question) => {
        if (!readings.has(question.key)) return HIDDEN;
        const { na } = answerTo(answers, question.key);
        return na ? markNa(policy, question) : mark(policy, section, question, readings.get(question.key));
    };
    return sections.map(
        (section) => new Map(section.questions.map((question) => [question.key, markOf(section, question)])),
    );
}

function markNa(policy, question) {
    const counted = policy.na === "full" ? possibleOf(question) : ZERO;
    return { ...HIDDEN, state: "na", earned: counted, possible: counted, best: counted };
}

function mark(policy, section, question, reading) {
    if (!reading) return UNANSWERED;
    const weight = weightOf(question);
    return {
        state: "answered",
        earned: weight.times(pointsOf(question, reading)),
        possible: possibleOf(question),
        best: weight.times(fullPoints(question)),
        effect: fails(question, reading) ? effectOf(policy, section, question) : null,
    };
}

function possibleOf(question) {
    return question.bonus ? ZERO : weightOf(question).times(fullPoints(question));
}

function weightOf(part) {
    return Fraction.of(part.weight ?? 1);
}

/** What failing the question does: its own effect, or with `true` that of the checklist's policy. */
function effectOf(policy, section, question) {
    const effect = question.critical === true ? policy.critical : question.critical;
    const caps = typeof effect === "object";
    return {
        kind: caps ? "cap_total" : effect,
        question: question.key,
        section: section.key,
        cap: caps ? Fraction.of(effect.cap_total) : null,
    };
}

/** The marks of all sections, and what they add up to. */
class Sheet {
    constructor(definition, marks) {
        const sums = (name) => marks.map((part) => Fraction.sum([...part.values()].map((mark) => mark[name])));
        this.definition = definition;
        this.marks = marks;
        this.earned = sums("earned");
        this.possible = sums("possible");
        this.effects = marks.flatMap((part) => [...part.values()].map((mark) => mark.effect).filter(Boolean));
        this.sections = marks.map((_, index) => this.sectionScore(index, this.effects));
        this.reached = Fraction.sum(this.sections.map((section, index) => this.reachedIn(index, section)));
        this.whole = Fraction.sum(this.sections.map((section, index) => this.wholeOf(index, section)));
        this.total = this.totalOf(this.reached, this.effects);
    }

    *questionScores() {
        for (const [index, part] of this.marks.entries()) {
            for (const [key, mark] of part) {
                const points = { earned: written(mark.earned), possible: written(mark.possible) };
                const impact = written(this.impact(index, mark));
                yield [key, { state: mark.state, ...points, impact, failed_critical: mark.effect !== null }];
            }
        }
    }

    /** S10, on the total after effects: all else as it is, but this question at full marks and not failed. */
    impact(index, mark) {
        const gained = mark.best.minus(mark.earned);
        if (!this.total || (gained.isZero() && !mark.effect)) return ZERO;
        const effects = this.effects.filter((effect) => effect !== mark.effect);
        const better = this.reachedIn(index, this.sectionScore(index, effects, gained));
        const reached = this.reached.minus(this.reachedIn(index, this.sections[index])).plus(better);
        return this.totalOf(reached, effects).minus(this.total);
    }

    /** S5 and S7: never below 0, zeroed by a failed critical question, at most 1 with the bonus cap. */
    sectionScore(index, effects, gained = ZERO) {
        const { key } = this.definition.sections[index];
        const possible = this.possible[index];
        const zeroed = effects.some((effect) => effect.kind === "zero_section" && effect.section === key);
        const earned = zeroed ? ZERO : Fraction.max(ZERO, this.earned[index].plus(gained));
        return { key, share: shareOf(earned, possible, this.definition.policy), earned, possible };
    }

    /** What a section brings into the total: its score by its weight, or its points (S6). */
    reachedIn(index, { earned, share }) {
        const { policy, sections } = this.definition;
        return policy.total === "points" ? earned : weightOf(sections[index]).times(share ?? ZERO);
    }

    /** What a section could bring in at most; nothing where its score is undefined. */
    wholeOf(index, { possible, share }) {
        const { policy, sections } = this.definition;
        if (policy.total === "points") return possible;
        return share ? weightOf(sections[index]) : ZERO;
    }

    /** S6 to S8: what is reached of the whole, and then what failed critical questions leave of it. */
    totalOf(reached, effects) {
        const total = shareOf(reached, this.whole, this.definition.policy);
        return total && Fraction.min(total, ...effects.flatMap(capsOf));
    }
}

/** What is reached of the whole; null of nothing, and not above 1 unless the bonus cap is off. */
function shareOf(reached, whole, policy) {
    if (whole.isZero()) return null;
    return policy.bonus_cap ? Fraction.min(ONE, reached.over(whole)) : reached.over(whole);
}

function capsOf({ kind, cap }) {
    if (kind === "zero_total") return [ZERO];
    return cap ? [cap.over(HUNDRED)] : [];
}

function written(fraction) {
    return fraction && fraction.toString();
}
