/** Owns where else a ward can be named: good places inside the part of it that can be seen. */

import { holdsPoint } from "diaban/model/shapes";
import { segmentDistance } from "diaban/draw/areas";

const COLUMNS = 9;
const LINES = 7;
const BEST = 8;
const LARGEST_CACHE = 200;
let cache = { view: "", spots: new Map() };

/**
 * Returns places [x, y] (canvas pixels) for a name of the given size inside area `row`, the best first: farthest from
 * the border and from the edges of `clear`, the part of the view that no sheet covers. Asked again in the same view, it remembers.
 */
export function findSpots(shapes, row, frame, clear, { width, height }) {
  const view = [frame.scale, frame.left, frame.top, ...clear].join(" ");
  if (cache.view !== view || cache.spots.size > LARGEST_CACHE) cache = { view, spots: new Map() };
  const key = `${row} ${Math.round(width)} ${height}`;
  if (!cache.spots.has(key)) cache.spots.set(key, rankSpots(shapes, row, frame, clear, [width / 2, height / 2]));
  return cache.spots.get(key);
}

function rankSpots(shapes, row, frame, clear, [halfWidth, halfHeight]) {
  const { scale, left, top } = frame;
  const b = row * 4;
  const box = [
    Math.max(clear[0], shapes.box[b] * scale - left), Math.max(clear[1], shapes.box[b + 1] * scale - top),
    Math.min(clear[2], shapes.box[b + 2] * scale - left), Math.min(clear[3], shapes.box[b + 3] * scale - top),
  ];
  if (box[2] - box[0] < 2 * halfWidth || box[3] - box[1] < 2 * halfHeight) return [];
  const border = segmentsIn(shapes, row, frame, box);
  const spots = [];
  for (let column = 0; column < COLUMNS; column += 1) {
    for (let at = 0; at < LINES; at += 1) {
      const x = box[0] + halfWidth + ((column + 0.5) / COLUMNS) * (box[2] - box[0] - 2 * halfWidth);
      const y = box[1] + halfHeight + ((at + 0.5) / LINES) * (box[3] - box[1] - 2 * halfHeight);
      if (!holdsPoint(shapes, row, (x + left) / scale, (y + top) / scale)) continue;
      const edge = Math.min(x - halfWidth - clear[0], clear[2] - halfWidth - x, y - halfHeight - clear[1], clear[3] - halfHeight - y);
      spots.push({ x, y, room: Math.min(roomAround(border, x, y), edge + halfHeight) });
    }
  }
  return spots.sort((one, other) => other.room - one.room).slice(0, BEST).map(({ x, y }) => [x, y]);
}

/** The pieces of the border whose box meets the box given: what lies farther cannot be the nearest that is seen. */
function segmentsIn({ x, y, firstPart, firstVertex }, row, { scale, left, top }, box) {
  const found = [];
  for (let part = firstPart[row]; part < firstPart[row + 1]; part += 1) {
    for (let v = firstVertex[part] + 1; v < firstVertex[part + 1]; v += 1) {
      const piece = [x[v - 1] * scale - left, y[v - 1] * scale - top, x[v] * scale - left, y[v] * scale - top];
      const isFar = Math.max(piece[0], piece[2]) < box[0] || Math.min(piece[0], piece[2]) > box[2]
        || Math.max(piece[1], piece[3]) < box[1] || Math.min(piece[1], piece[3]) > box[3];
      if (!isFar) found.push(piece);
    }
  }
  return found;
}

function roomAround(border, x, y) {
  return border.reduce((room, piece) => Math.min(room, segmentDistance(x, y, ...piece)), Infinity);
}
