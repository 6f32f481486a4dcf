/** Owns the corners of a drawing as data: where they are, and the geometry with one of them moved, added or taken out. */

import { rounded } from "diaban/edit/shape";

const LEAST = { line: 2, ring: 3 };
const DEGREES_PER_M = 1 / 111_195;

/** Returns the ways to the corners, as indices into the coordinates; a ring's last position repeats its first and is none. */
export function cornersOf(geometry) {
  return geometry ? walk(geometry.coordinates, [], isArea(geometry)) : [];
}

export function positionAt({ coordinates }, way) {
  return way.reduce((inside, index) => inside[index], coordinates);
}

/** Tells how many corners the line or ring of a corner has to keep. */
export function leastOf(geometry) {
  return isArea(geometry) ? LEAST.ring : LEAST.line;
}

/** Returns the geometry with a corner moved by metres to the east and to the north. */
export function moveCorner(geometry, way, [east, north]) {
  const [lon, lat] = positionAt(geometry, way);
  const to = [lon + (east * DEGREES_PER_M) / Math.cos((lat * Math.PI) / 180), lat + north * DEGREES_PER_M];
  if (way.length === 0) return rounded({ ...geometry, coordinates: to });
  return withLine(geometry, way, (line, at) => line.splice(at, 1, to));
}

/** Returns the geometry with a corner more, half way to the next one (at the end of a line, to the one before). */
export function insertCorner(geometry, way) {
  if (way.length === 0) return null;
  return withLine(geometry, way, (line, at) => {
    const from = Math.min(at, lineEnd(geometry, line) - 1);
    const to = line[from + 1] ?? line[0];
    line.splice(from + 1, 0, [(line[from][0] + to[0]) / 2, (line[from][1] + to[1]) / 2]);
  });
}

/** Returns the geometry without a corner, or null where too few would be left. */
export function deleteCorner(geometry, way) {
  if (way.length === 0) return null;
  const length = positionAt(geometry, way.slice(0, -1)).length - (isArea(geometry) ? 1 : 0);
  return length <= leastOf(geometry) ? null : withLine(geometry, way, (line, at) => line.splice(at, 1));
}

/** Changes a copy of the line or ring of a corner; a ring is opened for it and closed again. */
function withLine(geometry, way, change) {
  const coordinates = structuredClone(geometry.coordinates);
  const line = positionAt({ coordinates }, way.slice(0, -1));
  if (isArea(geometry)) line.pop();
  change(line, way.at(-1));
  if (isArea(geometry)) line.push([...line[0]]);
  return rounded({ ...geometry, coordinates });
}

/** The last corner of a line has nothing after it; that of a ring has the first. */
function lineEnd(geometry, line) {
  return isArea(geometry) ? line.length : line.length - 1;
}

function walk(coordinates, way, isRing) {
  if (typeof coordinates[0] === "number") return [way];
  const isLine = typeof coordinates[0]?.[0] === "number";
  const own = isLine && isRing ? coordinates.slice(0, -1) : coordinates;
  return own.flatMap((inside, index) => walk(inside, [...way, index], isRing));
}

function isArea({ type }) {
  return type.endsWith("Polygon");
}
