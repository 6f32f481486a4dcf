/** The pages of boundaries: which names are written, what is chosen, which half of a cut is which. */

import assert from "node:assert/strict";
import test from "node:test";

import { boxAround, keepApart } from "diaban/boundaries/labels";
import { actsFor, createSelection } from "diaban/boundaries/selection";
import { sidesOf } from "diaban/boundaries/sides";

test("a name stands in the middle of its box", () => {
  assert.deepEqual(boxAround({ x: 100, y: 50 }, [40, 20]), [80, 40, 120, 60]);
});

test("of names that would lie on each other, the first is written", () => {
  const boxes = [[0, 0, 50, 20], [40, 10, 90, 30], [0, 40, 50, 60], [52, 0, 90, 20], [95, 0, 120, 20]];
  assert.deepEqual(keepApart(boxes), [true, false, true, false, true], "a gap of two pixels is too narrow to read");
  assert.deepEqual(keepApart([]), []);
});

test("areas are chosen and given up in turn, and each change is told", () => {
  const told = [];
  const selection = createSelection(() => told.push(selection.keys));
  selection.toggle(3);
  selection.toggle(5);
  selection.toggle(3);
  selection.put([7, 7, 8]);
  assert.ok(selection.has(8) && !selection.has(5));
  selection.clear();
  assert.deepEqual(told, [[3], [3, 5], [5], [7, 8], []]);
});

test("what can be done depends on how many are chosen", () => {
  assert.deepEqual(actsFor(0), ["add", "check"]);
  assert.deepEqual(actsFor(1), ["edit", "split", "clear"]);
  assert.deepEqual(actsFor(2), actsFor(9));
  assert.ok(actsFor(2).includes("merge") && !actsFor(1).includes("merge"));
});

test("left and right of a cut are told beside its longest piece, the way it is drawn", () => {
  const eastward = [[0, 0], [1, 1], [9, 1]];
  assert.deepEqual(sidesOf(eastward), { left: [5, 3], right: [5, -1] });
  assert.deepEqual(sidesOf([...eastward].reverse()).left, [5, -1]);
});
