/**
 * Owns geometry as flat arrays: the packed columns of the feed, unpacked into Web Mercator "world" units
 * (pixels of the whole world at zoom 0, 256 wide, y down), so that drawing is one multiplication and one addition.
 */

import { unpackIntegers } from "diaban/model/columns";

export const POINT = 0;
export const LINE = 1;
export const AREA = 2;

const WORLD = 256;
const DEGREE = Math.PI / 180;

export function worldX(lon) {
  return (lon / 360 + 0.5) * WORLD;
}

export function worldY(lat) {
  const sine = Math.sin(Math.max(-85.051, Math.min(85.051, lat)) * DEGREE);
  return (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * WORLD;
}

export function lonOf(x) {
  return (x / WORLD - 0.5) * 360;
}

export function latOf(y) {
  return Math.atan(Math.sinh((0.5 - y / WORLD) * 2 * Math.PI)) / DEGREE;
}

/** Returns how many world units one metre on the ground is at this height of the world. */
export function unitsPerMetre(y) {
  return WORLD / (40_075_016.686 * Math.cos(latOf(y) * DEGREE));
}

/**
 * Unpacks the geometry columns {kind, parts, sizes, xy}: integers of degrees * 10^decimals, each relative to the last.
 *
 * The result has per shape: `kind`, its parts `firstPart[i] .. firstPart[i + 1]`, `box` (four numbers: left, top,
 * right, bottom), `anchor` (two numbers: where its sign stands); per part its vertices `firstVertex[p] .. firstVertex[p + 1]`.
 */
export function unpackShapes(packed, decimals) {
  const count = packed.kind.length;
  const xy = unpackIntegers(packed.xy);
  const shapes = {
    count,
    kind: Uint8Array.from(packed.kind, Number),
    firstPart: sums(unpackIntegers(packed.parts)),
    firstVertex: sums(unpackIntegers(packed.sizes)),
    x: new Float64Array(xy.length / 2),
    y: new Float64Array(xy.length / 2),
    box: new Float64Array(count * 4),
    anchor: new Float64Array(count * 2),
  };
  project(xy, 10 ** -decimals, shapes);
  for (let i = 0; i < count; i += 1) {
    measureBox(shapes, i);
    placeAnchor(shapes, i);
  }
  return shapes;
}

/** Tells whether the shape's box meets the box [left, top, right, bottom]. */
export function meetsBox(shapes, i, box) {
  const b = i * 4;
  const own = shapes.box;
  return own[b] <= box[2] && own[b + 2] >= box[0] && own[b + 1] <= box[3] && own[b + 3] >= box[1];
}

/** Tells whether two boxes [left, top, right, bottom] lie on each other. */
export function overlaps(one, other) {
  return one[0] < other[2] && one[2] > other[0] && one[1] < other[3] && one[3] > other[1];
}

/** Tells whether an area holds a point (even-odd over all its rings). */
export function holdsPoint({ x, y, firstPart, firstVertex }, i, px, py) {
  let isInside = false;
  for (let part = firstPart[i]; part < firstPart[i + 1]; part += 1) {
    for (let v = firstVertex[part] + 1; v < firstVertex[part + 1]; v += 1) {
      const isCrossing = y[v - 1] > py !== y[v] > py;
      if (isCrossing && px < ((x[v] - x[v - 1]) * (py - y[v - 1])) / (y[v] - y[v - 1]) + x[v - 1]) isInside = !isInside;
    }
  }
  return isInside;
}

/** Returns the box around some shapes, or null where there are none. */
export function boxAround(shapes, rows) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const i of rows) {
    const b = i * 4;
    if (shapes.firstPart[i] === shapes.firstPart[i + 1]) continue;
    box[0] = Math.min(box[0], shapes.box[b]);
    box[1] = Math.min(box[1], shapes.box[b + 1]);
    box[2] = Math.max(box[2], shapes.box[b + 2]);
    box[3] = Math.max(box[3], shapes.box[b + 3]);
  }
  return box[0] === Infinity ? null : box;
}

function sums(sizes) {
  const first = new Uint32Array(sizes.length + 1);
  for (let i = 0; i < sizes.length; i += 1) first[i + 1] = first[i] + sizes[i];
  return first;
}

function project(xy, unit, shapes) {
  let lon = 0;
  let lat = 0;
  for (let v = 0, at = 0; v < shapes.x.length; v += 1, at += 2) {
    lon += xy[at];
    lat += xy[at + 1];
    shapes.x[v] = worldX(lon * unit);
    shapes.y[v] = worldY(lat * unit);
  }
}

function measureBox(shapes, i) {
  let left = Infinity;
  let top = Infinity;
  let right = -Infinity;
  let bottom = -Infinity;
  const end = shapes.firstVertex[shapes.firstPart[i + 1]];
  for (let v = shapes.firstVertex[shapes.firstPart[i]]; v < end; v += 1) {
    const x = shapes.x[v];
    const y = shapes.y[v];
    if (x < left) left = x;
    if (x > right) right = x;
    if (y < top) top = y;
    if (y > bottom) bottom = y;
  }
  const b = i * 4;
  shapes.box[b] = left;
  shapes.box[b + 1] = top;
  shapes.box[b + 2] = right;
  shapes.box[b + 3] = bottom;
}

function placeAnchor(shapes, i) {
  const first = shapes.firstVertex[shapes.firstPart[i]];
  const end = shapes.firstVertex[shapes.firstPart[i] + 1];
  let [x, y] = [shapes.x[first], shapes.y[first]];
  if (shapes.kind[i] === LINE) [x, y] = middleOfLine(shapes, first, end);
  if (shapes.kind[i] === AREA) [x, y] = middleOfRing(shapes, first, end);
  shapes.anchor[i * 2] = x;
  shapes.anchor[i * 2 + 1] = y;
}

function middleOfLine({ x, y }, first, end) {
  let length = 0;
  for (let v = first + 1; v < end; v += 1) length += Math.hypot(x[v] - x[v - 1], y[v] - y[v - 1]);
  let left = length / 2;
  for (let v = first + 1; v < end; v += 1) {
    const step = Math.hypot(x[v] - x[v - 1], y[v] - y[v - 1]);
    if (step >= left && step > 0) {
      const share = left / step;
      return [x[v - 1] + share * (x[v] - x[v - 1]), y[v - 1] + share * (y[v] - y[v - 1])];
    }
    left -= step;
  }
  return [x[first], y[first]];
}

/** The centre of gravity of the outer ring, relative to its first vertex so that small rings keep their digits. */
function middleOfRing({ x, y }, first, end) {
  let [twice, cx, cy] = [0, 0, 0];
  const [x0, y0] = [x[first], y[first]];
  for (let v = first + 1; v < end; v += 1) {
    const cross = (x[v - 1] - x0) * (y[v] - y0) - (x[v] - x0) * (y[v - 1] - y0);
    twice += cross;
    cx += (x[v - 1] + x[v] - 2 * x0) * cross;
    cy += (y[v - 1] + y[v] - 2 * y0) * cross;
  }
  return twice === 0 ? [x0, y0] : [x0 + cx / (3 * twice), y0 + cy / (3 * twice)];
}
