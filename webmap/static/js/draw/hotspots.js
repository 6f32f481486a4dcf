/** Owns the drawing of the places: accuracy halos, areas, lines, signs, in few strokes however many there are. */

import { NO_STATE } from "diaban/model/feed";
import { AREA, LINE, POINT, meetsBox, unitsPerMetre } from "diaban/model/shapes";
import { addShape, extentOf, isLine } from "diaban/draw/paths";
import { badgesOf, drawBadge, placeBadges } from "diaban/draw/badges";
import { spreadApart } from "diaban/draw/spread";
import { drawShared, drawSign, fillStatus, strokeStatus, symbolOf } from "diaban/draw/symbols";
import { theme } from "diaban/draw/theme";

const SMALLEST = 5;
const SMALLEST_IN_MASS = 14;
const MASS = 2000;
const DENSE = 800;
const SMALLEST_HALO = 5;
const MOST_HALOS = 300;
const MOST_SIGNS = 400;
const CROWD = 150;
const MOST_FOR_SIGNS = 1500;
const SMALLEST_IN_CROWD = 14;
const SIGN_GAP = 36;
const BADGED_GAP = 44;
const SIGN_REACH = 60;
const LED_PX = 6;

/**
 * Paints the chosen rows and returns what was drawn: {codes, kinds: Sets for the legend, halo, shared, lacksBadges: flags, badges: Set,
 * signs: {row, box [left, top, right, bottom] in canvas pixels} that names keep clear of and clicks land on}.
 */
export function paintHotspots(context, frame, model, scene) {
  const { shapes } = model.hotspots;
  const seen = scene.matched.filter((row) => meetsBox(shapes, row, frame.box));
  const drawn = { codes: new Set(), kinds: new Set(), halo: false, shared: false, badges: new Set(), signs: [] };
  for (const row of seen) {
    drawn.codes.add(model.states[scene.state[row]]);
    drawn.kinds.add(model.kinds[model.hotspots.kind[row]]);
  }
  if (seen.length <= MOST_HALOS) drawn.halo = paintHalos(context, frame, model, seen);
  if (scene.selected.length) paintSelection(context, frame, shapes, scene.selected);
  paintGroups(context, frame, model, group(frame, model, scene.state, seen), seen.length > DENSE);
  paintSigns(context, frame, model, scene, seen, drawn);
  return drawn;
}

function paintHalos(context, frame, model, rows) {
  const { shapes, accuracy } = model.hotspots;
  let isDrawn = false;
  context.lineJoin = "round";
  context.lineCap = "round";
  context.setLineDash([]);
  for (const row of rows) {
    const y = shapes.anchor[row * 2 + 1];
    const radius = accuracy[row] * unitsPerMetre(y) * frame.scale;
    if (radius < SMALLEST_HALO || radius > 4 * frame.width) continue;
    paintHalo(context, frame, shapes, row, radius);
    isDrawn = true;
  }
  return isDrawn;
}

/** All that lies within the radius of the shape, fading outwards: its true place is somewhere in there. */
function paintHalo(context, frame, shapes, row, radius) {
  const path = new Path2D();
  if (shapes.kind[row] === POINT) {
    const x = shapes.anchor[row * 2] * frame.scale - frame.left;
    const y = shapes.anchor[row * 2 + 1] * frame.scale - frame.top;
    path.moveTo(x, y);
    path.lineTo(x + 0.01, y);
  } else addShape(path, shapes, row, frame);
  context.strokeStyle = theme().select;
  for (const share of [1, 0.8, 0.6]) {
    context.globalAlpha = 0.065;
    context.lineWidth = 2 * radius * share;
    context.stroke(path);
  }
  context.globalAlpha = 1;
}

function paintSelection(context, frame, shapes, rows) {
  context.strokeStyle = theme().select;
  context.globalAlpha = 0.45;
  context.lineWidth = 16;
  context.lineJoin = "round";
  context.lineCap = "round";
  for (const row of rows) {
    const path = new Path2D();
    addShape(path, shapes, row, frame);
    context.stroke(path);
  }
  context.globalAlpha = 1;
}

/** Sorts the rows by state into areas, lines and what is too small for either. */
function group(frame, { hotspots: { shapes }, states }, state, rows) {
  const groups = states.map(() => ({ areas: new Path2D(), lines: new Path2D(), dots: [], hasAreas: false, hasLines: false }));
  const smallest = rows.length > MASS ? SMALLEST_IN_MASS : SMALLEST;
  for (const row of rows) {
    const own = groups[state[row]];
    if (shapes.kind[row] === POINT || extentOf(shapes, row, frame.scale) < smallest) own.dots.push(row);
    else if (shapes.kind[row] === AREA) {
      addShape(own.areas, shapes, row, frame);
      own.hasAreas = true;
    } else {
      addShape(own.lines, shapes, row, frame);
      own.hasLines = true;
    }
  }
  return groups;
}

/** Where hundreds lie together (`isDense`) lines are plain: their patterns would not be seen, but cost. */
function paintGroups(context, frame, model, groups, isDense) {
  const lineOf = (symbol) => (isDense ? { ...symbol, line: "solid", width: Math.min(symbol.width, 3) } : symbol);
  groups.forEach((own, state) => {
    const symbol = symbolOf(model.states[state]);
    if (!own.hasAreas) return;
    fillStatus(context, own.areas, symbol, frame);
    strokeStatus(context, own.areas, { ...lineOf(symbol), width: Math.min(symbol.width, 3) });
  });
  groups.forEach((own, state) => {
    const symbol = symbolOf(model.states[state]);
    if (own.hasLines) strokeStatus(context, own.lines, lineOf(symbol));
    if (own.dots.length) paintDots(context, frame, model.hotspots.shapes, own.dots, symbol);
  });
}

function paintDots(context, frame, { anchor }, rows, symbol) {
  for (const [style, size] of [[theme().casing, 7], [symbol.color, 5]]) {
    context.fillStyle = style;
    for (const row of rows) {
      const x = Math.round(anchor[row * 2] * frame.scale - frame.left);
      const y = Math.round(anchor[row * 2 + 1] * frame.scale - frame.top);
      context.fillRect(x - size / 2, y - size / 2, size, size);
    }
  }
}

/** Signs stand where there is room, the selected place first; in a crowd only large places have one. */
function paintSigns(context, frame, model, scene, rows, drawn) {
  const stamps = new Map();
  const { shapes } = model.hotspots;
  const hasRoom = (row) => rows.length <= CROWD || extentOf(shapes, row, frame.scale) >= SMALLEST_IN_CROWD;
  const chosen = scene.selected.filter((row) => scene.state[row] !== NO_STATE);
  const ordered = rows.length > MOST_FOR_SIGNS ? chosen : [...chosen, ...rows.filter(hasRoom)];
  const places = placeSigns(frame, shapes, ordered, { cellSize: rows.length > CROWD ? 40 : 22, gap: scene.ask ? BADGED_GAP : SIGN_GAP });
  for (const place of places) if (place.isLed) paintLeader(context, frame, shapes, place);
  for (const { row, x, y } of places) {
    if (isLine(shapes, row)) paintMouth(context, frame, shapes, row);
    const stamp = stampOf(stamps, frame, model.states[scene.state[row]], model.kinds[model.hotspots.kind[row]]);
    context.drawImage(stamp, x - 24, y - 24, 48, 48);
    const wards = scene.wardCount(row);
    if (wards > 1) {
      drawShared(context, x + 13, y - 10, wards);
      drawn.shared = true;
    }
    const side = scene.ask ? 20 : 14;
    drawn.signs.push({ row, box: [x - side, y - 14, x + side, y + 18] });
  }
  if (scene.ask) paintBadges(context, scene.ask, places, drawn);
}

/** Badges come last, so that no sign lies on them. */
function paintBadges(context, ask, places, drawn) {
  const { placed, isCrowded } = placeBadges(places, (row) => badgesOf(ask(row)));
  drawn.lacksBadges = isCrowded;
  for (const { name, x, y } of placed) {
    drawBadge(context, name, x, y);
    drawn.badges.add(name);
  }
}

/**
 * Returns where signs stand, {row, x, y, isLed}: apart from each other, wherever the choice is; in a crowd one for each
 * cell of the view, the first in order.
 */
function placeSigns(frame, shapes, ordered, { cellSize, gap }) {
  const rows = [...new Set(ordered)].sort((one, other) => one - other);
  const homes = rows.map((row) => signPlace(frame, shapes, row));
  const { spread, isCrowded } = spreadApart(homes, { gap, reach: SIGN_REACH });
  const rankOf = new Map(rows.map((row, i) => [row, i]));
  const taken = new Set();
  const places = [];
  for (const row of new Set(ordered)) {
    const i = rankOf.get(row);
    const [x, y] = spread[i];
    const cell = isCrowded[i] ? `${Math.floor(x / cellSize)} ${Math.floor(y / cellSize)}` : row;
    if (taken.has(cell)) continue;
    taken.add(cell);
    places.push({ row, x, y, isLed: Math.hypot(x - homes[i][0], y - homes[i][1]) > LED_PX });
    if (places.length >= MOST_SIGNS) break;
  }
  return places;
}

/** A thin line from a sign that had to step aside to the place that it stands for. */
function paintLeader(context, { scale, left, top }, { anchor }, { row, x, y }) {
  const [homeX, homeY] = [anchor[row * 2] * scale - left, anchor[row * 2 + 1] * scale - top];
  context.setLineDash([]);
  context.lineCap = "round";
  for (const [style, width] of [[theme()["text-halo"], 3.5], [theme().casing, 1.25]]) {
    context.strokeStyle = style;
    context.lineWidth = width;
    context.beginPath();
    context.moveTo(homeX, homeY);
    context.lineTo(x, y);
    context.stroke();
  }
}

/** A sign stands beside a line and above a point, so that what it marks can be seen. */
function signPlace({ scale, left, top }, shapes, row) {
  const x = shapes.anchor[row * 2] * scale - left;
  const y = shapes.anchor[row * 2 + 1] * scale - top;
  if (shapes.kind[row] === POINT) return [x, y - 16];
  if (shapes.kind[row] === AREA) return [x, y];
  const width = (shapes.box[row * 4 + 2] - shapes.box[row * 4]) * scale;
  const height = (shapes.box[row * 4 + 3] - shapes.box[row * 4 + 1]) * scale;
  return height > width ? [x + 20, y] : [x, y - 20];
}

function paintMouth(context, { scale, left, top }, shapes, row) {
  if (shapes.kind[row] !== LINE || extentOf(shapes, row, scale) < 3 * SMALLEST) return;
  const first = shapes.firstVertex[shapes.firstPart[row]];
  context.beginPath();
  context.arc(shapes.x[first] * scale - left, shapes.y[first] * scale - top, 4, 0, 2 * Math.PI);
  context.fillStyle = theme().disc;
  context.strokeStyle = theme().glyph;
  context.lineWidth = 2;
  context.fill();
  context.stroke();
}

function stampOf(stamps, { ratio }, code, kind) {
  const key = `${code} ${kind}`;
  if (!stamps.has(key)) {
    const stamp = document.createElement("canvas");
    stamp.width = 48 * ratio;
    stamp.height = 48 * ratio;
    const pen = stamp.getContext("2d");
    pen.scale(ratio, ratio);
    drawSign(pen, 24, 24, symbolOf(code), kind);
    stamps.set(key, stamp);
  }
  return stamps.get(key);
}
