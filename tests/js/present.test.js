import assert from "node:assert/strict";
import { test } from "node:test";

import { stepOfKey, stepOfStroke } from "diaban/present/steps";

test("keys and remote controls step through the presentation; what belongs to the browser stays there", () => {
  const steps = ["ArrowRight", "PageDown", "ArrowLeft", "PageUp", "ArrowUp", "ArrowDown", "Tab"].map((key) => stepOfKey({ key }));
  assert.deepEqual(steps, ["after", "after", "before", "before", "later", "earlier", null]);
  assert.equal(stepOfKey({ key: "ArrowLeft", altKey: true }), null);
});

test("a finger steps across, and scrolls along", () => {
  const from = { x: 200, y: 300 };
  assert.equal(stepOfStroke(from, { x: 100, y: 320 }), "after");
  assert.equal(stepOfStroke(from, { x: 300, y: 280 }), "before");
  assert.equal(stepOfStroke(from, { x: 170, y: 300 }), null, "too short");
  assert.equal(stepOfStroke(from, { x: 100, y: 400 }), null, "scrolls");
});
