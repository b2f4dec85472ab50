/**
 * A worker that makes photos small: {id, file} in, {id, buffer} or {id, error} out. The picture goes straight onto the small
 * canvas, because a large one is more than an iPhone allows. The camera's notes (EXIF: time and place) go along.
 */

import { notesOf, withNotes } from "./exif.js";

const SIDE = 2048;
const QUALITY = 0.85;

addEventListener("message", async ({ data: { id, file } }) => {
    try {
        const buffer = await shrunk(file);
        postMessage({ id, buffer }, [buffer]);
    } catch (error) {
        postMessage({ id, error: String(error) });
    }
});

async function shrunk(file) {
    const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, SIDE / Math.max(bitmap.width, bitmap.height));
    const canvas = new OffscreenCanvas(Math.round(bitmap.width * scale), Math.round(bitmap.height * scale));
    const context = canvas.getContext("2d", { alpha: false });
    context.imageSmoothingQuality = "high";
    context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    const blob = await canvas.convertToBlob({ type: "image/jpeg", quality: QUALITY });
    return withNotes(await blob.arrayBuffer(), notesOf(await file.arrayBuffer()));
}
