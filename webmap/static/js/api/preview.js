/** Owns the small map of a tile set: its tiles as any program gets them, drawn as our own map draws what is in them. */

import { fillStatus, strokeStatus } from "diaban/draw/symbols";
import { onThemeChange, theme } from "diaban/draw/theme";
import { t } from "diaban/i18n";
import { loadLibrary, setLibraries } from "diaban/libraries";

const POINT = 1;
const AREA = 3;
const REACH_PX = 12;
const CLOSER = 3;
const EDGE_PX = 32;
const WIDEST_PX = 4;
const MOST_PICKED = 5;

/** Opens the map in a section of the page; `config` is what webmap/api/tile_pages.py tells. */
export async function openPreview(root, config) {
  const { L } = globalThis;
  const part = (name) => root.querySelector(`[data-part="tiles-${name}"]`);
  setLibraries(config.libraries);
  const protomaps = await loadLibrary("protomaps-leaflet");
  root.hidden = false;
  const map = openMap(L, part("map"), config);
  const [, last] = config.zooms;
  const layer = protomaps.leafletLayer({ url: config.url, maxDataZoom: last, paintRules: rulesOf(config), labelRules: [], attribution: "" });
  layer.on("load", () => {
    root.dataset.state = "drawn";
  });
  layer.addTo(map);
  onThemeChange(() => layer.rerenderTiles());
  part("grid").addEventListener("change", ({ target }) => {
    layer.debug = target.checked ? theme().text : undefined;
    layer.rerenderTiles();
  });
  const sayZoom = () => {
    part("zoom").textContent = t("api.preview.zoom", { z: Math.min(last, map.getZoom() - 1) }); // as MapLibre has it: tiles of 512 pixels
  };
  map.on("zoomend", sayZoom);
  sayZoom();
  const pick = ({ lat, lng }) => showPicked(part("picked"), [...layer.queryTileFeaturesDebug(lng, lat, REACH_PX).values()].flat());
  map.on("click", ({ latlng }) => pick(latlng));
  part("map").addEventListener("keydown", ({ key }) => key === "Enter" && pick(map.getCenter()));
}

function openMap(L, container, { box: [west, south, east, north], zooms: [first, last] }) {
  const map = L.map(container, {
    attributionControl: false, zoomControl: false, minZoom: first + 1, maxZoom: last + CLOSER, scrollWheelZoom: false, dragging: !L.Browser.mobile,
  });
  L.control.zoom({ zoomInTitle: t("api.preview.zoom_in"), zoomOutTitle: t("api.preview.zoom_out") }).addTo(map);
  map.fitBounds([[south, west], [north, east]], { animate: false, maxZoom: last, padding: [EDGE_PX, EDGE_PX] });
  container.setAttribute("role", "application");
  container.setAttribute("aria-label", t("api.preview.map"));
  return map;
}

/** One rule for each line of the legend; what comes first there lies on top. */
function rulesOf({ layer, entries, day, on }) {
  return [...entries].reverse().map((entry) => ({
    dataLayer: layer,
    filter: (_zoom, { props }) => isOf(entry, props, day, on),
    symbolizer: { draw: (pen, geometry, _zoom, feature) => paint(pen, geometry, feature, entry.symbol) },
  }));
}

/** Tells whether a feature belongs to a line of the legend (Entry.is_of of webmap/maps/looks.py). */
export function isOf({ wants, late }, props, day, on) {
  const isKind = Object.entries(wants).every(([name, code]) => props[name] === code);
  return isKind && (late === null || (String(props[day]) < on) === late);
}

function paint(pen, parts, { geomType, props }, symbol) {
  if (geomType === POINT) {
    for (const [{ x, y }] of parts) paintPoint(pen, x, y, symbol, props.count ?? 1);
    return;
  }
  const path = new Path2D();
  for (const part of parts) {
    part.forEach(({ x, y }, i) => (i ? path.lineTo(x, y) : path.moveTo(x, y)));
    if (geomType === AREA) path.closePath();
  }
  if (symbol.dashes) paintLine(pen, path, symbol);
  else {
    if (geomType === AREA) fillStatus(pen, path, symbol);
    strokeStatus(pen, path, { ...symbol, width: Math.min(symbol.width, WIDEST_PX) });
  }
}

/** Ten times as many places are four pixels more, as on the map of many places. */
function paintPoint(pen, x, y, { color }, count) {
  pen.beginPath();
  pen.arc(x, y, 5 + 4 * Math.log10(count), 0, 2 * Math.PI);
  pen.fillStyle = color;
  pen.fill();
  pen.setLineDash([]);
  pen.strokeStyle = theme().casing;
  pen.lineWidth = 1.5;
  pen.stroke();
}

function paintLine(pen, path, { color, width, dashes }) {
  pen.setLineDash(dashes);
  pen.strokeStyle = color;
  pen.lineWidth = width;
  pen.stroke(path);
}

function showPicked(node, found) {
  node.replaceChildren(...(found.length ? found.slice(0, MOST_PICKED).map(({ feature }) => listOf(feature.props)) : [t("api.preview.nothing")]));
}

function listOf(props) {
  const list = document.createElement("dl");
  list.className = "facts";
  for (const [name, value] of Object.entries(props)) {
    const [term, told] = [document.createElement("dt"), document.createElement("dd")];
    term.textContent = name;
    told.textContent = String(value);
    list.append(term, told);
  }
  return list;
}
