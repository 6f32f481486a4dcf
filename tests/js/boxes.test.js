/** Boxes over a picture: they stay inside, stay large enough to be seen, and leave at most six blocks a side. */

import assert from "node:assert/strict";
import test from "node:test";

import { SMALLEST, afterKey, boxBetween, mosaicOf, moved, newBox, resized, written } from "diaban/images/boxes";

const BOX = { left: 0.2, top: 0.3, right: 0.6, bottom: 0.5 };
const near = (one, other) => Object.keys(other).forEach((side) => {
  assert.ok(Math.abs(one[side] - other[side]) < 1e-9, `${side}: ${one[side]}, not ${other[side]}`);
});

function isWhole({ left, top, right, bottom }) {
  const least = SMALLEST - 1e-9;
  return left >= 0 && top >= 0 && right <= 1 && bottom <= 1 && right - left >= least && bottom - top >= least;
}

test("a box is the same in whatever direction it is drawn", () => {
  near(boxBetween({ x: 0.2, y: 0.3 }, { x: 0.6, y: 0.5 }), BOX);
  near(boxBetween({ x: 0.6, y: 0.5 }, { x: 0.2, y: 0.3 }), BOX);
});

test("a box drawn over the edge ends at it, and one that is a mere point can be seen", () => {
  near(boxBetween({ x: -4, y: 0.5 }, { x: 0.5, y: 9 }), { left: 0, top: 0.5, right: 0.5, bottom: 1 });
  for (const x of [0, 0.5, 1, 3]) assert.ok(isWhole(boxBetween({ x, y: x }, { x, y: x })));
});

test("a box stays whole wherever it is moved or sized to", () => {
  for (const step of [-2, -0.1, 0, 0.1, 2]) {
    assert.ok(isWhole(moved(BOX, step, -step)));
    assert.ok(isWhole(resized(BOX, step, -step)));
  }
  near(moved(BOX, 0.1, 0.1), { left: 0.3, top: 0.4, right: 0.7, bottom: 0.6 });
  near(moved(BOX, 5, 0), { left: 0.6, top: 0.3, right: 1, bottom: 0.5 });
});

test("new boxes lie in the picture and not on one another", () => {
  const boxes = [0, 1, 2, 3, 4].map(newBox);
  assert.ok(boxes.every(isWhole));
  assert.equal(new Set(boxes.map(({ left }) => left)).size, 5);
});

test("keys move a box, size it with Shift, and take it away", () => {
  near(afterKey(BOX, { key: "ArrowRight" }), { left: 0.22, right: 0.62 });
  near(afterKey(BOX, { key: "ArrowUp", shiftKey: true }), { top: 0.3, bottom: 0.48 });
  assert.equal(afterKey(BOX, { key: "Delete" }), null);
  assert.equal(afterKey(BOX, { key: "Tab" }), undefined);
});

test("what is sent is never smaller than what was drawn", () => {
  assert.equal(written([]), "[]");
  const [[left, top, right, bottom]] = JSON.parse(written([{ left: 1 / 3, top: 1 / 7, right: 2 / 3, bottom: 1 }]));
  assert.ok(left <= 1 / 3 && top <= 1 / 7 && right >= 2 / 3 && bottom === 1);
});

test("six blocks are left of the long side of a box, fewer of the short one and of a small one", () => {
  assert.deepEqual(mosaicOf({ left: 0, top: 0, right: 1, bottom: 0.5 }, 1600, 1200), {
    left: 0, top: 0, width: 1600, height: 600, columns: 6, rows: 3,
  });
  const small = mosaicOf({ left: 0.5, top: 0.5, right: 0.53, bottom: 0.53 }, 1600, 1200);
  assert.deepEqual([small.columns, small.rows], [3, 3]);
});
