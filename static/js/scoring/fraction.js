/** Exact rationals on BigInt (S9): a score is never a rounded number before it is displayed. */

const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i;

function greatestCommonDivisor(a, b) {
    while (b) [a, b] = [b, a % b];
    return a < 0n ? -a : a;
}

export class Fraction {
    /** n/d in lowest terms, d above 0. */
    constructor(n, d = 1n) {
        const divisor = greatestCommonDivisor(n, d) * (d < 0n ? -1n : 1n);
        this.n = n / divisor;
        this.d = d / divisor;
    }

    /** The exact value of a number or of a decimal text, as it is written: 0.1 is one tenth. */
    static of(written) {
        const [, sign, whole, decimals = "", exponent = "0"] = DECIMAL.exec(String(written));
        const shift = Number(exponent) - decimals.length;
        const digits = BigInt(sign + whole + decimals);
        const power = 10n ** BigInt(Math.abs(shift));
        return shift < 0 ? new Fraction(digits, power) : new Fraction(digits * power);
    }

    /** Reads "n/d" back. */
    static parse(text) {
        const [n, d] = text.split("/");
        return new Fraction(BigInt(n), BigInt(d));
    }

    static sum(parts) {
        return parts.reduce((sum, part) => sum.plus(part), ZERO);
    }

    static min(...parts) {
        return parts.reduce((least, part) => (part.below(least) ? part : least));
    }

    static max(...parts) {
        return parts.reduce((most, part) => (most.below(part) ? part : most));
    }

    plus(other) {
        return new Fraction(this.n * other.d + other.n * this.d, this.d * other.d);
    }

    minus(other) {
        return new Fraction(this.n * other.d - other.n * this.d, this.d * other.d);
    }

    times(other) {
        return new Fraction(this.n * other.n, this.d * other.d);
    }

    over(other) {
        return new Fraction(this.n * other.d, this.d * other.n);
    }

    below(other) {
        return this.n * other.d < other.n * this.d;
    }

    equals(other) {
        return this.n === other.n && this.d === other.d;
    }

    isZero() {
        return this.n === 0n;
    }

    toString() {
        return `${this.n}/${this.d}`;
    }
}

export const ZERO = new Fraction(0n);
export const ONE = new Fraction(1n);
export const HUNDRED = new Fraction(100n);

/** A share, "n/d", as a percentage with one decimal, rounded half up: "74.9"; for display only. */
export function percent(share) {
    const { n, d } = Fraction.parse(share);
    const tenths = (n * 2000n + d) / (2n * d);
    return `${tenths / 10n}.${tenths % 10n}`;
}
