/** Owns where a dragged stop belongs, by numbers alone: among which others it stands, and how fast the page has to scroll. */

const EDGE_PX = 90;
const FASTEST_PX = 18;

/** Returns before how many of the others (their middles, top to bottom) something at height `y` stands: 0 is the first place. */
export function placeAmong(middles, y) {
  return middles.filter((middle) => middle < y).length;
}

/** Returns which of some boxes {top, bottom} a height belongs to: the one that holds it, else the nearest; -1 of none. */
export function boxAt(boxes, y) {
  const away = boxes.map(({ top, bottom }) => Math.max(top - y, y - bottom, 0));
  return away.indexOf(Math.min(...away));
}

/** Returns by how many pixels a frame {top, bottom} scrolls at each step while something is held near its upper or lower edge. */
export function scrollStep(y, { top, bottom }) {
  if (y < top + EDGE_PX) return -Math.round(FASTEST_PX * Math.min(1, (top + EDGE_PX - y) / EDGE_PX));
  if (y > bottom - EDGE_PX) return Math.round(FASTEST_PX * Math.min(1, (y - bottom + EDGE_PX) / EDGE_PX));
  return 0;
}

/** Returns a move as the form sends it: code, number of the team (0: none), place from 1. */
export function moveOf(code, team, place) {
  return `${code} ${team || 0} ${place + 1}`;
}
