// Shows how far the reports of a wave are, until all are made. Without this script the page says it when it is loaded.

const PAUSE = 2000;

const box = document.getElementById("batch-progress");
const bar = box.querySelector("progress");
const left = box.querySelector("[data-left]");
const failedAtFirst = box.querySelector("[data-count=failed]").textContent;

function show(state) {
  for (const count of box.querySelectorAll("[data-count]")) {
    count.textContent = state[count.dataset.count];
  }
  bar.max = state.total || 1;
  bar.value = state.done;
  if (left.textContent !== state.left) left.textContent = state.left;
}

async function ask() {
  try {
    const response = await fetch(box.dataset.state, { headers: { Accept: "application/json" } });
    return response.ok ? await response.json() : null;
  } catch {
    return null; // no network for the moment: the next question may get through
  }
}

async function follow() {
  const state = await ask();
  if (state) show(state);
  const newlyFailed = state && !state.running && !state.waiting && String(state.failed) !== failedAtFirst;
  if (state?.over || newlyFailed) {
    window.location.reload();
  } else {
    setTimeout(follow, PAUSE);
  }
}

follow();
