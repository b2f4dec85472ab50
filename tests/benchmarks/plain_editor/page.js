/** The least that an editor does: what is changed is sent, whole, a moment later. */

const content = JSON.parse(document.getElementById("content").textContent);
const [text, flag, saving] = ["text", "flag", "saving"].map((id) => document.getElementById(id));
let timer = 0;

for (const control of [text, flag]) {
    control.addEventListener("input", () => {
        Object.assign(content, { text: text.value, flag: flag.checked });
        saving.dataset.state = "saving";
        clearTimeout(timer);
        timer = setTimeout(save, 700);
    });
}

async function save() {
    const options = { method: "PUT", headers: { "Content-Type": "application/json" }, body: JSON.stringify(content) };
    await (await fetch("/", options)).json();
    saving.dataset.state = "saved";
}
