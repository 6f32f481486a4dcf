/** Where things stand on the map: signs apart, ward names in the part that can be seen, insets in a free corner. */

import assert from "node:assert/strict";
import test from "node:test";

import { findPlace } from "diaban/draw/names";
import { findSpots } from "diaban/draw/spots";
import { spreadApart } from "diaban/draw/spread";
import { placeInsets, placeLabel } from "diaban/sovereignty";

const OPTIONS = { gap: 36, reach: 60 };
const apart = ([ax, ay], [bx, by]) => Math.hypot(ax - bx, ay - by);
const SQUARE = {
  x: Float64Array.of(0, 1000, 1000, 0, 0), y: Float64Array.of(0, 0, 1000, 1000, 0),
  firstPart: Uint32Array.of(0, 1), firstVertex: Uint32Array.of(0, 5), box: Float64Array.of(0, 0, 1000, 1000),
};

test("signs with room stay where they are", () => {
  const points = [[0, 0], [40, 0], [0, 40]];
  assert.deepEqual(spreadApart(points, OPTIONS).spread, points);
});

for (const count of [2, 3, 4, 5, 6, 7]) {
  test(`${count} signs in one place step apart, each within reach, always alike`, () => {
    const points = Array.from({ length: count }, (_, i) => [500 + i * 0.3, 400 - i * 0.2]);
    const { spread, isCrowded } = spreadApart(points, OPTIONS);
    assert.ok(isCrowded.every((crowded) => !crowded));
    for (let i = 0; i < count; i += 1) {
      assert.ok(apart(spread[i], points[i]) <= OPTIONS.reach + 1e-9);
      for (let j = 0; j < i; j += 1) assert.ok(apart(spread[i], spread[j]) >= 30, `${i} ${j} ${apart(spread[i], spread[j])}`);
    }
    assert.deepEqual(spreadApart(points, OPTIONS).spread, spread);
  });
}

test("a crowd, or a view full of signs, is left as it is", () => {
  const heap = Array.from({ length: 30 }, () => [100, 100]);
  const { spread, isCrowded } = spreadApart([...heap, [300, 300]], OPTIONS);
  assert.deepEqual(spread, [...heap, [300, 300]]);
  assert.deepEqual(isCrowded, [...heap.map(() => true), false]);
  const many = Array.from({ length: 201 }, (_, i) => [i * 50, 0]);
  assert.ok(spreadApart(many, OPTIONS).isCrowded.every(Boolean));
});

test("a name is placed inside the clear part of the view when the widest place of its ward is out of sight", () => {
  const frame = { scale: 1, left: 100, top: 100, view: [0, 0, 300, 200] };
  const clear = [0, 0, 200, 200];
  const spots = findSpots(SQUARE, 0, frame, clear, { width: 80, height: 16 });
  assert.ok(spots.length > 3);
  for (const [x, y] of spots) assert.ok(x - 40 >= 0 && x + 40 <= 200 && y - 8 >= 0 && y + 8 <= 200);
  const name = { x: 900, y: 900, width: 80, height: 16, holds: () => true, findOthers: () => spots };
  const box = findPlace(name, frame, [[200, 0, 300, 200]]);
  assert.deepEqual([(box[0] + box[2]) / 2, (box[1] + box[3]) / 2], spots[0]);
  const beside = findPlace(name, frame, [box]);
  assert.notDeepEqual(beside, box);
  assert.equal(findPlace(name, frame, [[0, 0, 300, 200]]), null);
});

test("no place is offered outside the ward, or where the name does not fit", () => {
  const edge = findSpots(SQUARE, 0, { scale: 1, left: 950, top: 0, view: [0, 0, 300, 200] }, [0, 0, 300, 200], { width: 40, height: 16 });
  for (const [x] of edge) assert.ok(x + 20 <= 50);
  assert.deepEqual(findSpots(SQUARE, 0, { scale: 1, left: 950, top: 0, view: [0, 0, 300, 200] }, [0, 0, 300, 200], { width: 60, height: 16 }), []);
});

test("insets take the first corner that covers nothing, or the one that covers least", () => {
  const clear = [0, 0, 800, 600];
  const at = (obstacles) => placeInsets(clear, 2, obstacles);
  assert.deepEqual(at([]), [[642, 400], [642, 500]]);
  assert.deepEqual(at([[700, 450, 710, 460]]), [[642, 8], [642, 108]]);
  assert.deepEqual(at([[700, 0, 710, 600]]), [[8, 400], [8, 500]]);
  assert.deepEqual(at([[0, 0, 800, 600], [700, 450, 710, 460]]), [[642, 8], [642, 108]]);
});

test("the label of an archipelago gives way to what lies on the map", () => {
  const islands = [100, 200, 300, 400];
  const at = (obstacles, view = [0, 0, 800, 600]) => placeLabel(islands, view, obstacles).slice(0, 2);
  const [above, below] = [[120, 165], [120, 409]];
  assert.deepEqual(at([]), above);
  assert.deepEqual(at([[190, 160, 220, 190]]), below);
  assert.deepEqual(at([[190, 160, 220, 190], [190, 410, 220, 440]]), [300, 165]);
  assert.deepEqual(at([], [0, 190, 390, 420]), [120, 381], "inside of the view, wherever the islands are");
});
