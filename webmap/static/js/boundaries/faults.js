/** Owns the faults of a set of boundaries: painted on the map, each one click in the list away. */

import { boxOf } from "diaban/edit/shape";

const LOOK = { pmIgnore: true, bubblingMouseEvents: false };
const SMALL_PX = 16;

/** Wires the list of faults to the map. */
export function startFaults(stage) {
  const { L } = globalThis;
  const { root, map, config } = stage;
  const links = new Map([...root.querySelectorAll("[data-fault]")].map((link) => [Number(link.dataset.fault), link]));
  const layers = new Map();
  const rings = L.layerGroup().addTo(map);

  function choose(id, isFromList) {
    for (const [one, link] of links) link.toggleAttribute("aria-current", one === id);
    for (const [one, { layer }] of layers) layer.getElement()?.classList.toggle("is-chosen", one === id);
    const { geometry } = layers.get(id);
    if (isFromList) stage.fitShape(geometry);
    else links.get(id)?.scrollIntoView({ block: "nearest" });
  }

  /** A sliver is thinner than its own line: a ring around it is seen from afar. */
  function ring() {
    rings.clearLayers();
    for (const { geometry, kind } of layers.values()) {
      const [west, south, east, north] = boxOf(geometry);
      const [from, to] = [map.latLngToLayerPoint([south, west]), map.latLngToLayerPoint([north, east])];
      if (Math.abs(to.x - from.x) > SMALL_PX || Math.abs(to.y - from.y) > SMALL_PX) continue;
      rings.addLayer(L.circleMarker([(south + north) / 2, (west + east) / 2], { ...LOOK, interactive: false, radius: SMALL_PX, className: `boundary__ring boundary__fault--${kind}` }));
    }
  }

  for (const { id, kind, geometry } of config.faults) {
    const look = { ...LOOK, className: `boundary__fault boundary__fault--${kind}` };
    const layer = L.geoJSON(geometry, { style: () => look, ...look, pointToLayer: (_feature, at) => L.circleMarker(at, { ...look, radius: 6 }) }).addTo(map);
    layers.set(id, { layer: layer.getLayers()[0], geometry, kind });
    layer.on("click", () => choose(id, false));
  }
  for (const [id, link] of links) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      choose(id, true);
      stage.part("boundary-map").scrollIntoView({ block: "nearest" });
    });
  }
  map.on("zoomend", ring);
  ring();
}
