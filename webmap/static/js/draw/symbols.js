/** Owns how a status looks: line strokes, area patterns and the sign, drawn alike on the map, in lists and legends. */

import { FONT, theme } from "diaban/draw/theme";

const DASHES = {
  solid: [], gaps: [14, 5], "long-dash": [16, 7], "dash-dot": [12, 5, 2, 5], "short-dash": [6, 5],
  "thin-dash": [5, 4], thin: [], double: [], hair: [],
};
const TILE = 8;
let symbols = {};
let patterns = new Map();

/** Takes the symbols of the page config: code to {color, line, width, fill, sign}. */
export function setSymbols(table) {
  symbols = table;
  patterns = new Map();
}

export function symbolOf(code) {
  return symbols[code];
}

/** Strokes the current path (or the given one) as a line or an outline of a status, with its casing. */
export function strokeStatus(context, path, symbol) {
  const { casing, disc } = theme();
  const dash = DASHES[symbol.line] ?? [];
  context.lineCap = "butt";
  context.lineJoin = "bevel";
  context.setLineDash([]);
  stroke(context, path, casing, symbol.width + 2);
  if (dash.length) {
    stroke(context, path, disc, symbol.width);
    context.setLineDash(dash);
  }
  stroke(context, path, symbol.color, symbol.width);
  context.setLineDash([]);
  if (symbol.line === "double") stroke(context, path, disc, symbol.width / 3);
}

/** Fills an area with the pattern of its status; `frame` keeps the pattern still while the map moves. */
export function fillStatus(context, path, symbol, frame) {
  if (symbol.fill === "none") return;
  if (symbol.fill === "solid" || symbol.fill === "light") {
    context.globalAlpha = symbol.fill === "solid" ? 0.35 : 0.18;
    context.fillStyle = symbol.color;
    context.fill(path, "evenodd");
    context.globalAlpha = 1;
    return;
  }
  const pattern = patternOf(context, symbol);
  if (frame) pattern.setTransform(new DOMMatrix([1, 0, 0, 1, -frame.left % TILE, -frame.top % TILE]));
  context.fillStyle = pattern;
  context.fill(path, "evenodd");
}

/** Draws the sign of a status, centred: a disc, a square (area), a plate with a bridge, or a drop (point). */
export function drawSign(context, x, y, symbol, kind, size = 20) {
  const { casing, disc } = theme();
  const r = size / 2;
  context.save();
  context.translate(x, y);
  const outline = outlineOf(kind, r);
  context.lineJoin = "round";
  context.fillStyle = disc;
  context.strokeStyle = casing;
  context.lineWidth = 5;
  context.stroke(outline);
  context.fill(outline);
  context.strokeStyle = symbol.color;
  context.lineWidth = 3;
  context.stroke(outline);
  drawGlyph(context, symbol.sign, r);
  if (kind === "bridge") drawBridge(context, r);
  context.restore();
}

/** Draws the small plate that says in how many wards a place lies. */
export function drawShared(context, x, y, wards) {
  context.fillStyle = theme().glyph;
  context.strokeStyle = theme().disc;
  context.lineWidth = 1.5;
  context.beginPath();
  context.roundRect(x - 7, y - 7, 14, 14, 3);
  context.fill();
  context.stroke();
  context.fillStyle = theme().disc;
  context.font = `600 10px ${FONT}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(String(wards), x, y + 0.5);
}

/** Draws a sample for lists and legends: the area pattern or the line of a status, with its sign before it. */
export function drawSample(context, code, width, height, kind = "alley") {
  const symbol = symbolOf(code);
  const middle = height / 2;
  const path = new Path2D();
  if (kind === "alley" || kind === "point") {
    path.moveTo(middle, middle);
    path.lineTo(width - 3, middle);
  } else {
    path.rect(middle, 4, width - middle - 3, height - 8);
    fillStatus(context, path, symbol, null);
  }
  if (kind !== "point") strokeStatus(context, path, symbol);
  drawSign(context, middle, middle, symbol, kind, Math.min(18, height - 6));
}

function stroke(context, path, style, width) {
  context.strokeStyle = style;
  context.lineWidth = width;
  context.stroke(path);
}

function outlineOf(kind, r) {
  const path = new Path2D();
  if (kind === "area" || kind === "bridge") path.roundRect(-r, -r, 2 * r, 2 * r, 4);
  else if (kind === "point") {
    path.arc(0, 0, r, 0.75 * Math.PI, 0.25 * Math.PI);
    path.lineTo(0, r * 1.55);
    path.closePath();
  } else path.arc(0, 0, r, 0, 2 * Math.PI);
  return path;
}

/** The signs as strokes, so that they look alike on every device, whatever its fonts lack. */
function drawGlyph(context, sign, r) {
  const u = r / 10;
  const path = new Path2D(GLYPHS[sign] ?? "");
  context.fillStyle = theme().glyph;
  context.strokeStyle = theme().glyph;
  if (!GLYPHS[sign]) {
    context.font = `600 ${Math.round(r * 1.3)}px ${FONT}`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillText(sign, 0, u);
    return;
  }
  context.save();
  context.scale(u, u);
  context.lineWidth = 2.2;
  context.lineCap = "round";
  context.stroke(path);
  context.restore();
}

const GLYPHS = {
  "!": "M0-5.500V.8M0 5v.2",
  "…": "M-4.5 0v.1M0 0v.1M4.5 0v.1",
  "→": "M-5 0H5M1.5-3.5 5 0 1.5 3.5",
  "◷": "M5.5 0A5.5 5.5 0 1 1 0-5.500M0-5.500V0H5.5",
  "↻": "M4.5-2.500A5 5 0 1 0 5 1M5-5.500v3.500H1.5",
  "↺": "M-4.5-2.500A5 5 0 1 1-5 1M-5-5.500v3.500h3.5",
  "✓": "M-4.5.5-1.5 4 4.5-3.5",
  "–": "M-4 0H4",
  "?": "M-3-2.500A3 3 0 1 1 1.3.3C.3.9 0 1.3 0 2M0 5.200v.1",
};

function drawBridge(context, r) {
  const y = r + 5;
  context.lineCap = "butt";
  for (const [style, width] of [[theme().disc, 5], [theme().glyph, 2]]) {
    context.strokeStyle = style;
    context.lineWidth = width;
    context.beginPath();
    context.moveTo(-r, y + 3);
    context.quadraticCurveTo(0, y - 5, r, y + 3);
    context.moveTo(-r - 1, y + 3);
    context.lineTo(r + 1, y + 3);
    context.stroke();
  }
}

function patternOf(context, symbol) {
  const key = `${symbol.fill} ${symbol.color}`;
  if (!patterns.has(key)) patterns.set(key, makePattern(context, symbol));
  return patterns.get(key);
}

function makePattern(context, { fill, color }) {
  const tile = document.createElement("canvas");
  tile.width = TILE;
  tile.height = TILE;
  const pen = tile.getContext("2d");
  pen.globalAlpha = 0.14;
  pen.fillStyle = color;
  pen.fillRect(0, 0, TILE, TILE);
  pen.globalAlpha = 1;
  pen.strokeStyle = color;
  pen.lineWidth = 1.6;
  pen.beginPath();
  if (fill === "dots") for (const [x, y] of [[2, 2], [6, 6]]) pen.rect(x - 0.6, y - 0.6, 1.2, 1.2);
  if (fill === "hatch-45") for (const at of [-4, 4, 12]) pen.moveTo(at - 5, 9), pen.lineTo(at + 5, -1);
  if (fill === "hatch-horizontal" || fill === "cross") pen.moveTo(0, 4), pen.lineTo(8, 4);
  if (fill === "hatch-vertical" || fill === "cross") pen.moveTo(4, 0), pen.lineTo(4, 8);
  pen.stroke();
  return context.createPattern(tile, "repeat");
}
