/** Owns what a drawing is as data: GeoJSON geometry with six decimals, and what it takes to be one. */

const DECIMALS = 1e6; // about a decimetre, as the register keeps it
const LEAST = { Line: 2, Polygon: 3, Marker: 1 };

/** Returns the geometry with its coordinates rounded as they are kept, or null of nothing. */
export function rounded(geometry) {
  return geometry ? { type: geometry.type, coordinates: roundAll(geometry.coordinates) } : null;
}

/** Tells whether two geometries, or nothing and nothing, are the same. */
export function isSame(first, second) {
  return JSON.stringify(rounded(first)) === JSON.stringify(rounded(second));
}

/** Reads the text of the form's hidden field; null where there is no geometry in it. */
export function readShape(text) {
  try {
    const value = JSON.parse(text);
    return value && typeof value.type === "string" && Array.isArray(value.coordinates) ? rounded(value) : null;
  } catch {
    return null;
  }
}

/** Returns the geometry of the points put so far, or null while they are too few. `tool` is Line, Polygon or Marker. */
export function shapeOfPoints(points, tool) {
  if (points.length < LEAST[tool]) return null;
  const positions = points.map(({ lat, lng }) => [lng, lat]);
  if (tool === "Marker") return rounded({ type: "Point", coordinates: positions[0] });
  if (tool === "Line") return rounded({ type: "LineString", coordinates: positions });
  return rounded({ type: "Polygon", coordinates: [[...positions, positions[0]]] });
}

/** Returns the box [west, south, east, north] around a geometry. */
export function boxOf(geometry) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [lon, lat] of positionsOf(geometry.coordinates)) {
    box[0] = Math.min(box[0], lon);
    box[1] = Math.min(box[1], lat);
    box[2] = Math.max(box[2], lon);
    box[3] = Math.max(box[3], lat);
  }
  return box;
}

/** Returns a box around the same middle that is at most so wide and high, degrees. */
export function cutBox([west, south, east, north], widest) {
  const [x, y] = [(west + east) / 2, (south + north) / 2];
  const width = Math.min(east - west, widest) / 2;
  const height = Math.min(north - south, widest) / 2;
  return [x - width, y - height, x + width, y + height];
}

/** Tells whether the first box holds the second. */
export function holdsBox(outer, inner) {
  return outer[0] <= inner[0] && outer[1] <= inner[1] && outer[2] >= inner[2] && outer[3] >= inner[3];
}

function positionsOf(coordinates) {
  return typeof coordinates[0] === "number" ? [coordinates] : coordinates.flatMap(positionsOf);
}

function roundAll(coordinates) {
  return coordinates.map((one) => (Array.isArray(one) ? roundAll(one) : Math.round(one * DECIMALS) / DECIMALS));
}
