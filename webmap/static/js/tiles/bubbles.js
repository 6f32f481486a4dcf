/** Owns how places are drawn that are too many for one by one: a disc says how many, its rim in which states. */

import { symbolOf } from "diaban/draw/symbols";
import { FONT, theme } from "diaban/draw/theme";
import { locale } from "diaban/i18n";
import { chooseRows } from "diaban/model/choice";
import { latOf, lonOf, worldX, worldY } from "diaban/model/shapes";
import { NO_STATE } from "diaban/model/feed";

const CELL_PX = 76;
const LEAST_PX = 13;
const MOST_PX = 27;
const RIM_PX = 5;
const MOST_IN = 3; // zoom levels that a click goes in at most

/**
 * Returns {paint(pen, frame, drawn), count(box): of the points chosen, in a frame or all, open(latlng), enter(bubble)};
 * `findPoints` tells what the tiles brought (tiles/pieces.js), or null; `onPainted(bubbles, frame)` hears what was painted.
 */
export function createBubbles(page, findPoints, onPainted) {
  const { map, model, store } = page;
  const chosen = { points: null, view: null, choice: null };
  let bubbles = [];

  /** A day or a filter is answered from what is there, once for each view. */
  function choose() {
    const points = findPoints();
    if (chosen.points === points && chosen.view === store.value) return chosen;
    const supervision = model.supervision && { ...model.supervision, ...points?.supervision };
    const choice = points && chooseRows({ ...model, hotspots: points.hotspots, supervision }, { ...store.value, q: "" });
    return Object.assign(chosen, { points, view: store.value, choice });
  }

  /** Goes so close that the places of a bubble fill the map. */
  function enter({ box: [west, north, east, south] }) {
    const closest = Math.min(map.getMaxZoom(), map.getZoom() + MOST_IN);
    map.fitBounds([[latOf(south), lonOf(west)], [latOf(north), lonOf(east)]], { maxZoom: closest, padding: [CELL_PX, CELL_PX] });
  }

  return {
    enter,
    paint(pen, frame, drawn) {
      const { points, choice } = choose();
      bubbles = points ? groupPoints(points, choice, frame) : [];
      for (const bubble of bubbles) paintBubble(pen, model.states, bubble);
      for (const { counts, x, y, radius } of bubbles) {
        counts.forEach((n, state) => n && drawn.codes.add(model.states[state]));
        drawn.signs.push({ row: -1, box: [x - radius, y - radius, x + radius, y + radius] });
      }
      onPainted(bubbles, frame);
    },
    count(box = null) {
      const { points, choice } = choose();
      if (!points) return 0;
      return box ? choice.matched.filter((row) => isIn(box, points.x[row], points.y[row])).length : choice.matched.length;
    },
    open(latlng) {
      const { x, y } = map.latLngToLayerPoint(latlng).add(map.getPixelOrigin());
      const hit = bubbles.find((bubble) => Math.hypot(bubble.x + bubble.left - x, bubble.y + bubble.top - y) <= bubble.radius + 2);
      if (hit) enter(hit);
    },
  };
}

/** Returns the bubbles of a frame, as one reads: the chosen points of each cell, which lies still while the map moves. */
export function groupPoints({ x, y }, { matched, state }, { scale, left, top, box }) {
  const cells = new Map();
  const across = CELL_PX / scale;
  for (const row of matched) {
    if (!isIn(box, x[row], y[row])) continue;
    const [column, line] = [Math.floor(x[row] / across), Math.floor(y[row] / across)];
    const key = column * 1e7 + line;
    let cell = cells.get(key);
    if (!cell) cells.set(key, (cell = { column, line, n: 0, sumX: 0, sumY: 0, counts: new Uint32Array(NO_STATE), box: [Infinity, Infinity, -Infinity, -Infinity] }));
    cell.n += 1;
    cell.sumX += x[row];
    cell.sumY += y[row];
    cell.counts[state[row]] += 1;
    growBox(cell.box, x[row], y[row]);
  }
  const inOrder = [...cells.values()].sort((one, other) => one.line - other.line || one.column - other.column);
  return inOrder.map(({ column, line, n, sumX, sumY, counts, box: own }) => ({
    n, line, counts, box: own, left, top, radius: radiusOf(n), x: inCell((sumX / n) * scale, column) - left, y: inCell((sumY / n) * scale, line) - top,
  }));
}

/** A bubble stands in the middle of its places, but so far inside of its cell that it touches no other. */
function inCell(at, nth) {
  const middle = (nth + 0.5) * CELL_PX;
  const room = CELL_PX / 2 - MOST_PX - 2;
  return Math.max(middle - room, Math.min(middle + room, at));
}

/** From 13 pixels for one to 27 for some thousands: ten times as many are four pixels more. */
function radiusOf(n) {
  return Math.min(MOST_PX, LEAST_PX + 4 * Math.log10(n));
}

function paintBubble(pen, states, { n, counts, x, y, radius }) {
  const { casing, disc, glyph } = theme();
  circle(pen, x, y, radius + 1.5, casing);
  let from = -Math.PI / 2;
  counts.forEach((part, state) => {
    if (!part) return;
    const to = from + (part / n) * 2 * Math.PI;
    pen.beginPath();
    pen.moveTo(x, y);
    pen.arc(x, y, radius, from, to);
    pen.fillStyle = symbolOf(states[state]).color;
    pen.fill();
    from = to;
  });
  circle(pen, x, y, radius - RIM_PX, disc);
  pen.fillStyle = glyph;
  pen.font = `600 ${n < 1000 ? 12 : 11}px ${FONT}`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.fillText(sayCount(n), x, y + 0.5);
}

function circle(pen, x, y, radius, style) {
  pen.beginPath();
  pen.arc(x, y, radius, 0, 2 * Math.PI);
  pen.fillStyle = style;
  pen.fill();
}

/** Numbers that do not fit into a disc are told in thousands. */
function sayCount(n) {
  const format = new Intl.NumberFormat(locale() === "en" ? "en-GB" : "vi-VN", { maximumFractionDigits: n < 10_000 ? 1 : 0 });
  return n < 1000 ? String(n) : `${format.format(n / 1000)}k`;
}

function growBox(box, x, y) {
  if (x < box[0]) box[0] = x;
  if (y < box[1]) box[1] = y;
  if (x > box[2]) box[2] = x;
  if (y > box[3]) box[3] = y;
}

function isIn(box, x, y) {
  return x >= box[0] && x <= box[2] && y >= box[1] && y <= box[3];
}
