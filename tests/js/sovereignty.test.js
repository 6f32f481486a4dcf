/** Hoàng Sa and Trường Sa are on every frame that shows the nation: in place where they fit, else as insets. */

import assert from "node:assert/strict";
import test from "node:test";

import { ARCHIPELAGOS, MAINLAND, planArchipelagos, showsNation } from "diaban/sovereignty";

const told = (frame, clear) => planArchipelagos(frame, clear).map(({ archipelago, where }) => `${archipelago.id} ${where}`);

test("the names and the units they belong to", () => {
  assert.deepEqual(ARCHIPELAGOS.map(({ label }) => label.join(" ")), ["Quần đảo Hoàng Sa (TP. Đà Nẵng)", "Quần đảo Trường Sa (tỉnh Khánh Hòa)"]);
  for (const { box, islands } of ARCHIPELAGOS) {
    for (const [lon, lat] of islands) assert.ok(box[0] <= lon && lon <= box[2] && box[1] <= lat && lat <= box[3]);
  }
});

test("a frame around the whole country draws both in place", () => {
  assert.deepEqual(told([100, 6, 118, 24]), ["hoang_sa place", "truong_sa place"]);
  assert.deepEqual(told([-180, -80, 180, 80]), ["hoang_sa place", "truong_sa place"]);
});

test("the mainland alone, or the sea under a sheet of the page, has insets", () => {
  assert.deepEqual(told(MAINLAND), ["hoang_sa inset", "truong_sa inset"]);
  assert.deepEqual(told([100, 6, 118, 24], [100, 6, 111, 24]), ["hoang_sa inset", "truong_sa inset"]);
  assert.deepEqual(told([100, 8, 113, 24]), ["hoang_sa place", "truong_sa inset"]);
});

test("every frame that holds the mainland whole shows both", () => {
  for (let pad = 0; pad < 20; pad += 0.5) {
    for (const shift of [-3, 0, 3]) {
      const frame = [MAINLAND[0] - pad + Math.min(0, shift), MAINLAND[1] - pad, MAINLAND[2] + pad + Math.max(0, shift), MAINLAND[3] + pad];
      assert.ok(showsNation(frame));
      assert.equal(planArchipelagos(frame).length, 2);
    }
  }
});

test("a district or an ocean elsewhere shows neither; a frame that touches one draws it in place", () => {
  assert.deepEqual(told([106.59, 10.69, 106.69, 10.75]), []);
  assert.deepEqual(told([0, 40, 20, 55]), []);
  assert.deepEqual(told([112, 16, 114, 18]), ["hoang_sa place"]);
});
