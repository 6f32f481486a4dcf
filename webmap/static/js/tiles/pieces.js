/** Owns pieces of the places: what a tile or a search brings, and what is joined of several. */

import { unpackIntegers, unpackValues } from "diaban/model/columns";
import { unpackHotspots, unpackSpans, unpackSupervision } from "diaban/model/feed";
import { collationKey } from "diaban/model/names";

const WORLD = 256;
const GRID = 1024;
const DECIMALS = 5;
const ASKED = ["asked", "planned", "replies"];
const NUMBERS = ["kind", "topics", "accuracy", "size", "from", "to"];
const POINT_NUMBERS = ["kind", "topics", "from", "to"];

/** Unpacks what the server tells: {hotspots} one by one or {points} where there are too many, {supervision, tile, found}. */
export function unpackPiece(told, tile) {
  const piece = { tile, found: told.found, supervision: unpackSupervision(told.supervision) ?? {} };
  if (told.points) return { ...piece, points: unpackPoints(told.points, tile) };
  const hotspots = unpackHotspots(told.hotspots, DECIMALS);
  hotspots.keys = hotspots.name.map(collationKey);
  return { ...piece, hotspots };
}

/** Tells whether a tile holds the middle of the box of a shape: to that tile it belongs. */
export function holdsMiddle({ z, row, col }, { box }, i) {
  const scale = 2 ** z / WORLD;
  const x = ((box[i * 4] + box[i * 4 + 2]) / 2) * scale - col;
  const y = ((box[i * 4 + 1] + box[i * 4 + 3]) / 2) * scale - row;
  return x >= 0 && x < 1 && y >= 0 && y < 1;
}

/** Returns the places of pieces, each once and in Vietnamese order: {hotspots, supervision} as the feed would unpack. */
export function joinPieces(pieces) {
  const taken = takeEachOnce(pieces);
  const pick = (name) => taken.map(([piece, row]) => piece.hotspots[name][row]);
  const numbers = NUMBERS.map((name) => [name, Int32Array.from(pick(name))]);
  const texts = ["code", "name", "also", "wards"].map((name) => [name, pick(name)]);
  const hotspots = { count: taken.length, ...Object.fromEntries([...numbers, ...texts]) };
  hotspots.spans = joinSpans(taken);
  hotspots.shapes = joinShapes(taken);
  const supervision = ASKED.map((name) => [name, taken.map(([piece, row]) => piece.supervision[name]?.[row])]);
  return { hotspots, supervision: Object.fromEntries(supervision) };
}

/** Returns the points of pieces {hotspots: what filters ask, x, y: world units, supervision}, or null without any. */
export function joinPoints(pieces) {
  if (pieces.length < 2) return pieces.length ? { ...pieces[0].points, supervision: pieces[0].supervision } : null;
  const all = pieces.flatMap((piece) => Array.from(piece.points.x, (_, row) => [{ ...piece.points, supervision: piece.supervision }, row]));
  const pick = (name) => all.map(([{ hotspots }, row]) => hotspots[name][row]);
  const numbers = POINT_NUMBERS.map((name) => [name, Int32Array.from(pick(name))]);
  return {
    hotspots: { count: all.length, ...Object.fromEntries(numbers), wards: pick("wards"), spans: joinSpans(all) },
    x: Float64Array.from(all, ([points, row]) => points.x[row]),
    y: Float64Array.from(all, ([points, row]) => points.y[row]),
    supervision: Object.fromEntries(ASKED.map((name) => [name, all.map(([points, row]) => points.supervision[name]?.[row])])),
  };
}

/** Steps are counted row by row from the north-west corner of the tile. */
function unpackPoints(told, { z, row, col }) {
  const numbers = POINT_NUMBERS.map((name) => [name, unpackIntegers(told[name])]);
  const steps = unpackIntegers(told.at);
  const hotspots = { count: steps.length, wards: unpackValues(told.wards), ...Object.fromEntries(numbers) };
  hotspots.spans = unpackSpans(unpackValues(told.status), hotspots.from);
  const [x, y] = [new Float64Array(steps.length), new Float64Array(steps.length)];
  const width = WORLD / 2 ** z;
  for (let i = 0, at = 0; i < steps.length; i += 1) {
    at += steps[i];
    x[i] = (col + ((at % GRID) + 0.5) / GRID) * width;
    y[i] = (row + (Math.floor(at / GRID) + 0.5) / GRID) * width;
  }
  return { hotspots, x, y };
}

/** A place that reaches into several tiles comes with each. */
function takeEachOnce(pieces) {
  const seen = new Set();
  const taken = [];
  for (const piece of pieces) {
    const { code, from, count } = piece.hotspots;
    for (let row = 0; row < count; row += 1) {
      const version = `${code[row]} ${from[row]}`;
      if (seen.has(version)) continue;
      seen.add(version);
      taken.push([piece, row]);
    }
  }
  const keyOf = ([piece, row]) => piece.hotspots.keys[row];
  return taken.sort((one, other) => compare(keyOf(one), keyOf(other)) || compare(versionOf(one), versionOf(other)));
}

function versionOf([{ hotspots }, row]) {
  return `${hotspots.code[row]} ${hotspots.from[row]}`;
}

function compare(one, other) {
  return one < other ? -1 : Number(one > other);
}

function joinSpans(taken) {
  const first = new Uint32Array(taken.length + 1);
  taken.forEach(([{ hotspots: { spans } }, row], i) => {
    first[i + 1] = first[i] + spans.first[row + 1] - spans.first[row];
  });
  const day = new Int32Array(first[taken.length]);
  const state = new Uint8Array(first[taken.length]);
  taken.forEach(([{ hotspots: { spans } }, row], i) => {
    day.set(spans.day.subarray(spans.first[row], spans.first[row + 1]), first[i]);
    state.set(spans.state.subarray(spans.first[row], spans.first[row + 1]), first[i]);
  });
  return { first, day, state };
}

function joinShapes(taken) {
  const count = taken.length;
  const from = taken.map(([{ hotspots: { shapes } }, row]) => [shapes, row, shapes.firstPart[row], shapes.firstPart[row + 1]]);
  const firstPart = new Uint32Array(count + 1);
  from.forEach(([, , part, end], i) => {
    firstPart[i + 1] = firstPart[i] + end - part;
  });
  const firstVertex = new Uint32Array(firstPart[count] + 1);
  from.forEach(([{ firstVertex: own }, , part, end], i) => {
    for (let p = part, at = firstPart[i]; p < end; p += 1, at += 1) firstVertex[at + 1] = firstVertex[at] + own[p + 1] - own[p];
  });
  const vertices = firstVertex[firstPart[count]];
  const joined = {
    count, firstPart, firstVertex, kind: new Uint8Array(count), box: new Float64Array(count * 4), anchor: new Float64Array(count * 2),
    x: new Float64Array(vertices), y: new Float64Array(vertices),
  };
  from.forEach(([shapes, row, part, end], i) => {
    const [start, stop] = [shapes.firstVertex[part], shapes.firstVertex[end]];
    joined.kind[i] = shapes.kind[row];
    joined.box.set(shapes.box.subarray(row * 4, row * 4 + 4), i * 4);
    joined.anchor.set(shapes.anchor.subarray(row * 2, row * 2 + 2), i * 2);
    for (const name of ["x", "y"]) joined[name].set(shapes[name].subarray(start, stop), firstVertex[firstPart[i]]);
  });
  return joined;
}
