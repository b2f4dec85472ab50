/** Two orders of one list made one: that of whoever moved something, with what the other added behind its neighbour. */

import { same } from "./paths.js";

/** {order, clash}: all keys that stand in mine or in theirs; `clash` where both moved things, each otherwise: then mine counts. */
export function mergedOrder(base, mine, theirs) {
    const common = new Set(base.filter((key) => mine.includes(key) && theirs.includes(key)));
    const [before, own, other] = [base, mine, theirs].map((list) => list.filter((key) => common.has(key)));
    const [first, second] = same(own, before) ? [theirs, mine] : [mine, theirs];
    const clash = !same(own, before) && !same(other, before) && !same(own, other);
    const order = [...first];
    for (const [index, key] of second.entries()) {
        if (!order.includes(key)) order.splice(order.indexOf(second[index - 1]) + 1, 0, key);
    }
    return { order, clash };
}
