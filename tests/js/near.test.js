import assert from "node:assert/strict";
import { test } from "node:test";

import { distanceM, sayDistance, sortRows } from "../../webmap/static/js/near.js";

const ben = { lon: 106.65, lat: 10.73 };

function rowAt(lon, lat) {
  const away = { textContent: "" };
  return { dataset: { lon: String(lon), lat: String(lat) }, hidden: false, away, querySelector: () => away };
}

test("a degree of latitude is about 111 km, and nothing is no distance", () => {
  assert.equal(distanceM(ben, ben), 0);
  assert.ok(Math.abs(distanceM(ben, { lon: 106.65, lat: 11.73 }) - 111_195) < 10);
});

test("distances are said in steps of ten metres, then in kilometres", () => {
  assert.equal(sayDistance(3, "vi"), "10 m");
  assert.equal(sayDistance(994, "vi"), "990 m");
  assert.equal(sayDistance(1240, "vi"), "1,2 km");
  assert.equal(sayDistance(12_400, "en"), "12 km");
});

test("the nearest rows come first, and no more than asked for are seen", () => {
  const far = rowAt(106.7, 10.73);
  const near = rowAt(106.651, 10.73);
  const middle = rowAt(106.66, 10.73);
  const order = [];
  const list = { children: [far, near, middle], hidden: true, append: (row) => order.push(row) };
  sortRows(list, ben, { first: 2, locale: "vi" });
  assert.deepEqual(order, [near, middle, far]);
  assert.deepEqual(order.map((row) => row.hidden), [false, false, true]);
  assert.equal(near.away.textContent, "110 m");
  assert.equal(list.hidden, false);
});
