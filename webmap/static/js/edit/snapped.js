/** Owns the look ahead at what storing a drawing makes of it: the snapped shape, its moved corners, and what lies outside. */

import { isSame } from "diaban/edit/shape";

const UNDER = { interactive: false, pmIgnore: true, snapIgnore: true };

/** Returns {show, hide}; `taken` gets the snapped shape when the reader wants it for his own. */
export function createSnapped(map, box, { taken }) {
  const { L } = globalThis;
  const layers = L.layerGroup().addTo(map);
  let shape = null;
  box.querySelector("button").addEventListener("click", () => taken(shape));

  function line(geometry, className) {
    const look = { ...UNDER, className, fill: false };
    layers.addLayer(L.geoJSON(geometry, { style: () => look, ...look, pointToLayer: (_one, at) => L.circleMarker(at, { ...look, radius: 12 }) }));
  }

  function offer({ at }, kept) {
    shape = kept;
    box.hidden = false;
    if (kept.type !== "Point") line(kept, "drawing__snapped");
    for (const [lon, lat] of at) layers.addLayer(L.circleMarker([lat, lon], { ...UNDER, className: "drawing__moved", radius: 7 }));
  }

  function hide() {
    layers.clearLayers();
    box.hidden = true;
    shape = null;
  }

  return {
    hide,
    /** Shows what the server answered of the drawing that stands there now, `current`; null while points are put. */
    show({ snapped, outside, shape: kept }, asked, current) {
      hide();
      if (snapped && current && isSame(asked, current)) offer(snapped, kept);
      if (outside) line(outside.shape, "drawing__outside");
    },
  };
}
