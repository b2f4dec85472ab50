/** The auditor's home on a phone: keeps what is listed, so that it opens where there is no connection. */

import { notify } from "./page.js";
import { isAway, keepFresh } from "./refresh.js";
import { offerInstalling, showStorage } from "./storage.js";
import { offerUpdates } from "./update.js";
import { sendWork } from "./work.js";

sendWork();
if (!isSecureContext) {
    notify("insecure");
} else if (!("serviceWorker" in navigator)) {
    notify("unable");
} else {
    offerInstalling();
    offerUpdates();
    keepFresh();
    showStorage();
}

/** Logging out and the choice of a language need the server. */
function keepHere(event) {
    if (!isAway()) return;
    event.preventDefault();
    event.stopPropagation();
    notify("away").scrollIntoView({ block: "center" });
}

document.addEventListener("submit", keepHere, { capture: true });
