/** Day plans: where a dragged stop belongs, how the lists roll, and where the arrows of a way stand. */

import assert from "node:assert/strict";
import test from "node:test";

import { arrowsAlong } from "diaban/plans/arrows";
import { boxAt, moveOf, placeAmong, scrollStep } from "diaban/plans/places";

test("a stop stands before the first whose middle lies below it", () => {
  assert.deepEqual([5, 10, 11, 25, 99].map((y) => placeAmong([10, 20, 30], y)), [0, 0, 1, 2, 3]);
  assert.equal(placeAmong([], 50), 0);
});

test("between two lists a stop goes to the nearer one", () => {
  const boxes = [{ top: 0, bottom: 100 }, { top: 140, bottom: 200 }];
  assert.deepEqual([-50, 50, 110, 135, 170, 999].map((y) => boxAt(boxes, y)), [0, 0, 0, 1, 1, 1]);
  assert.equal(boxAt([], 10), -1);
});

test("the lists roll near an edge only, faster the nearer", () => {
  const frame = { top: 100, bottom: 700 };
  assert.equal(scrollStep(400, frame), 0);
  assert.ok(scrollStep(150, frame) < 0 && scrollStep(110, frame) < scrollStep(150, frame));
  assert.ok(scrollStep(690, frame) > scrollStep(640, frame) && scrollStep(640, frame) > 0);
  assert.equal(scrollStep(5000, frame), scrollStep(700, frame), "far outside it is no faster than at the edge");
});

test("a move is told by code, team and place from 1; no team is 0", () => {
  assert.equal(moveOf("DB00001", "2", 0), "DB00001 2 1");
  assert.equal(moveOf("DB00001", "", 3), "DB00001 0 4");
});

test("a short way has one arrow, a long one more, a tiny one none", () => {
  assert.equal(arrowsAlong([{ x: 0, y: 0 }, { x: 20, y: 0 }]).length, 0);
  assert.equal(arrowsAlong([{ x: 0, y: 0 }, { x: 60, y: 0 }]).length, 1);
  assert.equal(arrowsAlong([{ x: 0, y: 0 }, { x: 200, y: 0 }, { x: 520, y: 0 }]).length, 4);
});

test("an arrow points along its way, wherever the way turns", () => {
  const way = [{ x: 0, y: 0 }, { x: 10, y: 0 }, { x: 10, y: 0 }, { x: 10, y: 100 }];
  const [[left, tip, right]] = arrowsAlong(way);
  assert.ok(Math.abs(tip.x - 10) < 1e-9 && tip.y > 0 && tip.y < 100);
  assert.ok(left.y < tip.y && right.y < tip.y, "the wings lie behind the tip");
  assert.ok(left.x > tip.x === right.x < tip.x, "one on each side");
});
