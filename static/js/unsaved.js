// Warns before a page is left whose form (data-unsaved) was changed but not sent.

for (const form of document.querySelectorAll("form[data-unsaved]")) {
  const state = () => new URLSearchParams(new FormData(form)).toString();
  const before = state();
  let sent = false;
  form.addEventListener("submit", () => {
    sent = true;
  });
  window.addEventListener("beforeunload", (event) => {
    if (!sent && state() !== before) event.preventDefault();
  });
}
