/** Owns the answer to "what lies under this point": a grid over the places, then their true shapes. */

import { NO_STATE } from "diaban/model/feed";
import { AREA, POINT, holdsPoint } from "diaban/model/shapes";
import { segmentDistance } from "diaban/draw/areas";

const CELLS = 128;

/** Builds the index once; cells hold the rows whose box meets them. */
export function createIndex(shapes) {
  const extent = wholeBox(shapes);
  const width = Math.max(extent[2] - extent[0], 1e-9) / CELLS;
  const height = Math.max(extent[3] - extent[1], 1e-9) / CELLS;
  const cells = new Map();
  const column = (x) => Math.max(0, Math.min(CELLS - 1, Math.floor((x - extent[0]) / width)));
  const line = (y) => Math.max(0, Math.min(CELLS - 1, Math.floor((y - extent[1]) / height)));
  const eachCell = (left, top, right, bottom, visit) => {
    for (let row = line(top); row <= line(bottom); row += 1) {
      for (let at = column(left); at <= column(right); at += 1) visit(row * CELLS + at);
    }
  };
  for (let i = 0; i < shapes.count; i += 1) {
    const b = i * 4;
    eachCell(shapes.box[b], shapes.box[b + 1], shapes.box[b + 2], shapes.box[b + 3], (cell) => {
      if (!cells.has(cell)) cells.set(cell, []);
      cells.get(cell).push(i);
    });
  }
  return { shapes, cells, eachCell };
}

/** Returns the nearest drawn row within the reach (world units) of a point, or -1; lines and points win over areas. */
export function pickRow(index, state, x, y, reach) {
  const seen = new Set();
  let [best, nearest] = [-1, Infinity];
  index.eachCell(x - reach, y - reach, x + reach, y + reach, (cell) => {
    for (const row of index.cells.get(cell) ?? []) {
      if (state[row] === NO_STATE || seen.has(row)) continue;
      seen.add(row);
      const distance = distanceTo(index.shapes, row, x, y, reach);
      if (distance < nearest) [best, nearest] = [row, distance];
    }
  });
  return nearest <= reach ? best : -1;
}

function distanceTo(shapes, row, x, y, reach) {
  if (shapes.kind[row] === POINT) return Math.hypot(x - shapes.anchor[row * 2], y - shapes.anchor[row * 2 + 1]);
  let nearest = Infinity;
  for (let part = shapes.firstPart[row]; part < shapes.firstPart[row + 1]; part += 1) {
    for (let v = shapes.firstVertex[part] + 1; v < shapes.firstVertex[part + 1]; v += 1) {
      const [ax, ay, bx, by] = [shapes.x[v - 1], shapes.y[v - 1], shapes.x[v], shapes.y[v]];
      nearest = Math.min(nearest, segmentDistance(x, y, ax, ay, bx, by));
    }
  }
  return shapes.kind[row] === AREA && holdsPoint(shapes, row, x, y) ? Math.min(nearest, reach * 0.9) : nearest;
}

function wholeBox({ box, count }) {
  const whole = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < count; i += 1) {
    whole[0] = Math.min(whole[0], box[i * 4]);
    whole[1] = Math.min(whole[1], box[i * 4 + 1]);
    whole[2] = Math.max(whole[2], box[i * 4 + 2]);
    whole[3] = Math.max(whole[3], box[i * 4 + 3]);
  }
  return whole;
}
