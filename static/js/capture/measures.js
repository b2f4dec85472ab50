/** What stands beside the fields of counts and durations. */

import { addCounters } from "./counter.js";
import { startWatches } from "./stopwatch.js";

/** Give every count its buttons and every duration its watch. */
export function addMeasures(log) {
    startWatches(log);
    addCounters(log);
}
