/** What the map shows on a day: unpacking, status and boundaries over time, filters, the frame, the address. */

import assert from "node:assert/strict";
import test from "node:test";

import { areasOn, boundaryDay, chooseRows, isFiltered, rowsInFrame, shownVintage, wardsOf } from "diaban/model/choice";
import { unpackIntegers } from "diaban/model/columns";
import { dayOfIso, dayOfTyped, formatDay, isoOfDay, nextMonth } from "diaban/model/days";
import { changeDays, NO_STATE, stateOn, unpackFeed } from "diaban/model/feed";
import { boxAround, latOf, lonOf, unitsPerMetre, worldX, worldY } from "diaban/model/shapes";
import { createStore, parametersOf, specOfParameters, viewOfSpec } from "diaban/model/view";
import { day, makeFeed, packIntegers } from "./feed.js";

const model = unpackFeed(makeFeed());
const view = (patch = {}) => ({ ...viewOfSpec({}, model), ...patch });
const shownOn = (iso, patch = {}) => chooseRows(model, view({ day: day(iso), ...patch }));
const codes = (rows) => [...rows].map((row) => model.hotspots.code[row]);

test("whole numbers come back from their text", () => {
  const numbers = [0, -1, 1, 15, -16, 16, 511, -719162, 2932896, 10674321, -(2 ** 30), 2 ** 31 - 1];
  assert.deepEqual([...unpackIntegers(packIntegers(numbers))], numbers);
  assert.deepEqual([...unpackIntegers("?@A]^}A")], [0, -1, 1, 15, -16, 47], "as geo/formats/columns.py writes them");
  assert.equal(unpackIntegers("").length, 0);
});

test("days are read and written, wrong ones refused", () => {
  assert.equal(isoOfDay(dayOfIso("2012-02-08")), "2012-02-08");
  assert.equal(dayOfTyped("8/2/2012"), day("2012-02-08"));
  assert.equal(dayOfTyped("2012-02-08"), day("2012-02-08"));
  assert.equal(dayOfTyped("31/02/2012"), null);
  assert.equal(dayOfTyped("hôm qua"), null);
  assert.equal(formatDay(day("1954-07-20")), "20/07/1954");
  assert.equal(nextMonth(day("2012-12-31")), day("2013-01-01"));
});

test("coordinates come back from the world, and its units are metres on the ground", () => {
  assert.ok(Math.abs(lonOf(worldX(106.66)) - 106.66) < 1e-9);
  assert.ok(Math.abs(latOf(worldY(10.74)) - 10.74) < 1e-9);
  const degree = worldX(107) - worldX(106);
  assert.ok(Math.abs(degree / unitsPerMetre(worldY(10.74)) - 109_370) < 400);
});

test("shapes: boxes and the places of signs", () => {
  const { shapes } = model.hotspots;
  assert.equal(shapes.firstVertex.at(-1), 3 + 5 + 5 + 1);
  assert.ok(Math.abs(latOf(shapes.anchor[1]) - 10.732) < 1e-5, "middle of the line by length, not by vertex");
  assert.ok(Math.abs(lonOf(shapes.anchor[2]) - 106.6605) < 1e-6);
  assert.equal(boxAround(shapes, []), null);
});

test("status on a day is the last change before it, inside the version's time", () => {
  assert.equal(model.states[stateOn(model.hotspots, 0, day("2024-04-30"))], "THEO_DOI");
  assert.equal(model.states[stateOn(model.hotspots, 0, day("2024-05-01"))], "DANG_CHUYEN_HOA");
  assert.equal(stateOn(model.hotspots, 0, day("2012-02-07")), NO_STATE);
  assert.equal(stateOn(model.hotspots, 1, day("2020-01-01")), NO_STATE);
  assert.equal(stateOn(model.hotspots, 3, day("2026-06-01")), NO_STATE, "an end state is not on any map");
});

test("a day shows each place once, closed ones only when asked for", () => {
  assert.deepEqual(codes(shownOn("2019-06-01").matched), ["DB00001", "DB00002", "DB00003"]);
  const later = shownOn("2024-06-01");
  assert.deepEqual(codes(later.matched), ["DB00001", "DB00002"]);
  assert.equal(later.total, 2);
  assert.deepEqual(codes(shownOn("2024-06-01", { status: ["ON_DINH"] }).matched), ["DB00003"]);
  assert.equal(shownOn("2011-01-01").total, 0);
});

test("filters: or within one, and between them", () => {
  assert.deepEqual(codes(shownOn("2019-06-01", { kind: ["alley", "point"] }).matched), ["DB00001", "DB00003"]);
  assert.deepEqual(codes(shownOn("2019-06-01", { kind: ["alley", "point"], topic: ["te_nan_khac"] }).matched), ["DB00003"]);
  assert.deepEqual(codes(shownOn("2019-06-01", { ward: "27415@start" }).matched), ["DB00002"]);
  assert.deepEqual(codes(shownOn("2019-06-01", { q: "hem 1678 pth" }).matched), ["DB00001"]);
  assert.deepEqual(codes(shownOn("2019-06-01", { q: "p12" }).matched), ["DB00002"], "the places of a ward answer to its name");
  assert.equal(shownOn("2019-06-01", { q: "zzz" }).total, 3);
  assert.ok(isFiltered(view({ q: "x" })) && !isFiltered(view()));
});

test("boundaries follow the day, or stay at a chosen vintage", () => {
  const names = (patch) => areasOn(model.areas, boundaryDay(view(patch))).map((row) => model.areas.name[row]);
  assert.deepEqual(names({ day: day("2025-06-30") }), ["Phường 6", "Phường 12"]);
  assert.deepEqual(names({ day: day("2025-07-01") }), ["Phường Bình Đông"]);
  assert.deepEqual(names({ day: day("2026-01-01"), vintage: "start" }), ["Phường 6", "Phường 12"]);
  assert.equal(shownVintage(model, view({ vintage: "2025-07-01", day: day("2012-05-05") })).title, "3 phường");
  assert.deepEqual(wardsOf(model, 1, day("2012-05-05")), [1, 0], "lead first");
  assert.deepEqual(wardsOf(model, 1, day("2026-05-05")), [2]);
});

test("the frame cuts the list, in the given order", () => {
  const choice = shownOn("2019-06-01");
  const all = boxAround(model.hotspots.shapes, choice.matched);
  assert.deepEqual([...rowsInFrame(model, choice, all, [3, 2, 1, 0])], [3, 1, 0]);
  const point = boxAround(model.hotspots.shapes, [3]);
  assert.deepEqual([...rowsInFrame(model, choice, point, [0, 1, 2, 3])], [3]);
});

test("the days of change are each there once, ascending", () => {
  const days = [...changeDays(model)].map(isoOfDay);
  assert.deepEqual(days, ["2012-02-08", "2018-01-01", "2020-01-01", "2023-01-01", "2024-05-01", "2025-07-01", "2026-01-01"]);
});

test("an address reopens the view that wrote it", () => {
  const wished = { on: "2024-06-01", vintage: "start", status: ["THEO_DOI", "DE_XUAT"], kind: ["alley"], topic: [], ward: "27415@start", q: "cầu & hẻm", selected: "DB00002" };
  const first = viewOfSpec(wished, model);
  const address = parametersOf(first, model.today, { lat: 10.73, lon: 106.65, zoom: 14.25 });
  assert.match(address, /status=THEO_DOI,DE_XUAT/);
  const spec = specOfParameters(address, { center: [0, 0], zoom: 1, status: [], kind: [], topic: [] });
  assert.deepEqual(viewOfSpec(spec, model), first);
  assert.deepEqual([spec.center, spec.zoom], [[106.65, 10.73], 14.25]);
  assert.equal(parametersOf(view(), model.today, null), "");
});

test("what the data does not know is left out of a view", () => {
  const odd = viewOfSpec({ on: "2024-99-99", vintage: "xx", status: ["NOPE"], ward: "1@start", selected: "DB9" }, model);
  assert.deepEqual(odd, view());
});

test("the store tells only real changes", () => {
  const store = createStore({ day: 1, status: [] });
  const told = [];
  store.subscribe((value, changed) => told.push([value.day, [...changed]]));
  store.set({ day: 1, status: [] });
  store.set({ day: 2, status: [] });
  assert.deepEqual(told, [[2, ["day"]]]);
});
