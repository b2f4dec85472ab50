// Areas of a photo, drawn with mouse or finger, or typed. Without this script the number fields do the same.

const form = document.querySelector("[data-faces]");
const canvas = form.querySelector("svg");
const list = form.querySelector(".areas");
const blank = form.querySelector("template").content;
const [add, undo] = form.querySelectorAll("[data-add], [data-undo]");
const { width: WIDTH, height: HEIGHT } = canvas.viewBox.baseVal;
const NAMES = ["left", "top", "width", "height"];
const SMALLEST = 5; // pixels of the screen: less was a slip, not a rectangle

let areas = read();
let standing = copy(areas);
const past = [];

function copy(rectangles) {
  return rectangles.map((area) => ({ ...area }));
}

/** What the fields say; rows without a number are none. */
function read() {
  return [...list.children].map(valuesOf).filter((area) => NAMES.some((name) => area[name] !== ""));
}

function valuesOf(row) {
  return Object.fromEntries(NAMES.map((name) => [name, field(row, name).value]));
}

function field(row, name) {
  return row.querySelector(`[name=${name}]`);
}

function element(name, attributes) {
  const made = document.createElementNS(canvas.namespaceURI, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function rectangle({ left, top, width, height }) {
  const sizes = { width: Math.max(0, Number(width)), height: Math.max(0, Number(height)) };
  return element("rect", { x: Number(left), y: Number(top), ...sizes });
}

function drawAreas(begun) {
  const shown = begun ? [...areas, begun] : areas;
  canvas.replaceChildren(
    ...shown.flatMap((area, index) => {
      const number = element("text", { x: Number(area.left) + HEIGHT / 60, y: Number(area.top) + HEIGHT / 20, "font-size": HEIGHT / 22 });
      number.textContent = index + 1;
      return [rectangle(area), number];
    }),
  );
}

function rowOf(area, index) {
  const row = blank.cloneNode(true).firstElementChild;
  for (const name of NAMES) field(row, name).value = area[name];
  for (const number of row.querySelectorAll(".area-number")) number.textContent = index + 1;
  row.querySelector("[data-remove]").hidden = false;
  return row;
}

function show() {
  list.replaceChildren(...areas.map(rowOf));
  add.disabled = areas.length >= Number(form.dataset.most);
  undo.disabled = past.length === 0;
  drawAreas();
}

/** Keeps what stood before for "undo". */
function settle() {
  past.push(standing);
  standing = copy(areas);
  undo.disabled = false;
}

function take(area) {
  if (add.disabled) return;
  areas.push(area);
  settle();
  show();
}

function takeBack() {
  areas = past.pop();
  standing = copy(areas);
  show();
}

/** The place of a pointer in pixels of the photo, inside it. */
function place(event) {
  const frame = canvas.getBoundingClientRect();
  const inside = (share) => Math.min(1, Math.max(0, share));
  return {
    x: Math.round(inside((event.clientX - frame.left) / frame.width) * WIDTH),
    y: Math.round(inside((event.clientY - frame.top) / frame.height) * HEIGHT),
  };
}

function between(one, other) {
  return {
    left: Math.min(one.x, other.x),
    top: Math.min(one.y, other.y),
    width: Math.abs(one.x - other.x),
    height: Math.abs(one.y - other.y),
  };
}

function isLargeEnough(area) {
  const scale = canvas.getBoundingClientRect().width / WIDTH;
  return Math.min(area.width, area.height) * scale >= SMALLEST;
}

function follow(down) {
  if (!down.isPrimary || down.button !== 0 || add.disabled) return;
  down.preventDefault();
  canvas.setPointerCapture(down.pointerId);
  const start = place(down);
  const until = new AbortController();
  const { signal } = until;
  const move = (event) => drawAreas(between(start, place(event)));
  const end = (event) => {
    until.abort();
    const area = between(start, place(event));
    if (event.type === "pointerup" && isLargeEnough(area)) take(area);
    else drawAreas();
  };
  canvas.addEventListener("pointermove", move, { signal });
  canvas.addEventListener("pointerup", end, { signal });
  canvas.addEventListener("pointercancel", end, { signal });
}

canvas.addEventListener("pointerdown", follow);
add.addEventListener("click", () => {
  take({ left: Math.round(WIDTH / 2.5), top: Math.round(HEIGHT / 2.5), width: Math.round(WIDTH / 5), height: Math.round(HEIGHT / 5) });
  field(list.lastElementChild, "left").focus();
});
undo.addEventListener("click", takeBack);
list.addEventListener("input", () => {
  areas = [...list.children].map(valuesOf);
  drawAreas();
});
list.addEventListener("change", settle);
list.addEventListener("click", (event) => {
  const row = event.target.closest("[data-remove]")?.closest("li");
  if (!row) return;
  areas.splice([...list.children].indexOf(row), 1);
  settle();
  show();
  (list.lastElementChild?.querySelector("[data-remove]") ?? add).focus();
});
form.querySelector("[data-tools]").hidden = false;
show();
