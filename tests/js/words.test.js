/** Words, numbers and measures as the reader's language writes them. */

import assert from "node:assert/strict";
import test from "node:test";
import { createRequire } from "node:module";

import { formatNumber, hasText, setTexts, t } from "diaban/i18n";
import { sayExtent, sayLocal, sayPoint } from "diaban/tools/coordinates";
import { areaOf, lengthOf } from "diaban/tools/measure";
import { roundLength } from "diaban/panel/scale";

const require = createRequire(import.meta.url);
const UNITS = { "map.unit.m": "{value} m", "map.unit.km": "{value} km", "map.unit.m2": "{value} m²", "map.unit.ha": "{value} ha" };

test("plural forms, placeholders, missing keys", () => {
  setTexts({ a: ["{n} area in {place}", "{n} areas in {place}"], b: "x {y}" }, "en");
  assert.equal(t("a", { n: 1, place: "Q8" }), "1 area in Q8");
  assert.equal(t("a", { n: 1234, place: "Q8" }), "1,234 areas in Q8");
  assert.equal(t("b"), "x {y}");
  assert.equal(t("none"), "none");
  assert.ok(hasText("a") && !hasText("none"));
  setTexts({ a: "{n} địa bàn" }, "vi");
  assert.equal(t("a", { n: 1234 }), "1.234 địa bàn");
  assert.equal(formatNumber(1234.5, 1), "1.234,5");
});

test("positions: latitude first, degrees and minutes; VN-2000 with X to the north", () => {
  setTexts({}, "vi");
  assert.equal(sayPoint(106.66, 10.74, "decimal"), "10.74000, 106.66000");
  assert.equal(sayPoint(106.66, 10.74, "dms"), "10°44′24,0″N  106°39′36,0″E");
  assert.equal(sayPoint(-0.5, -10.99999999, "dms"), "11°00′00,0″S  0°30′00,0″W");
  assert.equal(sayLocal(599336.076, 1187847.03), "X\u00a01.187.847,0 · Y\u00a0599.336,1");
});

test("VN-2000 of the page agrees with the control points within a millimetre", () => {
  const proj4 = require("proj4");
  const crs = (meridian) => `+proj=tmerc +lat_0=0 +lon_0=${meridian} +k=0.9999 +x_0=500000 +y_0=0 +ellps=WGS84 +towgs84=-191.90441429,-39.30318279,-111.45032835,0.00928836,-0.01975479,0.00427372,0.252906278 +units=m +no_defs`;
  const points = [[105.75, 106.66, 10.74, 599336.076, 1187847.03], [105.75, 106.6, 10.7, 592785.292, 1183403.725], [105.5, 106.32, 20.94, 585087.274, 2316529.122]];
  for (const [meridian, lon, lat, east, north] of points) {
    const [x, y] = proj4("EPSG:4326", crs(meridian)).forward([lon, lat]);
    assert.ok(Math.hypot(x - east, y - north) < 0.002, `${x} ${y}`);
  }
});

test("sizes in the unit a reader expects", () => {
  setTexts(UNITS, "vi");
  assert.equal(sayExtent(142.3, false), "142 m");
  assert.equal(sayExtent(2000, false), "2 km");
  assert.equal(sayExtent(2345, false), "2,35 km");
  assert.equal(sayExtent(9999, true), "9.999 m²");
  assert.equal(sayExtent(25_000, true), "2,5 ha");
  assert.deepEqual([roundLength(1), roundLength(7.4), roundLength(499), roundLength(2000)], [1, 5, 200, 2000]);
});

test("measuring is on the ellipsoid", () => {
  const { Geodesic } = require("geographiclib-geodesic");
  const square = [[10.74, 106.66], [10.74, 106.67], [10.75, 106.67], [10.75, 106.66]].map(([lat, lng]) => ({ lat, lng }));
  assert.ok(Math.abs(lengthOf(Geodesic.WGS84, square.slice(0, 2)) - 1093.9) < 0.5);
  assert.ok(Math.abs(areaOf(Geodesic.WGS84, square) - 1_209_700) < 1500);
  assert.equal(areaOf(Geodesic.WGS84, square), areaOf(Geodesic.WGS84, [...square].reverse()));
});
