/** Owns the form that takes a file in: what is dropped on it, what was chosen and how large it is, and that it is sent. */

const KB = 1_000;
const MB = 1_000_000;

/** Returns names and sizes of files in words, and whether they are too large together. */
export function weigh(files, most, { write, tooLarge }) {
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  const lines = files.map(({ name, size }) => `${name} · ${write(size)}`);
  return { lines: bytes > most ? [...lines, tooLarge] : lines, isTooLarge: bytes > most };
}

/** Returns what writes a size in a language: kilobytes where that is little, otherwise megabytes. */
export function sizes(locale) {
  const unit = (name, maximumFractionDigits) => new Intl.NumberFormat(locale, { style: "unit", unit: name, maximumFractionDigits });
  const [little, much] = [unit("kilobyte", 0), unit("megabyte", 1)];
  return (bytes) => (bytes < MB / 10 ? little.format(Math.ceil(bytes / KB)) : much.format(bytes / MB));
}

function start(form) {
  const texts = JSON.parse(document.querySelector("#import-texts").textContent);
  const [drop, input, send] = [form.querySelector("[data-drop]"), form.querySelector("[type=file]"), form.querySelector("[data-send]")];
  const words = { write: sizes(document.documentElement.lang), tooLarge: texts.too_large };

  function show() {
    const { lines, isTooLarge } = weigh([...input.files], Number(form.dataset.mostBytes), words);
    const rows = lines.map((line) => Object.assign(document.createElement("li"), { textContent: line }));
    form.querySelector("[data-chosen]").replaceChildren(...rows);
    drop.classList.toggle("is-too-large", isTooLarge);
    send.disabled = isTooLarge;
  }

  if (drop) {
    drop.classList.add("is-live"); // the control itself lies over the whole field
    form.querySelector("[data-call]").hidden = false;
    input.addEventListener("change", show);
    for (const name of ["dragenter", "dragover", "dragleave", "drop"]) {
      drop.addEventListener(name, (event) => {
        event.preventDefault();
        drop.classList.toggle("is-over", name === "dragenter" || name === "dragover");
      });
    }
    drop.addEventListener("drop", ({ dataTransfer }) => {
      if (!dataTransfer.files.length) return;
      input.files = dataTransfer.files;
      show();
    });
    show(); // what the browser kept when the reader comes back
  }
  form.addEventListener("submit", () => {
    form.querySelector("[data-busy]").hidden = false;
    form.querySelector("[data-busy-words]").textContent = texts.busy;
    send.disabled = true;
  });
  // The page that comes back out of the browser's memory is ready again.
  addEventListener("pageshow", ({ persisted }) => {
    if (!persisted) return;
    form.querySelector("[data-busy]").hidden = true;
    send.disabled = false;
  });
}

const form = globalThis.document?.querySelector("[data-upload]");
if (form) start(form);
