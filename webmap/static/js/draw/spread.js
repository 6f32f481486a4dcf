/** Owns the room between signs: what would lie on each other is pushed apart, a little and always alike. */

const ROUNDS = 80;
const MOST = 200;
const MOST_TOGETHER = 14;
const SPARE = 0.5;
const AS_ONE = 6;
const TURN = 2.4;
const PUSH = 0.2;

/**
 * Returns, for points [x, y], the points [x, y] at least `gap` apart where that is possible within `reach` of home.
 * More than 14 together, or more than 200 in all, stay where they are: the second answer, `isCrowded`, tells which.
 */
export function spreadApart(points, { gap, reach }) {
  const isCrowded = points.length > MOST ? points.map(() => true) : findCrowds(points, gap);
  const loose = [...points.keys()].filter((i) => !isCrowded[i]);
  const spread = points.map(([x, y]) => [x, y]);
  for (const i of loose) if (loose.some((j) => j !== i && apart(points[i], points[j]) < AS_ONE)) fanOut(spread[i], i);
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
      if (apart(points[i], points[j]) < gap) leader[leaderOf(i)] = leaderOf(j);
    }
  }
  const members = new Map();
  for (let i = 0; i < points.length; i += 1) members.set(leaderOf(i), (members.get(leaderOf(i)) ?? 0) + 1);
  return points.map((_, i) => members.get(leaderOf(i)) > MOST_TOGETHER);
}

/** Points that are as good as one start in directions of their own, so that they part to all sides. */
function fanOut(point, i) {
  point[0] += AS_ONE * Math.cos(TURN * i);
  point[1] += AS_ONE * Math.sin(TURN * i);
}

function apart(one, other) {
  return Math.hypot(one[0] - other[0], one[1] - other[1]);
}

function pushOnce(spread, loose, gap) {
  let isMoved = false;
  for (let a = 1; a < loose.length; a += 1) {
    for (let b = 0; b < a; b += 1) {
      const [one, other] = [spread[loose[a]], spread[loose[b]]];
      const [dx, dy] = [one[0] - other[0], one[1] - other[1]];
      const distance = Math.hypot(dx, dy);
      if (distance >= gap - SPARE) continue;
      const [x, y] = distance > 0 ? [dx / distance, dy / distance] : [0, 1];
      const push = (gap - distance) * PUSH;
      one[0] += x * push;
      one[1] += y * push;
      other[0] -= x * push;
      other[1] -= y * push;
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
