/** Serbian in Latin letters, derived from Cyrillic ones. Twin of domain/language.py. */

const LETTERS = {
    ...{ а: "a", б: "b", в: "v", г: "g", д: "d", ђ: "đ", е: "e", ж: "ž", з: "z", и: "i", ј: "j", к: "k", л: "l", љ: "lj" },
    ...{ м: "m", н: "n", њ: "nj", о: "o", п: "p", р: "r", с: "s", т: "t", ћ: "ć", у: "u", ф: "f", х: "h", ц: "c", ч: "č" },
    ...{ џ: "dž", ш: "š" },
};

/** One letter for one, with љ њ џ as lj nj dž: "Lj" at the start of a word, "LJ" among capitals. */
export function latin(cyrillic) {
    return [...cyrillic].map((letter, index, all) => latinLetter(letter, all[index - 1] ?? "", all[index + 1] ?? "")).join("");
}

function latinLetter(letter, before, after) {
    const small = LETTERS[letter.toLowerCase()];
    if (!small) return letter;
    if (letter === letter.toLowerCase()) return small;
    if (small.length > 1 && !isCapital(isLetter(after) ? after : before)) return small[0].toUpperCase() + small.slice(1);
    return small.toUpperCase();
}

function isLetter(sign) {
    return sign.toLowerCase() !== sign.toUpperCase();
}

function isCapital(sign) {
    return isLetter(sign) && sign === sign.toUpperCase();
}
