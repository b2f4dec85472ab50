// Shows a client's look while it is being chosen. The server alone knows which ink a colour gives: it answers as style sheet.

const form = document.querySelector("[data-look]");
const sheet = document.getElementById("brand-colours");
const { colour, contact, logo, without_logo: withoutLogo } = form.elements;
const picker = form.querySelector("[type=color]");
const notice = form.querySelector(".dark-enough");
const noticeText = notice.querySelector("p");
const [picture, name] = document.querySelectorAll(".letterhead-name > *");
const present = picture.getAttribute("src");
let inkInText = /#[0-9a-f]{6}/.exec(noticeText.textContent)?.[0] ?? "{ink}";

function digits() {
  const typed = colour.value.trim().toLowerCase().replace(/^#/, "");
  if (!typed) return form.dataset.own;
  return /^[0-9a-f]{6}$/.test(typed) ? typed : null;
}

function showColour() {
  const chosen = digits();
  if (!chosen) return;
  picker.value = `#${chosen}`;
  sheet.href = form.dataset.colours.replace("000000", chosen);
}

function warnIfTooLight() {
  const styles = getComputedStyle(document.documentElement);
  const [brand, ink] = ["--brand", "--brand-ink"].map((property) => styles.getPropertyValue(property).trim());
  const last = noticeText.lastChild;
  last.textContent = last.textContent.replace(inkInText, ink);
  inkInText = ink;
  notice.hidden = brand === ink;
}

function showLogo() {
  URL.revokeObjectURL(picture.src);
  const [file] = logo.files;
  const source = file ? URL.createObjectURL(file) : !withoutLogo?.checked && present;
  picture.hidden = !source;
  name.hidden = Boolean(source);
  if (source) picture.src = source;
}

picker.hidden = false;
picker.addEventListener("input", () => {
  colour.value = picker.value;
  showColour();
});
colour.addEventListener("input", showColour);
sheet.addEventListener("load", warnIfTooLight);
contact.addEventListener("input", () => {
  document.querySelector("[data-contact]").textContent = contact.value.trim();
});
logo.addEventListener("change", showLogo);
withoutLogo?.addEventListener("change", showLogo);
