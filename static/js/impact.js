// Has it worked out what a draft would do to the scores, and shows how far that is. Without this script its button does it.

const PAUSE = 700;

let panel = document.getElementById("impact");

async function order() {
  const token = document.querySelector("main input[name=csrf_token]");
  if (!token) return false; // this reader may only look
  const body = new URLSearchParams({ csrf_token: token.value });
  const answer = await fetch(panel.dataset.order, { method: "POST", body, redirect: "manual" });
  return answer.type === "opaqueredirect";
}

async function look() {
  const answer = await fetch(panel.dataset.page);
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const news = page.getElementById("impact");
  panel.replaceWith(news);
  panel = news;
}

async function follow() {
  try {
    await look();
  } catch {
    // no network for the moment: the next question may get through
  }
  if (panel.dataset.stage === "working") setTimeout(follow, PAUSE);
  else if ("alone" in panel.dataset) window.location.reload(); // the list belongs to it
}

if (panel?.dataset.stage === "none") order().then((isOrdered) => isOrdered && follow());
else if (panel?.dataset.stage === "working") setTimeout(follow, PAUSE);
