/** Whether this phone keeps its data when space runs short, and how the app is installed so that it does. */

import { show } from "./page.js";

const isIos = /iPhone|iPad|iPod/.test(navigator.userAgent) || (/Macintosh/.test(navigator.userAgent) && navigator.maxTouchPoints > 1);
const isInstalled = matchMedia("(display-mode: standalone)").matches || navigator.standalone === true;

/** Say how safe the data are. The installed app asks the browser to keep them. */
export async function showStorage() {
    const { storage } = navigator;
    const isGranted = (await (isInstalled ? storage?.persist?.() : storage?.persisted?.())) ?? false;
    show(isGranted ? "persistent" : "evictable");
    show("not-installed", !isInstalled);
    show("install-ios", isIos && !isInstalled);
}

/** Offer the browser's own way of installing, where it has one. */
export function offerInstalling() {
    addEventListener("beforeinstallprompt", (event) => {
        event.preventDefault();
        show("install");
        document.querySelector("[data-install]").onclick = () => {
            show("install", false);
            event.prompt();
        };
    });
}
