/** Owns the ground of the map: wards of one day, canals and bridges. */

import { LINE, POINT, meetsBox, unitsPerMetre } from "diaban/model/shapes";
import { pathOf } from "diaban/draw/paths";
import { theme } from "diaban/draw/theme";

const CANAL_WIDTH_M = 55;
const CANAL_PX = 7;
const CANAL_EDGE_PX = 1.25;
const OUTER_LEVELS = new Set(["province", "district"]);

/** Paints the areas and landmarks; `hasBasemap` leaves out what a basemap brings along. */
export function paintGround(context, frame, model, { rows, ward, hasBasemap }) {
  const { areas, landmarks } = model;
  const seen = rows.filter((row) => meetsBox(areas.shapes, row, frame.box));
  const wards = seen.filter((row) => areas.level[row] === "ward");
  if (!hasBasemap) {
    context.fillStyle = theme().area;
    context.fill(pathOf(areas.shapes, wards.filter((row) => !areas.partial[row]), frame), "evenodd");
  }
  paintHalo(context, frame, areas, wards);
  if (!hasBasemap) paintCanals(context, frame, landmarks);
  paintBorders(context, frame, areas, wards, seen);
  if (!hasBasemap) paintBridges(context, frame, landmarks);
  if (ward !== null && rows.includes(ward)) paintChosen(context, pathOf(areas.shapes, [ward], frame));
}

/** The light band along the borders lies below the water, which would be lost under it. */
function paintHalo(context, frame, areas, wards) {
  context.lineJoin = "round";
  context.lineCap = "round";
  context.setLineDash([]);
  line(context, pathOf(areas.shapes, wards.filter((row) => !areas.partial[row]), frame), theme()["border-halo"], 4.5);
}

function paintBorders(context, frame, areas, wards, seen) {
  const whole = pathOf(areas.shapes, wards.filter((row) => !areas.partial[row]), frame);
  const parts = pathOf(areas.shapes, wards.filter((row) => areas.partial[row]), frame);
  const outer = pathOf(areas.shapes, seen.filter((row) => OUTER_LEVELS.has(areas.level[row])), frame);
  const inner = pathOf(areas.shapes, seen.filter((row) => areas.level[row] === "neighbourhood"), frame);
  context.lineJoin = "round";
  context.lineCap = "round";
  context.setLineDash([]);
  line(context, inner, theme().border, 0.75);
  line(context, whole, theme().border, 1.5);
  line(context, outer, theme().border, 3);
  context.setLineDash([2, 4]);
  line(context, parts, theme().border, 1.25);
  context.setLineDash([]);
}

function paintChosen(context, path) {
  context.globalAlpha = 0.1;
  context.fillStyle = theme().select;
  context.fill(path, "evenodd");
  context.globalAlpha = 1;
  line(context, path, theme().select, 3);
}

function paintCanals(context, frame, { kind, count, shapes }) {
  context.lineCap = "round";
  context.lineJoin = "round";
  context.setLineDash([]);
  const seen = [];
  for (let i = 0; i < count; i += 1) {
    if (kind[i] !== "canal" || !meetsBox(shapes, i, frame.box)) continue;
    seen.push({ path: pathOf(shapes, [i], frame), width: shapes.kind[i] === LINE ? canalWidth(frame, shapes.anchor[i * 2 + 1]) : 0 });
  }
  for (const { path, width } of seen) line(context, path, theme()["water-edge"], width + 2 * CANAL_EDGE_PX);
  context.fillStyle = theme().water;
  for (const { path, width } of seen) {
    if (width) line(context, path, theme().water, width);
    else context.fill(path, "evenodd");
  }
}

/** A canal is drawn as wide as it is, but never too thin to be seen; the least grows slowly with the scale. */
function canalWidth({ scale, zoom }, y) {
  const least = Math.max(2.5, Math.min(CANAL_PX + 1, CANAL_PX * 2 ** ((zoom - 13) / 2)));
  return Math.max(least, CANAL_WIDTH_M * unitsPerMetre(y) * scale);
}

/** A bridge is a short double stroke across the canal that is next to it. */
function paintBridges(context, frame, landmarks) {
  const { kind, count, shapes } = landmarks;
  if (frame.zoom < 12) return;
  context.setLineDash([]);
  for (let i = 0; i < count; i += 1) {
    if (kind[i] !== "bridge" || !meetsBox(shapes, i, frame.box)) continue;
    const path = shapes.kind[i] === POINT ? crossing(frame, landmarks, i) : pathOf(shapes, [i], frame);
    context.lineCap = "butt";
    line(context, path, theme().text, 6);
    line(context, path, theme().area, 3.5);
  }
}

function crossing(frame, landmarks, bridge) {
  const { shapes } = landmarks;
  const [x, y] = [shapes.anchor[bridge * 2], shapes.anchor[bridge * 2 + 1]];
  const angle = canalAngle(landmarks, x, y) + Math.PI / 2;
  const reach = Math.max(canalWidth(frame, y) / 2 + 5, (CANAL_WIDTH_M / 2 + 15) * unitsPerMetre(y) * frame.scale);
  const path = new Path2D();
  for (const side of [-1, 1]) {
    const dx = Math.cos(angle) * reach * side;
    const dy = Math.sin(angle) * reach * side;
    const [px, py] = [x * frame.scale - frame.left + dx, y * frame.scale - frame.top + dy];
    if (side < 0) path.moveTo(px, py);
    else path.lineTo(px, py);
  }
  return path;
}

function canalAngle({ kind, shapes, count }, x, y) {
  let [best, angle] = [Infinity, 0];
  for (let i = 0; i < count; i += 1) {
    if (kind[i] !== "canal") continue;
    const end = shapes.firstVertex[shapes.firstPart[i + 1]];
    for (let v = shapes.firstVertex[shapes.firstPart[i]] + 1; v < end; v += 1) {
      const [ax, ay, bx, by] = [shapes.x[v - 1], shapes.y[v - 1], shapes.x[v], shapes.y[v]];
      const distance = segmentDistance(x, y, ax, ay, bx, by);
      if (distance < best) [best, angle] = [distance, Math.atan2(by - ay, bx - ax)];
    }
  }
  return angle;
}

/** Returns the distance of a point from a segment, in the units given. */
export function segmentDistance(x, y, ax, ay, bx, by) {
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  const share = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length));
  return Math.hypot(x - ax - share * dx, y - ay - share * dy);
}

function line(context, path, style, width) {
  context.strokeStyle = style;
  context.lineWidth = width;
  context.stroke(path);
}

