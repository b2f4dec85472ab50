// Shows photos large, above the page; arrow keys go on. Without this script each link opens its photo.

const links = [...document.querySelectorAll("a[data-photo]")];
const dialog = document.querySelector("dialog.viewer");
const [picture, caption] = dialog.querySelectorAll("img, p");
let shown = 0;

function show(index) {
  shown = (index + links.length) % links.length;
  const link = links[shown];
  picture.src = link.href;
  picture.alt = link.querySelector("img").alt;
  caption.textContent = `${shown + 1}/${links.length} · ${link.dataset.photo}`;
  if (!dialog.open) dialog.showModal();
}

links.forEach((link, index) =>
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    show(index);
  }),
);

dialog.addEventListener("click", (event) => {
  const step = event.target.closest("button")?.value;
  if (step === "1" || step === "-1") show(shown + Number(step));
  else if (event.target !== picture) dialog.close();
});
dialog.addEventListener("close", () => links[shown].focus());
dialog.addEventListener("keydown", (event) => {
  if (event.key === "ArrowRight") show(shown + 1);
  if (event.key === "ArrowLeft") show(shown - 1);
});
