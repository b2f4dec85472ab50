/** Which questions are asked: conditions on earlier answers, and sections of other scenarios. Twin of domain/conditions.py. */

import { answerTo, read } from "./answers.js";
import { Fraction } from "./fraction.js";

/**
 * For each question that is asked, in order: what its answer says (null: unanswered or N/A), as a Map by key.
 * A hidden question is not in it, whatever was answered before it was hidden. Throws AnswerRefused.
 */
export function visibleReadings(definition, answers, scenario = null) {
    const readings = new Map();
    for (const section of definition.sections) {
        if (section.scenarios?.length && !section.scenarios.includes(scenario)) continue;
        for (const question of section.questions) {
            if (question.show_when && !holds(question.show_when, readings)) continue;
            readings.set(question.key, read(question, answerTo(answers, question.key)));
        }
    }
    return readings;
}

/** The keys of the questions that are asked, in order, as a Set. */
export function visibleQuestions(definition, answers, scenario = null) {
    return new Set(visibleReadings(definition, answers, scenario).keys());
}

/** Whether the condition is true. A test of an answer that is not there is false. */
export function holds(condition, readings) {
    if (condition.all) return condition.all.every((part) => holds(part, readings));
    if (condition.any) return condition.any.some((part) => holds(part, readings));
    if (condition.not) return !holds(condition.not, readings);
    const reading = readings.get(condition.question);
    return Boolean(reading) && passes(condition, reading);
}

function passes(test, { chosen, number }) {
    if (test.in && !test.in.some((key) => chosen.has(key))) return false;
    const { at_least: least, at_most: most } = test;
    if (least === undefined && most === undefined) return true;
    if (number === null) return false;
    const highEnough = least === undefined || !number.below(Fraction.of(least));
    return highEnough && (most === undefined || !Fraction.of(most).below(number));
}
