/** What operations add up to, in whatever order and however often they come (V2). Twin of `fold` in domain/operations.py. */

/** What stands at a question where nothing was done yet. */
export const EMPTY = { value: null, na: false, remark: "", photos: [] };

export class Merge {
    /** By question: by field and item: the operation that counts. */
    #counting = new Map();

    /** Take an operation; says whether it counts now. */
    add(operation) {
        const { question } = operation;
        if (!this.#counting.has(question)) this.#counting.set(question, new Map());
        const places = this.#counting.get(question);
        const place = placeOf(operation);
        const present = places.get(place);
        if (present && !isLater(operation, present)) return false;
        places.set(place, operation);
        return true;
    }

    /** The operation that counts at a place; undefined where there is none. */
    at(question, field, item = "") {
        return this.#counting.get(question)?.get(placeOf({ field, item }));
    }

    /** What stands at a question: {value, na, remark, photos}. */
    answerTo(question) {
        const operations = [...(this.#counting.get(question)?.values() ?? [])];
        const valueOf = (field) => operations.find((operation) => operation.field === field)?.value;
        const attached = operations.filter(({ field, value }) => field === "photo" && value === "attached");
        return {
            value: valueOf("answer") ?? EMPTY.value,
            na: valueOf("na") === true,
            remark: valueOf("remark") || EMPTY.remark,
            photos: attached.sort((one, other) => (isLater(one, other) ? 1 : -1)).map(({ item }) => item),
        };
    }
}

/** Whether `one` counts when both set the same place: by counter, then device, then id. */
function isLater(one, other) {
    for (const part of ["counter", "device", "id"]) {
        if (one[part] !== other[part]) return one[part] > other[part];
    }
    return false;
}

function placeOf({ field, item }) {
    return `${field} ${item}`;
}
