/** Owns the arrows along a route: where they stand and where they point, in pixels; no drawing. */

const EVERY_PX = 130;
const SIZE_PX = 7;
const SHORTEST_PX = 34;

/**
 * Returns the arrows of a line of points {x, y} as [left, tip, right]; one in the middle of a short line, none where it
 * is too short for the arrow to be seen beside its ends.
 */
export function arrowsAlong(points) {
  const length = lengthOf(points);
  if (length < SHORTEST_PX) return [];
  const count = Math.max(1, Math.round(length / EVERY_PX));
  return Array.from({ length: count }, (_, at) => arrowAt(points, (length * (at + 0.5)) / count));
}

function lengthOf(points) {
  return points.slice(1).reduce((sum, point, at) => sum + distance(points[at], point), 0);
}

function arrowAt(points, along) {
  let left = along;
  for (let at = 1; at < points.length; at += 1) {
    const piece = distance(points[at - 1], points[at]);
    if (left <= piece && piece > 0) return chevron(points[at - 1], points[at], left / piece);
    left -= piece;
  }
  return chevron(points.at(-2), points.at(-1), 1);
}

function chevron(from, to, share) {
  const angle = Math.atan2(to.y - from.y, to.x - from.x);
  const tip = { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
  const wing = (turn) => ({ x: tip.x - SIZE_PX * Math.cos(angle + turn), y: tip.y - SIZE_PX * Math.sin(angle + turn) });
  return [wing(Math.PI / 5), tip, wing(-Math.PI / 5)];
}

function distance(one, other) {
  return Math.hypot(other.x - one.x, other.y - one.y);
}
