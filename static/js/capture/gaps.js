/** What a visit still needs before it can be handed in. Twin of domain/completeness.py. */

import { Fraction } from "../scoring/fraction.js";

/**
 * By question key, in the order of the checklist: a list of "answer", "remark", "photo". `scored` is what `score` says
 * about the same answers; hidden questions need nothing.
 */
export function gapsOf(definition, answerTo, scored) {
    const gaps = new Map();
    for (const question of definition.sections.flatMap((section) => section.questions)) {
        const needs = needsOf(question, answerTo(question.key), scored.questions[question.key]);
        if (needs.length) gaps.set(question.key, needs);
    }
    return gaps;
}

function needsOf(question, answer, scored) {
    const required = question.required !== false;
    if (scored.state === "hidden" || answer.na) return [];
    if (question.type === "photo") return required && !answer.photos.length ? ["photo"] : [];
    if (scored.state === "unanswered") return required ? ["answer"] : [];
    const { comment, photo } = question.evidence ?? {};
    const needs = [];
    if (isAskedFor(comment, scored) && !answer.remark.trim()) needs.push("remark");
    if (isAskedFor(photo, scored) && !answer.photos.length) needs.push("photo");
    return needs;
}

function isAskedFor(rule, scored) {
    return rule === "always" || (rule === "on_loss" && isLost(scored));
}

function isLost({ earned, possible, failed_critical: failed }) {
    return failed || Fraction.parse(earned).below(Fraction.parse(possible));
}
