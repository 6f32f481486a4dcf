/**
 * Owns quần đảo Hoàng Sa and quần đảo Trường Sa on the map: what must be drawn in a frame, and the drawing.
 * The points are our own approximations of the larger features, for orientation at national scale. Labels stay Vietnamese.
 */

import { latOf, lonOf, overlaps, worldX, worldY } from "diaban/model/shapes";
import { FONT, theme } from "diaban/draw/theme";

/** The mainland of Việt Nam, degrees: west, south, east, north. */
export const MAINLAND = [102.14, 8.55, 109.47, 23.4];

const INSET = [150, 92];
const INSET_GAP = 8;
const LABEL = [80, 9, 24]; // from the middle of its first line to its sides, up and down

export const ARCHIPELAGOS = [
  {
    id: "hoang_sa",
    label: ["Quần đảo Hoàng Sa", "(TP. Đà Nẵng)"],
    box: [111.1, 15.7, 112.85, 17.15],
    islands: [
      [112.33, 16.83], [111.61, 16.53], [111.58, 16.5], [111.51, 16.45], [111.2, 15.78], [112.73, 16.67], [111.6, 16.43],
      [112.35, 16.97], [111.75, 16.33], [112.45, 16.05], [111.5, 17.08], [112.21, 16.97],
    ],
  },
  {
    id: "truong_sa",
    label: ["Quần đảo Trường Sa", "(tỉnh Khánh Hòa)"],
    box: [111.5, 7.4, 115.9, 11.6],
    islands: [
      [111.92, 8.65], [114.33, 11.43], [114.37, 10.18], [114.33, 9.89], [114.48, 10.38], [112.92, 7.89], [113.7, 8.97],
      [113.3, 8.17], [114.37, 10.38], [114.65, 8.86], [112.35, 8.93], [111.67, 8.67], [113.98, 8.81], [114.28, 11.05],
      [114.42, 10.67], [115.02, 11.08], [115.81, 10.73], [114.35, 11.46], [113.83, 7.97], [112.25, 7.52],
    ],
  },
];

/** Tells whether a frame [west, south, east, north] shows the nation: half of the mainland's height, and its width there. */
export function showsNation([west, south, east, north]) {
  const height = Math.min(north, MAINLAND[3]) - Math.max(south, MAINLAND[1]);
  const width = Math.min(east, MAINLAND[2]) - Math.max(west, MAINLAND[0]);
  return height >= 0.5 * (MAINLAND[3] - MAINLAND[1]) && width >= 0.4 * (MAINLAND[2] - MAINLAND[0]);
}

/**
 * Returns what to draw: for each archipelago {archipelago, where}, `place` where it lies whole in the clear part of the
 * frame, `inset` where the nation is shown without it, `place` again where the frame only touches it; else nothing.
 * `clear` is the part of the frame that no sheet of the page covers; degrees west, south, east, north.
 */
export function planArchipelagos(frame, clear = frame) {
  const isNation = showsNation(frame);
  const plan = [];
  for (const archipelago of ARCHIPELAGOS) {
    if (contains(clear, archipelago.box)) plan.push({ archipelago, where: "place" });
    else if (isNation) plan.push({ archipelago, where: "inset" });
    else if (overlaps(frame, archipelago.box)) plan.push({ archipelago, where: "place" });
  }
  return plan;
}

/**
 * Paints them in the frame of a canvas layer; `clear` is the uncovered part of its view, canvas pixels, and
 * `findObstacles` gives the boxes (left, top, right, bottom) that labels and insets should not lie on.
 */
export function paintArchipelagos(context, frame, clear, findObstacles) {
  const plan = planArchipelagos(degrees(frame, frame.view), degrees(frame, clear));
  if (!plan.length) return;
  const insets = plan.filter(({ where }) => where === "inset");
  const obstacles = findObstacles();
  for (const { archipelago, where } of plan) {
    if (where === "place") obstacles.push(...paintInPlace(context, frame, archipelago, { clear, obstacles }));
  }
  const places = placeInsets(clear, insets.length, obstacles);
  insets.forEach(({ archipelago }, i) => paintInset(context, archipelago, places[i]));
}

/**
 * Returns where insets lie, [x, y] each, one above the other: in the first corner of the clear part of the view where
 * they cover nothing (lower right, upper right, lower left, upper left), or else where they cover least.
 */
export function placeInsets([left, top, right, bottom], count, obstacles) {
  const [width, height] = INSET;
  const tall = count * (height + INSET_GAP);
  const corners = [right - width - INSET_GAP, left + INSET_GAP].flatMap((x) => [bottom - tall, top + INSET_GAP].map((y) => [x, y, x + width, y + tall]));
  const [x, y] = freest(corners, obstacles);
  return Array.from({ length: count }, (_, i) => [x, y + i * (height + INSET_GAP)]);
}

/**
 * Returns the box of the label of an archipelago, given the box of its islands: above them, below them or more to the
 * east, at the first place where it lies on nothing, or else where it lies on least.
 */
export function placeLabel([left, above, right, below], view, obstacles) {
  const [side, up, down] = LABEL;
  const low = Math.min(below + 18, view[3] - 30);
  const lines = above - 36 > view[1] ? [above - 26, low] : [low];
  const middle = Math.max(view[0] + side, Math.min(view[2] - side, (left + right) / 2));
  const east = Math.min(view[2] - side, right + side);
  const places = [middle, east].flatMap((x) => lines.map((y) => [x - side, y - up, x + side, y + down]));
  return freest(places, obstacles);
}

/** Returns the first of the boxes that lies on the fewest obstacles. */
function freest(boxes, obstacles) {
  const covered = (box) => obstacles.filter((other) => overlaps(box, other)).length;
  return boxes.reduce((best, box) => (covered(box) < covered(best) ? box : best));
}

function degrees({ scale, left, top }, [x0, y0, x1, y1]) {
  return [lonOf((x0 + left) / scale), latOf((y1 + top) / scale), lonOf((x1 + left) / scale), latOf((y0 + top) / scale)];
}

function pixels({ scale, left, top }, [lon, lat]) {
  return [worldX(lon) * scale - left, worldY(lat) * scale - top];
}

/** Returns the boxes that it takes. */
function paintInPlace(context, frame, { box: [west, south, east, north], islands, label }, { clear, obstacles }) {
  const box = [...pixels(frame, [west, north]), ...pixels(frame, [east, south])];
  const place = placeLabel(box, clear, obstacles);
  paintIslands(context, islands.map((island) => pixels(frame, island)));
  paintLabel(context, label, place[0] + LABEL[0], place[1] + LABEL[1]);
  return [box, place];
}

/** A small framed map, never left out. */
function paintInset(context, { box, islands, label }, [x, y]) {
  const [width, height] = INSET;
  context.setLineDash([]);
  context.fillStyle = theme().ground;
  context.strokeStyle = theme().text;
  context.lineWidth = 1;
  context.fillRect(x, y, width, height);
  context.strokeRect(x, y, width, height);
  const unit = Math.min((width - 40) / (box[2] - box[0]), (height - 50) / (box[3] - box[1]));
  const points = islands.map(([lon, lat]) => [
    x + width / 2 + (lon - (box[0] + box[2]) / 2) * unit,
    y + height / 2 + 16 - (lat - (box[1] + box[3]) / 2) * unit,
  ]);
  paintIslands(context, points);
  paintLabel(context, label, x + width / 2, y + 14);
}

function paintIslands(context, points) {
  context.fillStyle = theme().text;
  for (const [x, y] of points) {
    context.beginPath();
    context.arc(x, y, 1.6, 0, 2 * Math.PI);
    context.fill();
  }
}

function paintLabel(context, lines, x, y) {
  context.font = `600 12px ${FONT}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  context.strokeStyle = theme()["text-halo"];
  context.lineWidth = 3.5;
  context.fillStyle = theme().text;
  lines.forEach((line, i) => {
    context.strokeText(line, x, y + i * 15);
    context.fillText(line, x, y + i * 15);
  });
}

function contains(frame, box) {
  return frame[0] <= box[0] && frame[1] <= box[1] && frame[2] >= box[2] && frame[3] >= box[3];
}
