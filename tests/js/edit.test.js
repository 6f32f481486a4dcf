/** Drawing a place: geometry as data, steps that can be taken back, and the questions to the server. */

import assert from "node:assert/strict";
import test from "node:test";

import { createCheck } from "diaban/edit/check";
import { cornersOf, deleteCorner, insertCorner, moveCorner, positionAt } from "diaban/edit/corners";
import { boxOf, cutBox, holdsBox, isSame, readShape, rounded, shapeOfPoints } from "diaban/edit/shape";
import { createSteps } from "diaban/edit/steps";

const line = (...positions) => ({ type: "LineString", coordinates: positions });
const points = [
  { lat: 10.73, lng: 106.65 },
  { lat: 10.74, lng: 106.65 },
  { lat: 10.74, lng: 106.66 },
];

test("points become the geometry that the tool draws, once there are enough", () => {
  assert.deepEqual(shapeOfPoints(points, "Line"), line([106.65, 10.73], [106.65, 10.74], [106.66, 10.74]));
  assert.deepEqual(shapeOfPoints(points, "Polygon").coordinates[0].at(-1), [106.65, 10.73]);
  assert.deepEqual(shapeOfPoints(points, "Marker"), { type: "Point", coordinates: [106.65, 10.73] });
  assert.equal(shapeOfPoints(points.slice(0, 1), "Line"), null);
  assert.equal(shapeOfPoints(points.slice(0, 2), "Polygon"), null);
});

test("coordinates are kept with six decimals, whatever lies deeper", () => {
  const deep = { type: "MultiPolygon", coordinates: [[[[106.65000049, 10.7300006], [1, 2]]]] };
  assert.deepEqual(rounded(deep).coordinates, [[[[106.65, 10.730001], [1, 2]]]]);
  assert.ok(isSame(line([1.00000001, 2]), line([1, 2])));
  assert.ok(isSame(null, null) && !isSame(null, line([1, 2])));
});

test("what is no geometry is nothing", () => {
  assert.deepEqual(readShape('{"type":"Point","coordinates":[1.00000001,2]}'), { type: "Point", coordinates: [1, 2] });
  for (const text of ["", "null", "{", "[]", '{"type":"Point"}', '{"coordinates":[1,2]}']) assert.equal(readShape(text), null);
});

test("boxes: around a geometry, cut to a size, one in another", () => {
  assert.deepEqual(boxOf({ type: "Point", coordinates: [1, 2] }), [1, 2, 1, 2]);
  assert.deepEqual(boxOf({ type: "Polygon", coordinates: [[[1, 2], [5, 3], [4, 9]]] }), [1, 2, 5, 9]);
  assert.deepEqual(cutBox([0, 0, 10, 1], 2), [4, 0, 6, 1]);
  assert.ok(holdsBox([0, 0, 4, 4], [1, 1, 4, 2]) && !holdsBox([0, 0, 4, 4], [1, 1, 5, 2]));
});

test("every step can be taken back and made again, until something else is drawn", () => {
  const steps = createSteps(null);
  assert.ok(!steps.canUndo && !steps.canRedo);
  assert.ok(steps.push(line([1, 2], [3, 4])));
  assert.ok(!steps.push(line([1, 2], [3, 4.00000001])), "no step where nothing changed");
  steps.push(line([1, 2], [5, 6]));
  assert.deepEqual(steps.undo(), line([1, 2], [3, 4]));
  assert.equal(steps.undo(), null);
  assert.equal(steps.undo(), null);
  assert.deepEqual(steps.redo(), line([1, 2], [3, 4]));
  steps.push(null);
  assert.ok(!steps.canRedo);
  assert.equal(steps.current, null);
  for (let i = 0; i < 500; i += 1) steps.push(line([i, 0], [i, 1]));
  let count = 0;
  for (; steps.canUndo; count += 1) steps.undo();
  assert.equal(count, 200, "so many are kept");
});

test("moves of one series are one step, until something else is done", () => {
  const steps = createSteps(line([1, 2], [3, 4]));
  const series = {};
  for (const x of [4, 5, 6]) steps.push(line([1, 2], [x, 4]), series);
  assert.deepEqual(steps.undo(), line([1, 2], [3, 4]));
  assert.deepEqual(steps.redo(), line([1, 2], [6, 4]));
  steps.push(line([1, 2], [7, 4]), series);
  assert.deepEqual(steps.undo(), line([1, 2], [6, 4]), "what was taken back ended the series");
});

const ring = (...positions) => ({ type: "Polygon", coordinates: [[...positions, positions[0]]] });
const triangle = ring([106, 10], [107, 10], [107, 11]);

test("corners are every position once, whatever the shape", () => {
  assert.deepEqual(cornersOf(line([1, 2], [3, 4])), [[0], [1]]);
  assert.deepEqual(cornersOf(triangle), [[0, 0], [0, 1], [0, 2]]);
  assert.deepEqual(cornersOf({ type: "MultiPolygon", coordinates: [triangle.coordinates, triangle.coordinates] })[5], [1, 0, 2]);
  assert.deepEqual(cornersOf({ type: "MultiLineString", coordinates: [[[1, 2], [3, 4]], [[5, 6], [7, 8]]] }).at(-1), [1, 1]);
  assert.deepEqual(cornersOf({ type: "Point", coordinates: [1, 2] }), [[]]);
  assert.deepEqual(cornersOf(null), []);
});

test("a corner moves by metres, and its ring stays closed", () => {
  const moved = moveCorner(triangle, [0, 0], [100, 0]);
  const [lon, lat] = positionAt(moved, [0, 0]);
  assert.ok(Math.abs(lon - 106.000913) < 0.000002 && lat === 10);
  assert.deepEqual(moved.coordinates[0].at(-1), [lon, lat]);
  assert.deepEqual(positionAt(triangle, [0, 0]), [106, 10], "what was there stays as it was");
  assert.deepEqual(moveCorner({ type: "Point", coordinates: [106, 10] }, [], [0, 10]).coordinates, [106, 10.00009]);
});

test("a corner more lies half way to the next, at the end of a line before it", () => {
  assert.deepEqual(insertCorner(line([1, 2], [3, 4]), [0]), line([1, 2], [2, 3], [3, 4]));
  assert.deepEqual(insertCorner(line([1, 2], [3, 4]), [1]), line([1, 2], [2, 3], [3, 4]));
  assert.deepEqual(insertCorner(triangle, [0, 2]), ring([106, 10], [107, 10], [107, 11], [106.5, 10.5]));
  assert.equal(insertCorner({ type: "Point", coordinates: [1, 2] }, []), null);
});

test("a corner is taken out while enough are left", () => {
  assert.deepEqual(deleteCorner(line([1, 2], [3, 4], [5, 6]), [0]), line([3, 4], [5, 6]));
  assert.equal(deleteCorner(line([1, 2], [3, 4]), [0]), null);
  assert.equal(deleteCorner(triangle, [0, 1]), null);
  const square = ring([106, 10], [107, 10], [107, 11], [106, 11]);
  assert.deepEqual(deleteCorner(square, [0, 0]), ring([107, 10], [107, 11], [106, 11]));
});

function server(answers) {
  const asked = [];
  const fetch = (url, { body, headers, signal }) =>
    new Promise((resolve, reject) => {
      asked.push({ url, body: JSON.parse(body), token: headers["X-CSRFToken"] });
      signal.addEventListener("abort", () => reject(Object.assign(new Error("stop"), { name: "AbortError" })));
      const [delay, ok, told] = answers.shift();
      setTimeout(() => (told instanceof Error ? reject(told) : resolve({ ok, json: async () => told })), delay);
    });
  return { asked, fetch };
}

test("only the newest of several changes is asked about, with the proof that the page is ours", async () => {
  const { asked, fetch } = server([[5, true, { is_fine: true }]]);
  const told = await new Promise((answered) => {
    const check = createCheck({ url: "/c", token: "T", fetch, pause: 5, answered, failed: assert.fail });
    for (const n of [1, 2, 3]) check.ask({ n });
  });
  assert.deepEqual(asked, [{ url: "/c", body: { n: 3 }, token: "T" }]);
  assert.deepEqual(told, { is_fine: true });
});

test("an answer that was overtaken is not told", async () => {
  const { fetch } = server([[40, true, "old"], [1, true, "new"]]);
  const told = [];
  const check = createCheck({ url: "/c", token: "T", fetch, answered: (one) => told.push(one), failed: assert.fail });
  const first = check.askNow({});
  await check.askNow({});
  await first;
  assert.deepEqual(told, ["new"]);
});

test("a refusal is told in its words, a lost network as such", async () => {
  const { fetch } = server([[1, false, { detail: "Không được." }], [1, true, new TypeError("network")]]);
  const told = [];
  const check = createCheck({ url: "/c", token: "T", fetch, answered: assert.fail, failed: (words) => told.push(words) });
  await check.askNow({});
  await check.askNow({});
  assert.deepEqual(told, ["Không được.", null]);
});
