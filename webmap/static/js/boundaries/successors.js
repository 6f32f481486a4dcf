/** Owns what became what: the row of the table under the pointer or the keyboard, shown on the map. */

import { outline } from "diaban/boundaries/outlines";

/** Wires the rows of the table to the map. */
export function startSuccessors(stage) {
  const { root, map, config } = stage;
  const olds = new Map(config.olds.map(({ id, geometry }) => [id, outline(geometry)]));
  let shown = null;

  function show(row) {
    if (shown === row) return;
    if (shown) {
      olds.get(Number(shown.dataset.old))?.remove();
      stage.mark(Number(shown.dataset.new), "is-chosen", false);
    }
    shown = row;
    if (!row) return;
    stage.mark(Number(row.dataset.new), "is-chosen", true);
    olds.get(Number(row.dataset.old))?.addTo(map);
  }

  for (const row of root.querySelectorAll("[data-old]")) {
    for (const name of ["mouseenter", "focusin"]) row.addEventListener(name, () => show(row));
  }
}
