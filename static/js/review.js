// Messages to the auditor: kept in this tab while other pages are looked at, counted, and begun by ready phrases.

const form = document.querySelector("form[data-drafts]");

function fields() {
  return [...form.querySelectorAll("textarea")];
}

function written() {
  return fields().filter((field) => field.value.trim());
}

function keep() {
  const drafts = Object.fromEntries(written().map((field) => [field.name, field.value]));
  try {
    sessionStorage.setItem(form.dataset.drafts, JSON.stringify(drafts));
  } catch {
    // A full or forbidden storage only means that nothing is kept; the warning before leaving remains.
  }
}

function restore() {
  const drafts = JSON.parse(sessionStorage.getItem(form.dataset.drafts) ?? "{}");
  for (const field of fields()) {
    if (!field.value && drafts[field.name]) field.value = drafts[field.name];
    if (field.value) field.closest("details")?.setAttribute("open", "");
  }
}

function count() {
  const status = form.querySelector(".asked-count");
  const asked = written().filter((field) => field.closest("details")).length;
  const { none, more } = status.dataset;
  status.textContent = asked ? more.replace("{count}", asked) : none;
}

function offerPhrases() {
  for (const phrases of form.querySelectorAll(".phrases")) {
    phrases.hidden = false;
    phrases.addEventListener("click", (event) => {
      const field = phrases.closest(".field").querySelector("textarea");
      const phrase = event.target.closest("button")?.textContent;
      if (!phrase) return;
      field.value = [field.value.trim(), phrase].filter(Boolean).join(" ");
      field.focus();
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }
}

// Links inside the site are safe: what is written comes back. Closing the tab is not.
function warnBeforeLeaving() {
  let leaving = false;
  document.addEventListener("click", (event) => {
    leaving = Boolean(event.target.closest("a[href]"));
  });
  form.addEventListener("submit", () => {
    leaving = true;
    sessionStorage.removeItem(form.dataset.drafts);
  });
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && written().length) event.preventDefault();
  });
}

for (const list of document.querySelectorAll(".jump[open]")) {
  list.open = window.matchMedia("(min-width: 60rem)").matches;
}

if (form) {
  restore();
  count();
  offerPhrases();
  warnBeforeLeaving();
  form.addEventListener("input", () => {
    keep();
    count();
  });
  for (const summary of form.querySelectorAll(".mend > summary")) {
    summary.addEventListener("click", () => requestAnimationFrame(() => summary.nextElementSibling.querySelector("textarea").focus()));
  }
}
