/** Owns choosing areas in the list and on the map alike, and the bar that says what can be done with them. */

import { createSelection } from "diaban/boundaries/selection";
import { t } from "diaban/i18n";

/** Wires the list of a draft to its map. */
export function startChoosing(stage) {
  const { root, map, areas, part } = stage;
  const boxes = new Map([...root.querySelectorAll('[name="area"]')].map((box) => [Number(box.value), box]));
  const selection = createSelection(show);

  function show() {
    for (const [key, box] of boxes) {
      box.checked = selection.has(key);
      stage.mark(key, "is-chosen", selection.has(key));
    }
    const acts = selection.acts();
    for (const button of root.querySelectorAll("[data-act]")) button.hidden = !acts.includes(button.dataset.act);
    part("chosen").textContent = wordsFor(selection.keys.map((key) => areas.get(key).area));
    part("chosen").hidden = selection.keys.length === 0;
    for (const link of root.querySelectorAll("a[data-act][data-url]")) {
      if (selection.keys.length === 1) link.href = link.dataset.url.replace("/0/", `/${selection.keys[0]}/`);
    }
  }

  for (const [key, box] of boxes) {
    box.addEventListener("change", () => selection.toggle(key));
    const row = box.closest("[data-row]");
    row.addEventListener("mouseenter", () => stage.mark(key, "is-over", true));
    row.addEventListener("mouseleave", () => stage.mark(key, "is-over", false));
  }
  for (const [key, { layer }] of areas) {
    layer.on("click", () => {
      selection.toggle(key);
      boxes.get(key)?.closest("[data-row]").scrollIntoView({ block: "nearest" });
    });
  }
  map.on("click", selection.clear);
  root.querySelector('[data-act="clear"]').addEventListener("click", selection.clear);
  // What the browser kept ticked when the reader comes back is what is chosen.
  selection.put([...boxes].filter(([, box]) => box.checked).map(([key]) => key));
}

function wordsFor(chosen) {
  if (chosen.length === 0) return "";
  if (chosen.length === 1) return t("boundaries.stage.chosen_one", { name: chosen[0].name });
  return t("boundaries.stage.chosen", { n: chosen.length, names: chosen.map(({ name }) => name).join(", ") });
}
