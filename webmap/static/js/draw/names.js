/** Owns the names on the map: wards in spaced capitals at their widest place, canals in italics along the water. */

import { holdsPoint, meetsBox, overlaps, worldX, worldY } from "diaban/model/shapes";
import { FONT, theme } from "diaban/draw/theme";
import { extentOf } from "diaban/draw/paths";
import { clearPart } from "diaban/draw/sheets";
import { findSpots } from "diaban/draw/spots";

const SMALLEST_WARD = 34;
const HAIR = "\u200a";
const SHIFTS = [[0, 0], [0, -14], [0, 14], [0, -26], [0, 26], [0, -46], [0, 46], [-50, 0], [50, 0], [-60, 30], [60, -30]];

/** Paints names that fit; `signs` and `sheets` are boxes [left, top, right, bottom] that they keep clear of. */
export function paintNames(context, frame, model, { rows, hasBasemap, signs, sheets }) {
  const taken = [...signs, ...sheets];
  const clear = clearPart(frame.view, sheets);
  context.lineJoin = "round";
  context.textAlign = "center";
  context.textBaseline = "middle";
  for (const name of [...wardNames(context, frame, model, { rows, clear }), ...(hasBasemap ? [] : bridgeNames(context, frame, model))]) {
    const place = findPlace(name, frame, taken);
    if (!place) continue;
    taken.push(place);
    write(context, name, (place[0] + place[2]) / 2, (place[1] + place[3]) / 2);
  }
  if (!hasBasemap) paintCanalNames(context, frame, model.landmarks, taken);
}

/** Returns the box of a name at the first of its places that is free, in sight and its own (`holds`), or null. */
export function findPlace({ x, y, width, height, holds, findOthers }, { view }, taken) {
  const boxAt = (px, py) => [px - width / 2, py - height / 2, px + width / 2, py + height / 2];
  const isFree = (box) =>
    box[0] > view[0] && box[1] > view[1] && box[2] < view[2] && box[3] < view[3] && !taken.some((other) => overlaps(box, other));
  for (const [dx, dy] of SHIFTS) {
    if ((dx || dy) && !holds(x + dx, y + dy)) continue;
    if (isFree(boxAt(x + dx, y + dy))) return boxAt(x + dx, y + dy);
  }
  const other = findOthers?.().find(([px, py]) => isFree(boxAt(px, py)));
  return other ? boxAt(...other) : null;
}

function wardNames(context, frame, { areas }, { rows, clear }) {
  const size = frame.zoom >= 14 ? 12 : 11;
  const names = [];
  for (const row of rows) {
    if (areas.level[row] !== "ward" || !meetsBox(areas.shapes, row, frame.box)) continue;
    const extent = extentOf(areas.shapes, row, frame.scale);
    if (extent < SMALLEST_WARD) continue;
    const font = `600 ${size}px ${FONT}`;
    context.font = font;
    const lines = breakName(context, spaced(areas.name[row]), Math.max(extent * 0.8, 60));
    const width = Math.max(...lines.map((text) => context.measureText(text).width)) + 6;
    const height = lines.length * (size + 4);
    names.push({
      lines, font, width, height, step: size + 4, extent,
      x: worldX(areas.label[row][0]) * frame.scale - frame.left,
      y: worldY(areas.label[row][1]) * frame.scale - frame.top,
      fill: theme().text, halo: theme()["text-halo"], alpha: areas.partial[row] ? 0.75 : 1,
      holds: (x, y) => holdsPoint(areas.shapes, row, (x + frame.left) / frame.scale, (y + frame.top) / frame.scale),
      findOthers: () => (extent < width ? [] : findSpots(areas.shapes, row, frame, clear, { width, height })),
    });
  }
  return names.sort((a, b) => a.alpha === b.alpha ? b.extent - a.extent : b.alpha - a.alpha);
}

function spaced(name) {
  return name.toLocaleUpperCase("vi").split(" ").map((word) => [...word].join(HAIR)).join(" \u2009");
}

function breakName(context, text, room) {
  const words = text.split(" \u2009");
  if (words.length === 1 || context.measureText(text).width <= room) return [text];
  const half = Math.ceil(words.length / 2);
  return [words.slice(0, half).join(" \u2009"), words.slice(half).join(" \u2009")];
}

function bridgeNames(context, frame, { landmarks }) {
  if (frame.zoom < 14.5) return [];
  const { kind, name, shapes } = landmarks;
  const names = [];
  for (let i = 0; i < landmarks.count; i += 1) {
    if (kind[i] !== "bridge" || !meetsBox(shapes, i, frame.box)) continue;
    const font = `400 12px ${FONT}`;
    context.font = font;
    names.push({
      lines: [name[i]], font, width: context.measureText(name[i]).width + 6, height: 18, step: 18,
      x: shapes.anchor[i * 2] * frame.scale - frame.left,
      y: shapes.anchor[i * 2 + 1] * frame.scale - frame.top - 22,
      fill: theme().text, halo: theme()["text-halo"], alpha: 1, holds: () => true,
    });
  }
  return names;
}

function write(context, { lines, font, step, fill, halo, alpha }, x, y) {
  context.globalAlpha = alpha;
  context.font = font;
  context.strokeStyle = halo;
  context.lineWidth = 3.5;
  context.fillStyle = fill;
  lines.forEach((text, i) => {
    const at = y + (i - (lines.length - 1) / 2) * step;
    context.strokeText(text, x, at);
    context.fillText(text, x, at);
  });
  context.globalAlpha = 1;
}

/** Along the longest stretch of the canal that is in the frame and long enough for the name. */
function paintCanalNames(context, frame, landmarks, taken) {
  context.font = `italic 400 12px ${FONT}`;
  context.fillStyle = theme()["water-text"];
  context.strokeStyle = theme()["text-halo"];
  context.lineWidth = 3;
  for (let i = 0; i < landmarks.count; i += 1) {
    if (landmarks.kind[i] !== "canal" || !meetsBox(landmarks.shapes, i, frame.box)) continue;
    const width = context.measureText(landmarks.name[i]).width + 12;
    const stretch = longestStretch(landmarks.shapes, i, frame, width, taken);
    if (!stretch) continue;
    taken.push([stretch.x - width / 2, stretch.y - 10, stretch.x + width / 2, stretch.y + 10]);
    context.save();
    context.translate(stretch.x, stretch.y);
    context.rotate(stretch.angle);
    context.strokeText(landmarks.name[i], 0, 0);
    context.fillText(landmarks.name[i], 0, 0);
    context.restore();
  }
}

function longestStretch({ x, y, firstPart, firstVertex }, i, { scale, left, top, view }, needed, taken) {
  let best = null;
  for (let v = firstVertex[firstPart[i]] + 1; v < firstVertex[firstPart[i + 1]]; v += 1) {
    const [ax, ay] = [x[v - 1] * scale - left, y[v - 1] * scale - top];
    const [bx, by] = [x[v] * scale - left, y[v] * scale - top];
    const length = Math.hypot(bx - ax, by - ay);
    const [mx, my] = [(ax + bx) / 2, (ay + by) / 2];
    const box = [mx - needed / 2, my - 10, mx + needed / 2, my + 10];
    const isInside = box[0] > view[0] && box[1] > view[1] && box[2] < view[2] && box[3] < view[3];
    if (length * 1.3 < needed || length <= (best?.length ?? 0) || !isInside || taken.some((other) => overlaps(box, other))) continue;
    let angle = Math.atan2(by - ay, bx - ax);
    if (Math.abs(angle) > Math.PI / 2) angle -= Math.sign(angle) * Math.PI;
    best = { x: mx, y: my, length, angle };
  }
  return best;
}
