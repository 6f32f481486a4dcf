/** The map of many places: which tiles a frame needs, what is joined of them, and what is counted of points. */

import assert from "node:assert/strict";
import test from "node:test";

import { chooseRows } from "diaban/model/choice";
import { unpackFeed } from "diaban/model/feed";
import { askOf } from "diaban/model/supervision";
import { worldX, worldY } from "diaban/model/shapes";
import { viewOfSpec } from "diaban/model/view";
import { groupPoints } from "diaban/tiles/bubbles";
import { areaAround, moveBy } from "diaban/tiles/keys";
import { createLoader, tilesOver } from "diaban/tiles/loader";
import { holdsMiddle, joinPieces, joinPoints, unpackPiece } from "diaban/tiles/pieces";
import { totalOn } from "diaban/tiles/turns";
import { day, makeFeed, makeSupervision, packIntegers } from "./feed.js";

const feed = makeFeed();
const model = unpackFeed(feed);
const { kind, topics, from, to, wards, status } = feed.hotspots;
const view = (patch) => ({ ...viewOfSpec({}, model), ...patch });
const whole = (tile) => unpackPiece({ hotspots: feed.hotspots, supervision: makeSupervision() }, tile);
const points = (tile) => unpackPiece({ points: { at: packIntegers([0, 1, 1024, 1]), kind, topics, from, to, wards, status } }, tile);

test("a frame needs the tiles that it meets, or a larger one that names all of its places", () => {
  const box = [100, 60, 130, 70];
  const keys = (tiles) => tiles.map(({ z, row, col }) => `${z}/${row}/${col}`);
  assert.deepEqual(keys(tilesOver(box, 2, () => false)), ["2/0/1", "2/0/2", "2/1/1", "2/1/2"]);
  assert.deepEqual(keys(tilesOver(box, 2, ({ z, col }) => z === 1 && col === 0)), ["1/0/0", "2/0/2", "2/1/2"]);
  assert.deepEqual(keys(tilesOver([-20, -20, 300, 300], 1, () => false)).length, 4, "there is nothing beyond the world");
});

test("places of several tiles come once, in Vietnamese order, with all that the feed tells of them", () => {
  const { hotspots, supervision } = joinPieces([whole({ z: 0, row: 0, col: 0 }), whole({ z: 1, row: 0, col: 1 })]);
  const joined = { ...model, hotspots, supervision: { ...makeSupervision(), ...supervision } };
  const alone = unpackFeed({ ...feed, supervision: makeSupervision() });
  assert.deepEqual(hotspots.name, ["Bến Bình Đông", "Cầu Hiệp Ân", "Cầu Hiệp Ân", "Hẻm 1678 Phạm Thế Hiển"]);
  const rowOf = { 0: 3, 1: 1, 2: 2, 3: 0 };
  for (const [row, own] of Object.entries(rowOf)) {
    for (const name of ["code", "kind", "topics", "from", "to", "size", "accuracy"]) assert.equal(hotspots[name][row], model.hotspots[name][own], name);
    assert.deepEqual(hotspots.shapes.box.slice(row * 4, row * 4 + 4), model.hotspots.shapes.box.slice(own * 4, own * 4 + 4));
    assert.deepEqual(askOf(joined, Number(row), day("2026-11-22")), askOf(alone, own, day("2026-11-22")));
  }
  assert.deepEqual([...hotspots.shapes.firstVertex], [0, 1, 6, 11, 14]);
  for (const on of ["2012-01-01", "2019-06-01", "2024-05-01", "2026-06-01"]) {
    assert.equal(chooseRows(joined, view({ day: day(on) })).total, chooseRows(model, view({ day: day(on) })).total, on);
  }
  const [x, y] = [worldX(106.645), worldY(10.725)];
  const tile = { z: 14, row: Math.floor((y * 2 ** 14) / 256), col: Math.floor((x * 2 ** 14) / 256) };
  assert.ok(holdsMiddle(tile, hotspots.shapes, 0));
  assert.ok(!holdsMiddle({ ...tile, col: tile.col + 1 }, hotspots.shapes, 0));
});

test("points lie where their steps say, and answer days and filters as places do", () => {
  const tile = { z: 1, row: 0, col: 1 };
  const joined = joinPoints([points(tile), points({ ...tile, col: 0 })]);
  const step = 128 / 1024;
  assert.deepEqual([...joined.x.slice(0, 4)], [0.5, 1.5, 1.5, 2.5].map((at) => 128 + at * step));
  assert.deepEqual([...joined.y.slice(0, 4)], [0.5, 0.5, 1.5, 1.5].map((at) => at * step));
  const many = { ...model, hotspots: joined.hotspots };
  for (const patch of [{ day: day("2019-06-01") }, { kind: ["bridge"] }, { topic: ["te_nan_khac"], day: day("2019-01-01") }, { ward: "27415@start" }]) {
    assert.equal(chooseRows(many, view(patch)).matched.length, 2 * chooseRows(model, view(patch)).matched.length);
  }
  assert.equal(joinPoints([]), null);
});

test("bubbles stand apart, and count each point once with its state", () => {
  const at = { x: [10, 10.1, 20, 90], y: [10, 10.1, 10, 90] };
  const choice = { matched: [0, 1, 2, 3], state: [1, 2, 1, 1] };
  const bubbles = groupPoints(at, choice, { scale: 8, left: 0, top: 0, box: [0, 0, 50, 50] });
  assert.deepEqual(bubbles.map(({ n }) => n), [2, 1], "what is outside of the frame is not drawn");
  assert.deepEqual([...bubbles[0].counts.slice(0, 4)], [0, 1, 1, 0]);
  const [one, other] = bubbles;
  assert.ok(Math.hypot(one.x - other.x, one.y - other.y) >= one.radius + other.radius);
});

test("arrow keys lead from bubble to bubble, as one reads, and reach every one", () => {
  const at = { x: [40, 10, 20, 12], y: [10, 10.1, 10, 30] };
  const bubbles = groupPoints(at, { matched: [0, 1, 2, 3], state: [1, 1, 1, 1] }, { scale: 8, left: 0, top: 0, box: [0, 0, 50, 50] });
  assert.deepEqual(bubbles.map(({ line }) => line), [1, 1, 1, 3]);
  assert.ok(bubbles[0].x < bubbles[1].x && bubbles[1].x < bubbles[2].x);
  const walk = (key, from) => moveBy(key, bubbles, from);
  assert.deepEqual([0, 1, 2, 3].map((i) => walk("ArrowRight", i)), [1, 2, 3, 3]);
  assert.deepEqual([0, 1, 2, 3].map((i) => walk("ArrowLeft", i)), [0, 0, 1, 2]);
  assert.deepEqual([2, 3].map((i) => walk("ArrowDown", i)), [3, 3]);
  assert.deepEqual([3, 2].map((i) => walk("ArrowUp", i)), [0, 2]);
  assert.deepEqual(["Home", "End", "Tab"].map((key) => walk(key, 1)), [0, 3, undefined]);
});

test("a bubble is told by the smallest area of the day that holds all of its places", () => {
  const box = (west, south, east, north) => [worldX(west), worldY(north), worldX(east), worldY(south)];
  const nameOn = (on, own) => model.areas.name[areaAround(model.areas, day(on), own)];
  assert.equal(nameOn("2024-01-01", box(106.645, 10.725, 106.65, 10.73)), "Phường 6");
  assert.equal(nameOn("2026-01-01", box(106.645, 10.725, 106.65, 10.73)), "Phường Bình Đông");
  assert.equal(areaAround(model.areas, day("2024-01-01"), box(106.645, 10.725, 106.67, 10.73)), undefined, "it lies in two wards");
});

test("how many places there are on a day is told by what changed up to it", () => {
  const many = { days: [day("2020-01-01"), day("2021-01-01")], counts: packIntegers([2, 2]), state: packIntegers([1, 3, 1, 2]), change: packIntegers([5, 2, -1, 1]) };
  const total = (on, patch = {}) => totalOn({ ...model, many }, view({ day: day(on), ...patch }));
  assert.deepEqual([total("2019-12-31"), total("2020-01-01"), total("2021-01-01")], [0, 5, 5]);
  assert.equal(total("2021-01-01", { status: ["ON_DINH"] }), 7, "what is hidden counts only where it is asked for");
});

test("a tile is fetched once; a crowded one gives way to finer ones that name their places, where these are few", async () => {
  const asked = [];
  const before = globalThis.fetch;
  globalThis.fetch = async (url) => {
    asked.push(url);
    const body = url.startsWith("/2/") ? { points: { at: packIntegers([0, 1, 1024, 1]), kind, topics, from, to, wards, status } } : { hotspots: feed.hotspots };
    return { ok: true, json: async () => ({ areas_revision: 1, ...body }) };
  };
  try {
    const loader = createLoader("/{z}/{row}/{col}", { many: { areas_revision: 1 } });
    const box = [140, 10, 145, 14];
    const pieces = await loader.load(box, 4.5);
    assert.deepEqual(asked, ["/2/0/2", "/4/0/8", "/4/0/9"]);
    assert.ok(pieces.every((piece) => piece.hotspots));
    assert.deepEqual(await loader.load(box, 4.5), pieces);
    assert.equal(asked.length, 3);
  } finally {
    globalThis.fetch = before;
  }
});
