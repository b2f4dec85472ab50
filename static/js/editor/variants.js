/** The same answers under other rules: for each rule all that it could say, with what the checklist says first. */

import { score } from "../scoring/score.js";

const USUAL_CAP = 50;
const CHOICES = {
    na: ["exclude", "full"],
    total: ["sections", "points"],
    bonus_cap: [true, false],
    critical: ["flag", "zero_section", "cap_total", "zero_total"],
};

/** [{value, isOwn, result}] for one rule of the policy. */
export function variantsOf(rule, rules, answers, scenario) {
    const own = nameOfValue(rules.policy[rule]);
    return CHOICES[rule].map((value) => {
        const isOwn = value === own;
        const policy = isOwn ? rules.policy : { ...rules.policy, [rule]: valueOf(value) };
        return { value, isOwn, policy, result: score({ ...rules, policy }, answers, scenario) };
    });
}

function nameOfValue(value) {
    return typeof value === "object" ? "cap_total" : value;
}

function valueOf(name) {
    return name === "cap_total" ? { cap_total: USUAL_CAP } : name;
}

/** What a policy says of one rule, as the texts are named: "critical_cap_total". */
export function nameOfVariant(rule, value) {
    return `${rule}_${value}`;
}
