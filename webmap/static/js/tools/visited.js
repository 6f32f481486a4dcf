/** Owns where visitors stood: the positions that the card of a place brings, drawn lightly while its box is ticked. */

import { theme } from "diaban/draw/theme";

/** Returns {show(card), clear()}; what the reader ticked on one card holds for the next. */
export function createVisited({ map }) {
  const { L } = globalThis;
  const marks = L.layerGroup();
  const pane = "visited";
  map.createPane(pane).style.zIndex = 420;
  let isWanted = false;

  function draw(places) {
    marks.clearLayers();
    const color = theme().select;
    for (const [lon, lat, accuracy] of places) {
      const quiet = { color, weight: 1, interactive: false, pane };
      if (accuracy) marks.addLayer(L.circle([lat, lon], { ...quiet, radius: accuracy, dashArray: "3 4", fillOpacity: 0.05 }));
      marks.addLayer(L.circleMarker([lat, lon], { ...quiet, radius: 3.5, color: theme().disc, fillColor: color, fillOpacity: 1 }));
    }
    if (isWanted) marks.addTo(map);
    else marks.remove();
  }

  return {
    show(card) {
      const part = card.querySelector("[data-visited]");
      if (!part) return marks.remove();
      const box = part.querySelector("input");
      const places = JSON.parse(part.dataset.visited);
      part.hidden = false;
      box.checked = isWanted;
      box.addEventListener("change", () => {
        isWanted = box.checked;
        draw(places);
      });
      return draw(places);
    },
    clear() {
      marks.remove();
    },
  };
}
