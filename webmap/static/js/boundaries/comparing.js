/** Owns what areas become, laid over what they are: old outlines, the land that changes hands, and the list of both. */

import { outline } from "diaban/boundaries/outlines";

const LAND = { className: "boundary__land", interactive: false, pmIgnore: true };

/** Wires the list of areas that change to the map. */
export function startComparing(stage) {
  const { root, map, config } = stage;
  for (const { geometry } of config.olds) outline(geometry).addTo(map);
  for (const geometry of config.land) globalThis.L.geoJSON(geometry, { style: () => LAND, ...LAND }).addTo(map);
  for (const row of root.querySelectorAll("[data-redrawn]")) {
    const key = Number(row.dataset.redrawn);
    for (const [name, isOver] of [["mouseenter", true], ["focusin", true], ["mouseleave", false], ["focusout", false]]) {
      row.addEventListener(name, () => stage.mark(key, "is-over", isOver));
    }
    row.querySelector("a").addEventListener("click", (event) => {
      event.preventDefault();
      stage.fitShape(stage.areas.get(key).area.geometry);
      stage.part("boundary-map").scrollIntoView({ block: "nearest" });
    });
  }
}
