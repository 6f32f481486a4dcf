/** The map of a tile set: which line of the legend a feature of a tile belongs to. */

import assert from "node:assert/strict";
import test from "node:test";

import { isOf } from "diaban/api/preview";

test("a feature is of the line whose codes it has, late or not on the day that is asked for", () => {
  const watched = { wants: { status: "THEO_DOI" }, late: null };
  assert.ok(isOf(watched, { status: "THEO_DOI", kind: "alley" }, "", "2026-11-22"));
  assert.ok(!isOf(watched, { status: "ON_DINH" }, "", "2026-11-22"));
  assert.ok(!isOf(watched, {}, "", "2026-11-22"));
  const overdue = { wants: { state: "planned" }, late: true };
  const ahead = { ...overdue, late: false };
  for (const [day, isLate] of [["2026-11-21", true], ["2026-11-22", false]]) {
    assert.equal(isOf(overdue, { state: "planned", day }, "day", "2026-11-22"), isLate);
    assert.equal(isOf(ahead, { state: "planned", day }, "day", "2026-11-22"), !isLate);
  }
});
