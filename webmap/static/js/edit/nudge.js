/** Owns editing corner by corner, with keys on the map or with the buttons below it: choose, move, add, take out. */

import { ARROWS } from "diaban/edit/aim";
import { cornersOf, deleteCorner, insertCorner, leastOf, moveCorner, positionAt } from "diaban/edit/corners";
import { t } from "diaban/i18n";

const FAR_M = 10;
const KEYS = { PageUp: "previous", PageDown: "next", Insert: "insert", Delete: "delete", Escape: "leave" };
const WAYS = { north: [0, 1], south: [0, -1], east: [1, 0], west: [-1, 0] };
const MARGIN_PX = [56, 56];

/** Returns {show, pick}: brings the buttons up to date, and chooses the corner that was clicked. */
export function createNudge(drawing, root) {
  const { map, canvas, steps, part } = drawing;
  const look = { className: "drawing__chosen", radius: 15, interactive: false, pmIgnore: true, snapIgnore: true };
  const ring = globalThis.L.circleMarker([0, 0], look);
  const chosen = { at: -1, offset: null, made: null };
  const ways = () => cornersOf(steps.current);
  const way = () => ways()[chosen.at];
  const say = (key, facts) => {
    part("drawing-corner-words").textContent = t(`drawing.corner.${key}`, { at: chosen.at + 1, n: ways().length, ...facts });
  };

  function choose(index) {
    Object.assign(chosen, { at: index, offset: null, made: null });
    show();
    if (index < 0) return say("none");
    map.panInside(ring.getLatLng(), { padding: MARGIN_PX, animate: false });
    return say("chosen");
  }

  function turn(by) {
    const count = ways().length;
    choose(chosen.at < 0 && by < 0 ? count - 1 : (chosen.at + by + count) % count);
  }

  /** All moves of a corner in a row are one step, as one drag of the mouse is. */
  function move([east, north]) {
    const before = chosen.offset ?? { east: 0, north: 0, series: {} };
    chosen.offset = { east: before.east + east, north: before.north + north, series: before.series };
    change(moveCorner(steps.current, way(), [east, north]), chosen.at, before.series);
    map.panInside(ring.getLatLng(), { padding: MARGIN_PX, animate: false });
    const words = waysWords(chosen.offset);
    say(words ? "moved" : "back", { ways: words });
  }

  function change(geometry, at, series = null) {
    Object.assign(chosen, { at, made: geometry });
    steps.push(geometry, series);
    drawing.set(geometry);
  }

  const acts = {
    previous: () => turn(-1),
    next: () => turn(1),
    leave: () => choose(-1),
    insert() {
      const isLast = steps.current.type.endsWith("LineString") && !ways()[chosen.at + 1];
      change(insertCorner(steps.current, way()), isLast ? chosen.at : chosen.at + 1);
      say("inserted");
    },
    delete() {
      const [left, gone] = [deleteCorner(steps.current, way()), chosen.at];
      if (!left) return say("least", { n: leastOf(steps.current) });
      change(left, Math.min(gone, ways().length - 2));
      return say("deleted", { at: gone + 1 });
    },
  };
  for (const [name, step] of Object.entries(WAYS)) acts[name] = () => move(step);
  const button = (name) => root.querySelector(`[data-corner="${name}"]`);
  for (const name of Object.keys(acts)) button(name)?.addEventListener("click", acts[name]);
  for (const place of [map.getContainer(), part("drawing-corners")]) place.addEventListener("keydown", onKey, { capture: true });

  function onKey(event) {
    if (canvas.tool || !steps.current || event.ctrlKey || event.metaKey || event.altKey) return;
    const arrow = ARROWS[event.key];
    const name = KEYS[event.key];
    if (!arrow && !name) return;
    if (chosen.at < 0 && name !== "next" && name !== "previous") return; // the arrows move the map
    event.preventDefault();
    event.stopPropagation();
    if (arrow) move(arrow.map((metres) => metres * (event.shiftKey ? FAR_M : 1)));
    else if (!button(name)?.disabled) acts[name]();
  }

  /** Whatever else changed the drawing, or took a move back, ends the moves in a row. */
  function show() {
    const count = ways().length;
    if (steps.current !== chosen.made) chosen.offset = null;
    chosen.at = Math.min(chosen.at, count - 1);
    part("drawing-corners").hidden = count === 0 || canvas.tool !== null;
    part("drawing-corner-at").textContent = chosen.at < 0 ? `–/${count}` : `${chosen.at + 1}/${count}`;
    const isPoint = steps.current?.type === "Point";
    for (const name of ["insert", "delete", ...Object.keys(WAYS)]) button(name).disabled = chosen.at < 0 || (isPoint && !(name in WAYS));
    if (chosen.at < 0 || canvas.tool) return ring.remove();
    const [lon, lat] = positionAt(steps.current, way());
    return ring.setLatLng([lat, lon]).addTo(map);
  }

  const pick = (path) => choose(ways().findIndex((one) => one.join() === path.join()));
  return { show, pick };
}

function waysWords({ east, north }) {
  const told = [];
  if (east) told.push(t(`drawing.corner.${east > 0 ? "east" : "west"}`, { metres: Math.abs(east) }));
  if (north) told.push(t(`drawing.corner.${north > 0 ? "north" : "south"}`, { metres: Math.abs(north) }));
  return told.join(", ");
}
