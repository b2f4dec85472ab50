/** What one answer earns, before weights: the points of a question's answer steps. Twin of domain/points.py. */

import { MEASURED_TYPES, OPTION_TYPES } from "./answers.js";
import { Fraction, ZERO } from "./fraction.js";

/** The most that an answer can earn; 0 where nothing can be earned, or only be lost. */
export function fullPoints(question) {
    const points = steps(question);
    if (!points.length) return ZERO;
    if (question.type !== "multi") return Fraction.max(ZERO, ...points);
    if (question.max_points !== undefined) return Fraction.of(question.max_points);
    return Fraction.sum(points.filter((step) => ZERO.below(step)));
}

/** The points of what was chosen or measured; what was ticked is summed, up to full marks. */
export function pointsOf(question, { chosen, number }) {
    if (!steps(question).length) return ZERO;
    if (MEASURED_TYPES.has(question.type)) return pointsOfStep(question, number);
    const ticked = question.options.filter((option) => chosen.has(option.key));
    const sum = Fraction.sum(ticked.map((option) => Fraction.of(option.points ?? 0)));
    return question.type === "multi" ? Fraction.min(sum, fullPoints(question)) : sum;
}

/** Whether the answer fails a critical question: a failing option, or without those no point at all. */
export function fails(question, reading) {
    if (!question.critical) return false;
    if (question.fails_on?.length) return question.fails_on.some((key) => reading.chosen.has(key));
    return steps(question).length > 0 && !ZERO.below(pointsOf(question, reading));
}

/** The points of each answer step that has any; none where the question is not scored. */
function steps(question) {
    if (question.scored === false) return [];
    const parts = OPTION_TYPES.has(question.type) ? question.options : thresholds(question);
    return (parts ?? []).filter((part) => part.points !== undefined).map((part) => Fraction.of(part.points));
}

function thresholds(question) {
    return MEASURED_TYPES.has(question.type) ? question.thresholds : [];
}

/** The first step that reaches up to the number; beyond the last one nothing is earned. */
function pointsOfStep(question, number) {
    const reaches = ({ up_to: upTo }) => upTo === undefined || !Fraction.of(upTo).below(number);
    return Fraction.of(question.thresholds.find(reaches)?.points ?? 0);
}
