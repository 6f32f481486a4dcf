/** Tests of the modules of imports that need no browser. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { sizes, weigh } from "diaban/imports/drop";
import { groupsOf } from "diaban/imports/preview";

const WORDS = { write: sizes("en"), tooLarge: "too large" };

test("what was chosen is named with its size, and told off together", () => {
  const files = [{ name: "phuong.shp", size: 1_500_000 }, { name: "phuong.dbf", size: 1_800 }];
  assert.deepEqual(weigh(files, 3_000_000, WORDS), { lines: ["phuong.shp · 1.5 MB", "phuong.dbf · 2 kB"], isTooLarge: false });
  assert.deepEqual(weigh(files, 1_000_000, WORDS).lines.at(-1), "too large");
  assert.ok(weigh(files, 1_000_000, WORDS).isTooLarge);
  assert.deepEqual(weigh([], 1, WORDS), { lines: [], isTooLarge: false });
});

test("what the file says is seen beside what it is understood as; faults are always seen", () => {
  assert.deepEqual(groupsOf("after"), { before: false, after: true, faulty: true });
  assert.deepEqual(groupsOf("before"), { before: true, after: true, faulty: true });
  assert.deepEqual(groupsOf("faulty"), { before: false, after: false, faulty: true });
});
