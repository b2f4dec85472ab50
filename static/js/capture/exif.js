/** The notes of a camera in a JPEG (EXIF 2.32 § 4.7.2: the segment APP1), taken from the original to its smaller copy. */

const SOI = 0xffd8;
const APP1 = 0xffe1;
const SOS = 0xffda;
const EXIF = 0x45786966;
const ORIENTATION = 0x0112;

/** The APP1 segment of a JPEG as bytes, with the picture called upright; null where there is none. */
export function notesOf(buffer) {
    const view = new DataView(buffer);
    if (view.byteLength < 4 || view.getUint16(0) !== SOI) return null;
    for (let at = 2; at + 10 < view.byteLength; at += 2 + view.getUint16(at + 2)) {
        const marker = view.getUint16(at);
        if (marker === SOS || marker >> 8 !== 0xff) return null;
        if (marker === APP1 && view.getUint32(at + 4) === EXIF) {
            const segment = buffer.slice(at, at + 2 + view.getUint16(at + 2));
            return isUpright(segment) ? new Uint8Array(segment) : null;
        }
    }
    return null;
}

/** The JPEG with these notes right after its beginning. */
export function withNotes(buffer, notes) {
    if (!notes) return buffer;
    const bytes = new Uint8Array(buffer.byteLength + notes.length);
    bytes.set(new Uint8Array(buffer, 0, 2));
    bytes.set(notes, 2);
    bytes.set(new Uint8Array(buffer, 2), 2 + notes.length);
    return bytes.buffer;
}

/** Say in the notes that the picture is upright, as it is now; false where they cannot be understood. */
function isUpright(segment) {
    const view = new DataView(segment, 10);
    const little = view.getUint16(0) === 0x4949;
    const first = view.getUint32(4, little);
    if (first + 2 > view.byteLength) return false;
    const entries = view.getUint16(first, little);
    for (let at = first + 2; at < first + 2 + 12 * entries; at += 12) {
        if (at + 12 > view.byteLength) return false;
        if (view.getUint16(at, little) === ORIENTATION) view.setUint16(at + 8, 1, little);
    }
    return true;
}
