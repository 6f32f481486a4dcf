/** Owns the room between signs: what would lie on each other is pushed apart, a little and always alike. */

const ROUNDS = 60;
const MOST = 200;
const MOST_TOGETHER = 14;
const SPARE = 0.5;

/**
 * Returns, for points [x, y], the points [x, y] at least `gap` apart where that is possible within `reach` of home.
 * More than 14 together, or more than 200 in all, stay where they are: the second answer, `isCrowded`, tells which.
 */
export function spreadApart(points, { gap, reach }) {
  const isCrowded = points.length > MOST ? points.map(() => true) : findCrowds(points, gap);
  const spread = points.map(([x, y]) => [x, y]);
  const loose = [...points.keys()].filter((i) => !isCrowded[i]);
  for (let round = 0; round < ROUNDS; round += 1) {
    if (!pushOnce(spread, loose, gap)) break;
    for (const i of loose) holdBack(spread[i], points[i], reach);
  }
  return { spread, isCrowded };
}

/** Points that touch, directly or through others, are together; those in too large a company are a crowd. */
function findCrowds(points, gap) {
  const leader = [...points.keys()];
  const leaderOf = (i) => {
    let at = i;
    while (leader[at] !== at) at = leader[at];
    return at;
  };
  for (let i = 0; i < points.length; i += 1) {
    for (let j = 0; j < i; j += 1) {
      if (Math.hypot(points[i][0] - points[j][0], points[i][1] - points[j][1]) < gap) leader[leaderOf(i)] = leaderOf(j);
    }
  }
  const members = new Map();
  for (let i = 0; i < points.length; i += 1) members.set(leaderOf(i), (members.get(leaderOf(i)) ?? 0) + 1);
  return points.map((_, i) => members.get(leaderOf(i)) > MOST_TOGETHER);
}

function pushOnce(spread, loose, gap) {
  let isMoved = false;
  for (let a = 1; a < loose.length; a += 1) {
    for (let b = 0; b < a; b += 1) {
      const [one, other] = [spread[loose[a]], spread[loose[b]]];
      let [dx, dy] = [one[0] - other[0], one[1] - other[1]];
      if (Math.abs(dx) >= gap || Math.abs(dy) >= gap) continue;
      let distance = Math.hypot(dx, dy);
      if (distance >= gap - SPARE) continue;
      if (distance < 1) [dx, dy, distance] = [Math.cos(2.4 * a), Math.sin(2.4 * a), 1];
      const push = (gap - Math.min(distance, Math.hypot(dx, dy) || 1)) / 2 / distance;
      one[0] += dx * push;
      one[1] += dy * push;
      other[0] -= dx * push;
      other[1] -= dy * push;
      isMoved = true;
    }
  }
  return isMoved;
}

function holdBack(point, home, reach) {
  const [dx, dy] = [point[0] - home[0], point[1] - home[1]];
  const distance = Math.hypot(dx, dy);
  if (distance <= reach) return;
  point[0] = home[0] + (dx / distance) * reach;
  point[1] = home[1] + (dy / distance) * reach;
}
