// Says of each report how far it is, until all are ready or have failed. Without this script its link says it.

const PAUSE = 1500;
const TONES = { ready: "tone-best", failed: "tone-poor", working: "tone-accent", none: "" };

const list = document.querySelector(".report-states");

function show(item, state) {
  const badge = item.querySelector(".badge");
  const progress = state.stage === "working" && state.progress ? ` ${state.progress}\u00a0%` : "";
  badge.hidden = false;
  badge.className = `badge ${TONES[state.stage]}`;
  badge.textContent = `${list.dataset[state.stage]}${progress}`;
}

async function follow(item) {
  let state = null;
  try {
    const response = await fetch(item.dataset.state, { headers: { Accept: "application/json" } });
    if (response.ok) state = await response.json();
  } catch {
    // no network for the moment: the next question may get through
  }
  if (state) show(item, state);
  if (!state || state.stage === "working") setTimeout(follow, PAUSE, item);
}

list?.querySelectorAll("[data-state]").forEach((item) => follow(item));
