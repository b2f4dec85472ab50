/** Which visits still have work on this phone that the server has not confirmed: their pages are not taken away. */

import { Store } from "../phone/db.js";

const UNSENT = new Set(["waiting", "refused"]);

/** The numbers of a user's visits with unsent work. Throws NotKept where the phone does not say. */
export async function visitsWithUnsentWork(user) {
    const store = new Store(user);
    const [operations, photos, visits] = await Promise.all(["operations", "photos", "visits"].map((name) => store.all(name)));
    const items = [...operations, ...photos].filter(({ state }) => UNSENT.has(state)).map(({ visit }) => visit);
    const handIns = visits.filter((visit) => UNSENT.has(visit.hand_in)).map(({ id }) => id);
    return new Set([...items, ...handIns]);
}
