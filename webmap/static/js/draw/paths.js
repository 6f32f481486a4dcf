/** Owns the way from shapes in world units to canvas paths. */

import { LINE, POINT } from "diaban/model/shapes";

/** Adds a line or an area to a path. */
export function addShape(path, shapes, i, frame) {
  for (let part = shapes.firstPart[i]; part < shapes.firstPart[i + 1]; part += 1) {
    addPart(path, shapes, part, frame);
  }
}

function addPart(path, { x, y, firstVertex }, part, { scale, left, top }) {
  const first = firstVertex[part];
  const end = firstVertex[part + 1];
  path.moveTo(x[first] * scale - left, y[first] * scale - top);
  for (let v = first + 1; v < end; v += 1) path.lineTo(x[v] * scale - left, y[v] * scale - top);
}

/** Returns a path of some shapes. */
export function pathOf(shapes, rows, frame) {
  const path = new Path2D();
  for (const row of rows) if (shapes.kind[row] !== POINT) addShape(path, shapes, row, frame);
  return path;
}

/** Returns how large a shape is on the screen, pixels: the longer side of its box. */
export function extentOf({ box }, i, scale) {
  const b = i * 4;
  return Math.max(box[b + 2] - box[b], box[b + 3] - box[b + 1]) * scale;
}

export function isLine(shapes, i) {
  return shapes.kind[i] === LINE;
}
