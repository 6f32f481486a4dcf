/** Owns what lies under the drawing: ward borders, water, bridges and places, drawn to be seen and snapped to. */

import { cutBox, holdsBox } from "diaban/edit/shape";

const MARGIN = 0.3;
const NAMES_FROM_ZOOM = 13;
const UNDER = { interactive: false, pmIgnore: true, snapIgnore: false };

/** Returns {refresh, setDay, frame}; `hidden` is the code of the place that is being redrawn, which is left out. */
export function createAround(map, { url, widest, hidden }) {
  const { L } = globalThis;
  const layers = L.layerGroup().addTo(map);
  const names = L.layerGroup();
  const around = { box: null, day: null };

  around.refresh = async () => {
    const box = cutBox(frameOf(map, 0), widest);
    if (around.box && holdsBox(around.box, box)) return;
    const wanted = cutBox(frameOf(map, MARGIN), widest);
    const day = around.day;
    around.box = wanted;
    const asked = new URLSearchParams({ bbox: wanted.map((side) => side.toFixed(6)).join(","), ...(day ? { on: day } : {}) });
    try {
      const answer = await fetch(`${url}?${asked}`, { headers: { Accept: "application/geo+json" } });
      if (!answer.ok) throw new Error(`around ${answer.status}`);
      const { features } = await answer.json();
      if (around.box === wanted) paint(L, { layers, names }, features.filter(({ properties }) => !hidden || properties.code !== hidden));
    } catch (error) {
      if (around.box === wanted) around.box = null; // asked again with the next move
      console.warn(error);
    }
  };

  /** Shows the wards of a day (ISO text, or null for today). */
  around.setDay = (day) => {
    if (day === around.day) return;
    around.day = day;
    around.box = null;
    around.refresh();
  };

  /** Shows one of the places from near by. */
  around.frame = (code) => {
    for (const layer of layers.getLayers()) {
      if (layer.options.code === code) map.fitBounds(layer.getBounds(), { animate: false, padding: [40, 40], maxZoom: 18 });
    }
  };

  /** Farther out the names of wards would lie on each other. */
  function showNames() {
    if (map.getZoom() < NAMES_FROM_ZOOM) names.remove();
    else names.addTo(map);
  }

  map.on("zoomend", showNames);
  showNames();
  map.on("moveend", around.refresh);
  return around;
}

function paint(L, { layers, names }, features) {
  layers.clearLayers();
  names.clearLayers();
  for (const { geometry, properties } of features) {
    const { kind, name, label } = properties;
    const look = { ...UNDER, className: `drawing__${kind}`, fill: kind === "hotspot" && geometry.type.endsWith("Polygon") };
    // Not of GeoJSON's own making: it would give points Leaflet's blue pins.
    layers.addLayer(L.geoJSON(geometry, { style: () => look, ...look, code: properties.code, pointToLayer: (_feature, at) => L.circleMarker(at, { ...look, radius: 5 }) }));
    if (label) names.addLayer(nameAt(L, [label[1], label[0]], name));
  }
}

function nameAt(L, at, name) {
  const words = document.createElement("span");
  words.textContent = name;
  return L.tooltip({ permanent: true, direction: "center", className: "drawing__name", interactive: false }).setLatLng(at).setContent(words);
}

function frameOf(map, margin) {
  const frame = map.getBounds().pad(margin);
  return [frame.getWest(), frame.getSouth(), frame.getEast(), frame.getNorth()];
}
