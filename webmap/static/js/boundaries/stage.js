/** Owns the map of a set of boundaries: its areas, their names, what lies under them, and the buttons to look around. */

import { showIslands } from "diaban/boundaries/islands";
import { boxAround, keepApart } from "diaban/boundaries/labels";
import { createAround } from "diaban/edit/around";
import { boxOf } from "diaban/edit/shape";
import { t } from "diaban/i18n";

const FARTHEST = 5;
const NEAREST = 20;
const BUTTONS_PX = 64;
const EDGE_PX = 24;
const CLOSEST_FIT = 17;

/**
 * Returns {map, areas, fit, mark, root, part}. `areas` maps the key of an area to {area, layer}; `mark` gives an area a
 * class name such as "is-chosen", or takes it back.
 */
export function createStage(root, config) {
  const { L } = globalThis;
  const part = (name) => root.querySelector(`[data-part="${name}"]`);
  const map = openMap(L, part("boundary-map"));
  const stage = { root, config, map, part, areas: new Map() };
  const names = L.layerGroup().addTo(map);

  stage.fit = (box) => fit(map, box ?? config.bounds);
  stage.fitShape = (geometry) => stage.fit(boxOf(geometry));
  stage.mark = (key, name, isOn) => stage.areas.get(key)?.layer.getElement()?.classList.toggle(name, isOn);
  stage.fit(config.bounds);
  const around = createAround(map, { url: config.around_url, widest: config.widest, hidden: "" });
  around.refresh();
  for (const area of [...config.areas].sort((one, other) => other.area_m2 - one.area_m2)) {
    stage.areas.set(area.key, { area, layer: paint(L, area).addTo(map) });
  }
  const showNames = () => writeNames(L, map, names, config.areas.filter(({ key }) => key !== config.drawn));
  map.on("zoomend", showNames);
  showNames();
  showIslands(map);
  wireButtons(stage);
  return stage;
}

function openMap(L, container) {
  const map = L.map(container, { attributionControl: false, zoomControl: false, minZoom: FARTHEST, maxZoom: NEAREST, zoomSnap: 0.25 });
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) map.options.zoomAnimation = false;
  L.control.scale({ imperial: false }).addTo(map);
  container.setAttribute("aria-label", t("boundaries.stage.map"));
  container.setAttribute("role", "application");
  return map;
}

function fit(map, [west, south, east, north]) {
  const edge = { paddingTopLeft: [EDGE_PX, EDGE_PX], paddingBottomRight: [BUTTONS_PX, EDGE_PX] };
  map.fitBounds([[south, west], [north, east]], { animate: false, maxZoom: CLOSEST_FIT, ...edge });
}

/** Areas can be snapped to and chosen; only the one on the canvas can be drawn anew. */
function paint(L, { key, geometry, changed, partial }) {
  const marks = [changed ? "is-changed" : "", partial ? "is-partial" : ""].join(" ");
  const look = { className: `boundary__area ${marks}`, pmIgnore: true, snapIgnore: false, bubblingMouseEvents: false, boundaryKey: key };
  return L.geoJSON(geometry, { style: () => look, ...look }).getLayers()[0];
}

function writeNames(L, map, names, areas) {
  names.clearLayers();
  const ranked = [...areas].sort((one, other) => other.area_m2 - one.area_m2);
  const boxes = ranked.map(({ label, name }) => boxAround(map.latLngToLayerPoint([label[1], label[0]]), sizeOf(name)));
  keepApart(boxes).forEach((isFree, at) => {
    if (isFree) names.addLayer(nameAt(L, ranked[at]));
  });
}

const LETTER_PX = 7;
const LINE_PX = 18;

function sizeOf(name) {
  return [name.length * LETTER_PX, LINE_PX];
}

function nameAt(L, { label, name, changed }) {
  const words = document.createElement("span");
  words.textContent = name;
  const className = `boundary__name ${changed ? "is-changed" : ""}`;
  return L.tooltip({ permanent: true, direction: "center", className, interactive: false }).setLatLng([label[1], label[0]]).setContent(words);
}

function wireButtons(stage) {
  const acts = { in: () => stage.map.zoomIn(), out: () => stage.map.zoomOut(), fit: () => stage.fit() };
  for (const [name, act] of Object.entries(acts)) {
    stage.root.querySelector(`[data-look="${name}"]`).addEventListener("click", act);
  }
}
