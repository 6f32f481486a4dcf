/** Owns the badges beside a sign: a visit that is due, one that is planned, a recommendation that waits. */

import { theme } from "diaban/draw/theme";

const SIZE = 0.86;
const SIGN_ROOM = 18;
const BADGE_ROOM = 15;
const CORNERS = { due: [[-13, -11], [-15, 9]], reply: [[15, 9], [-15, 9]] };
const CLOCK = "M7 0A7 7 0 1 1-7 0 7 7 0 1 1 7 0";
const HANDS = "M0-4V.5L2.8 2";
const SHEET = "M-6.500-5.500H6.500V6.500H-6.500Z";
const ENVELOPE = "M-8-5.500H8V5.500H-8Z";
const FLAP = "M-7-4.500 0 .8 7-4.500";

/** Outline, what is drawn on it, and whether it is filled: filled says too late. Names are those of codes.* texts. */
const BADGES = {
  "due.overdue": [CLOCK, HANDS, true],
  "due.soon": [CLOCK, HANDS, false],
  "due.planned": [SHEET, "M-6-2H6M-3-7v3M3-7v3M-2.500 2H2.500", false],
  "reply.waiting": [ENVELOPE, FLAP, false],
  "reply.overdue": [ENVELOPE, FLAP, true],
};

/** Names of all badges, in the order of legends. */
export const BADGE_NAMES = Object.keys(BADGES);

/** Returns the names of the badges of a place (model/supervision): one for visits, one for recommendations, the graver. */
export function badgesOf({ due, reply }) {
  return [...due.slice(0, 1).map((code) => `due.${code}`), ...reply.slice(-1).map((code) => `reply.${code}`)];
}

/**
 * Returns {placed: where badges stand, {name, x, y}, isCrowded: whether some found no place}. A badge stands at a corner
 * of its sign that the plate of shared places leaves free; one that would lie on another sign or badge at every corner
 * waits for a closer look, what is overdue last. `signs` are {row, x, y}.
 */
export function placeBadges(signs, namesOf) {
  const asked = signs.flatMap((sign) => namesOf(sign.row).map((name) => ({ name, sign })));
  const isLate = ({ name }) => name.endsWith("overdue");
  const placed = [];
  for (const { name, sign } of [...asked.filter(isLate), ...asked.filter((one) => !isLate(one))]) {
    const corners = CORNERS[name.split(".")[0]].map(([dx, dy]) => ({ name, x: sign.x + dx, y: sign.y + dy }));
    const free = corners.find((at) => isFree(at, signs, SIGN_ROOM, sign) && isFree(at, placed, BADGE_ROOM));
    if (free) placed.push(free);
  }
  return { placed, isCrowded: placed.length < asked.length };
}

function isFree({ x, y }, others, room, own) {
  return !others.some((other) => other !== own && Math.hypot(other.x - x, other.y - y) < room);
}

/** Draws a badge of 14 px, centred. */
export function drawBadge(context, name, x, y) {
  const { casing: ink, area: paper } = theme();
  const [outline, mark, isFilled] = BADGES[name];
  const path = new Path2D(outline);
  context.save();
  context.translate(x, y);
  context.scale(SIZE, SIZE);
  context.lineJoin = context.lineCap = "round";
  stroke(context, path, paper, 4.5);
  context.fillStyle = isFilled ? ink : paper;
  context.fill(path);
  stroke(context, path, ink, 1.6);
  stroke(context, new Path2D(mark), isFilled ? paper : ink, 1.8);
  context.restore();
}

function stroke(context, path, style, width) {
  context.strokeStyle = style;
  context.lineWidth = width;
  context.stroke(path);
}
