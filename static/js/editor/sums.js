/** Points and weights, by the same rules as the score, as far as the draft is complete. */

import { Fraction, ZERO } from "../scoring/fraction.js";
import { fullPoints } from "../scoring/points.js";

/** A number of the draft as a fraction; what is no number yet counts nothing. */
function fractionOf(value, usual = ZERO) {
    if (value === undefined || value === null) return usual;
    return typeof value === "number" ? Fraction.of(value) : ZERO;
}

/** The most that a question can earn, its weight and bonus looked at. */
export function possibleOf(question) {
    if (question.bonus) return ZERO;
    const steps = (list) => (list ?? []).filter(({ points }) => typeof points === "number");
    const { max_points: most, ...rest } = question;
    const readable = { ...rest, options: steps(question.options), thresholds: steps(question.thresholds) };
    if (typeof most === "number") readable.max_points = most;
    return fractionOf(question.weight, Fraction.of(1)).times(fullPoints(readable));
}

/** {questions, weight, points} of each section, and together. */
export function totalsOf({ sections = [], policy = {} }) {
    const rows = sections.map(({ questions = [], weight }) => ({
        questions: questions.length,
        weight: policy.total === "sections" ? fractionOf(weight, Fraction.of(1)) : null,
        points: Fraction.sum(questions.map(possibleOf)),
    }));
    const weights = rows.filter(({ weight, points }) => weight && !points.isZero()).map(({ weight }) => weight);
    return {
        rows,
        questions: rows.reduce((sum, row) => sum + row.questions, 0),
        weight: policy.total === "sections" ? Fraction.sum(weights) : null,
        points: Fraction.sum(rows.map(({ points }) => points)),
    };
}
