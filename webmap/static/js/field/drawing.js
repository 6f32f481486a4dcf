/** Owns what the small map shows of the area: the feed's wards and water, the places with their signs, the walk's line. */

import { t } from "diaban/i18n";
import { lonLat } from "diaban/field/agenda";
import { h } from "diaban/field/element";
import { stateDisc } from "diaban/field/rows";
import { unpackFeed, vintageOn } from "diaban/model/feed";
import { AREA, LINE, latOf, lonOf } from "diaban/model/shapes";

/** Draws wards, water, bridges and the shapes of places. */
function drawGround(L, map, feed) {
  const model = unpackFeed(feed);
  const { areas, landmarks, hotspots } = model;
  const since = vintageOn(model.vintages, model.today)?.from;
  const wards = [...areas.id.keys()].filter((row) => areas.level[row] === "ward" && areas.from[row] === since);
  for (const row of wards) {
    L.polygon(partsOf(areas.shapes, row), { className: "field-ward", interactive: false }).addTo(map);
    const [lon, lat] = areas.label[row];
    L.marker([lat, lon], { icon: L.divIcon({ className: "field-ward-name", html: h("span", {}, areas.name[row]), iconSize: null }), interactive: false, keyboard: false }).addTo(map);
  }
  for (const [row, kind] of landmarks.kind.entries()) drawLandmark(L, map, landmarks.shapes, row, kind);
  for (let row = 0; row < hotspots.count; row += 1) {
    if (model.today < hotspots.from[row] || model.today >= hotspots.to[row] || hotspots.shapes.kind[row] < LINE) continue;
    shapeOf(L, hotspots.shapes, row, "field-place").addTo(map);
  }
}

export const CLOSE_ZOOM = 17;
const FAR_ZOOM = 14;
const MIDDLE = [10.74, 106.65];

/** Opens the map of the area in a frame, close to a place ({lon, lat}) or around all of them. */
export function openAreaMap(L, frame, { feed, places }, place = null) {
  const map = L.map(frame, { zoomControl: false, attributionControl: false, preferCanvas: false, zoomSnap: 0.5 });
  L.control.zoom({ position: "bottomleft", zoomInTitle: t("field.map.zoom_in"), zoomOutTitle: t("field.map.zoom_out") }).addTo(map);
  map.on("popupopen", ({ popup }) => popup.getElement().querySelector("[href='#close']").setAttribute("aria-label", t("field.map.close")));
  drawGround(L, map, feed);
  const bounds = boundsOf(L, places);
  if (place) map.setView([place.lat, place.lon], CLOSE_ZOOM);
  else if (bounds) map.fitBounds(bounds, { padding: [40, 40], maxZoom: CLOSE_ZOOM });
  else map.setView(MIDDLE, FAR_ZOOM);
  keepLegible(map, frame);
  return map;
}

/** Makes signs small from afar, and leaves out names that would lie on others. */
function keepLegible(map, frame) {
  const tidy = () => {
    frame.classList.toggle("field-map--far", map.getZoom() < FAR_ZOOM);
    const kept = [];
    for (const name of frame.querySelectorAll(".field-ward-name span")) {
      const box = name.getBoundingClientRect();
      const isFree = kept.every((other) => box.right < other.left || box.left > other.right || box.bottom < other.top || box.top > other.bottom);
      name.classList.toggle("field-ward-name--hidden", !isFree);
      if (isFree) kept.push(box);
    }
  };
  map.on("zoomend", tidy);
  tidy();
}

/** Returns the box around the places, or null where there are none. */
function boundsOf(L, places) {
  const corners = places.filter(({ at }) => at).map(({ at }) => [lonLat(at).lat, lonLat(at).lon]);
  return corners.length ? L.latLngBounds(corners) : null;
}

/** Draws the places' signs; each opens a few words with the way to its card, unless quiet. Returns the markers by code. */
export function drawPlaces(L, map, places, symbols, { isQuiet = false } = {}) {
  const marks = new Map();
  for (const place of places) {
    if (!place.at) continue;
    const { lon, lat } = lonLat(place.at);
    const html = h("span.field-mark", {}, stateDisc(symbols[place.status] ?? symbols.DE_XUAT));
    const mark = L.marker([lat, lon], { icon: L.divIcon({ className: "field-mark-frame", html, iconSize: [48, 48] }), title: place.name, alt: place.name, interactive: !isQuiet, keyboard: !isQuiet });
    if (!isQuiet) mark.bindPopup(() => h("div.stack", {}, h("strong", {}, place.name), h("p", {}, h("a.button.button--primary", { href: `#/place/${place.code}` }, t("field.map.open")))));
    marks.set(place.code, mark.addTo(map));
  }
  return marks;
}

/** Draws the line of a team's walk; where the way itself is not known, dots straight from stop to stop. */
export function drawWalk(L, map, { team, line }) {
  const along = line ?? [team.start, ...team.stops, team.end].map(({ at }) => at);
  const corners = along.map((at) => [lonLat(at).lat, lonLat(at).lon]);
  L.polyline(corners, { className: "field-walk-casing", interactive: false }).addTo(map);
  L.polyline(corners, { className: `field-walk${line ? "" : " field-walk--straight"}`, interactive: false }).addTo(map);
}

/** Returns a position drawn as a dot with the circle in which it may lie. */
export function drawSpot(L, { lon, lat, accuracy_m: radius }) {
  return L.layerGroup([
    L.circle([lat, lon], { radius, className: "field-me__halo", interactive: false }),
    L.circleMarker([lat, lon], { radius: 8, className: "field-me", interactive: false }),
  ]);
}

function drawLandmark(L, map, shapes, row, kind) {
  shapeOf(L, shapes, row, `field-${kind}`).addTo(map);
}

function shapeOf(L, shapes, row, className) {
  const options = { className, interactive: false };
  return shapes.kind[row] === AREA ? L.polygon(partsOf(shapes, row), options) : L.polyline(partsOf(shapes, row), options);
}

/** Returns the parts of a shape as lists of [lat, lon]. */
function partsOf({ firstPart, firstVertex, x, y }, row) {
  const parts = [];
  for (let part = firstPart[row]; part < firstPart[row + 1]; part += 1) {
    const corners = [];
    for (let at = firstVertex[part]; at < firstVertex[part + 1]; at += 1) corners.push([latOf(y[at]), lonOf(x[at])]);
    parts.push(corners);
  }
  return parts;
}
