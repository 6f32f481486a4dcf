/** Owns the line of an alley that is walked: which positions of the device belong to it, its length, its fewest corners. */

import { distanceM } from "diaban/near";

const WORST_ACCURACY_M = 50;
const LEAST_STEP_M = 4;
const TOLERANCE_M = 3;
const METRES_PER_DEGREE = 111_320;

/** Returns the walked line with one more position ({lon, lat, accuracy_m}); what is too vague or too near is left out. */
export function withFix(line, fix) {
  if (!(fix.accuracy_m <= WORST_ACCURACY_M)) return line;
  const last = line.at(-1);
  if (last && distanceM(last, fix) < Math.max(LEAST_STEP_M, Math.min(fix.accuracy_m, last.accuracy_m) / 2)) return line;
  return [...line, fix];
}

/** Returns the length of a line, in metres. */
export function lengthM(line) {
  return line.slice(1).reduce((sum, fix, index) => sum + distanceM(line[index], fix), 0);
}

/** Returns the worst accuracy of a line's positions, in metres. */
export function accuracyOf(line) {
  return Math.max(...line.map(({ accuracy_m: accuracy }) => accuracy));
}

/** Returns the line with the corners that matter (Douglas and Peucker 1973, three metres). */
export function simplified(line) {
  if (line.length < 3) return line;
  let far = 0;
  let at = 0;
  for (let index = 1; index < line.length - 1; index += 1) {
    const away = awayFrom(line[0], line.at(-1), line[index]);
    if (away > far) [far, at] = [away, index];
  }
  if (far <= TOLERANCE_M) return [line[0], line.at(-1)];
  return [...simplified(line.slice(0, at + 1)).slice(0, -1), ...simplified(line.slice(at))];
}

/** Returns the distance of a position from the straight way between two others, in metres. */
function awayFrom(from, to, fix) {
  const [ax, ay] = flat(from, from);
  const [bx, by] = flat(to, from);
  const [px, py] = flat(fix, from);
  const length = (bx - ax) ** 2 + (by - ay) ** 2;
  const share = length ? Math.max(0, Math.min(1, ((px - ax) * (bx - ax) + (py - ay) * (by - ay)) / length)) : 0;
  return Math.hypot(px - (ax + share * (bx - ax)), py - (ay + share * (by - ay)));
}

function flat({ lon, lat }, origin) {
  const shrink = Math.cos((origin.lat * Math.PI) / 180);
  return [(lon - origin.lon) * METRES_PER_DEGREE * shrink, (lat - origin.lat) * METRES_PER_DEGREE];
}
