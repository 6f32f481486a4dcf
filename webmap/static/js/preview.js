/** Owns the picture beside the form of a sheet: draws it anew when something else is chosen, and keeps the address. */

const PAUSE_MS = 400;
const UNSAID = new Set(["csrf_token", "uuid", "map", "not_person"]);

/** Returns the parameters of the address of the sheet that a form describes: those of its map, and its own. */
export function parametersOf(fields) {
  const told = new URLSearchParams(fields.get("map") ?? "");
  for (const [name, value] of fields) {
    if (!UNSAID.has(name) && String(value).trim()) told.set(name, value);
  }
  return told;
}

function follow(form, picture) {
  let pause = 0;
  const draw = () => {
    const told = parametersOf(new FormData(form));
    picture.classList.add("sheet-preview__page--waits");
    picture.src = `${picture.dataset.preview}?${told}`;
    history.replaceState(null, "", `?${told}`);
  };
  for (const end of ["load", "error"]) {
    picture.addEventListener(end, () => picture.classList.remove("sheet-preview__page--waits"));
  }
  form.querySelector("[data-look]").hidden = true;
  form.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(draw, PAUSE_MS);
  });
}

const form = globalThis.document?.querySelector("[data-sheet-form]");
const picture = globalThis.document?.querySelector("[data-preview]");
if (form && picture && location.pathname.endsWith("/new")) follow(form, picture);
