// Asks how far a PDF is, until it is ready or has failed. Without this script the page's "Check again" does the same.

const FIRST_PAUSE = 400;
const LONGEST_PAUSE = 5000;

const box = document.getElementById("report-progress");
const ready = document.getElementById("report-ready");

function show(state) {
  box.querySelector("[data-text]").textContent = state.text;
  box.querySelector("progress").value = state.progress;
}

function offerFile() {
  box.hidden = true;
  ready.hidden = false;
  window.location.assign(box.dataset.file);
}

async function ask() {
  try {
    const response = await fetch(box.dataset.state, { headers: { Accept: "application/json" } });
    return response.ok ? await response.json() : null;
  } catch {
    return null; // no network for the moment: the next question may get through
  }
}

async function follow(pause) {
  const state = await ask();
  if (state?.stage === "ready") {
    offerFile();
  } else if (state && state.stage !== "working") {
    window.location.reload();
  } else {
    if (state) show(state);
    setTimeout(follow, pause, Math.min(pause * 1.5, LONGEST_PAUSE));
  }
}

follow(FIRST_PAUSE);
