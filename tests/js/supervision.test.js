/** What supervision asks of a place on a day: visits due and planned, answers awaited, filters, order and badges. */

import assert from "node:assert/strict";
import test from "node:test";

import { badgesOf, placeBadges } from "diaban/draw/badges";
import { chooseRows, isFiltered, listOrder } from "diaban/model/choice";
import { OPEN_START } from "diaban/model/days";
import { unpackFeed } from "diaban/model/feed";
import { askOf, askVisits, isSupervised } from "diaban/model/supervision";
import { parametersOf, specOfParameters, viewOfSpec } from "diaban/model/view";
import { day, makeFeed, makeSupervision } from "./feed.js";

const model = unpackFeed({ ...makeFeed(), supervision: makeSupervision() });
const bare = unpackFeed(makeFeed());
const [ALLEY, BRIDGE, LANDING] = [0, 2, 3];
const view = (patch = {}) => ({ ...viewOfSpec({}, model), ...patch });
const chosen = (patch) => chooseRows(model, view(patch)).matched;
const asked = (row, iso) => askOf(model, row, day(iso));

test("a state of which nobody knows the start is due on the day; a turn without days asks for no visit", () => {
  const told = { plans_from: 900, asked: [[0, 0, 0], [0, 0, 0, 719_262, 0, 14, 20, 0, null]] };
  const unknown = { supervision: told, hotspots: { from: [OPEN_START, OPEN_START] } };
  assert.equal(askVisits(unknown, 0, 500).days, 0);
  assert.deepEqual([99, 100, 119, 120].map((on) => askVisits(unknown, 1, on).days), [0, -14, 5, null]);
});

test("a feed that tells no visits asks for none", () => {
  assert.deepEqual(askVisits({ supervision: {}, hotspots: { from: [0] } }, 0, 500), { last: null, planned: null, days: null });
});

test("a visit is due so many days after the last one before the day on show", () => {
  assert.deepEqual([asked(ALLEY, "2026-10-27").days, asked(ALLEY, "2026-10-27").due], [-7, ["soon"]]);
  assert.deepEqual([asked(ALLEY, "2026-11-03").days, asked(ALLEY, "2026-11-03").due], [0, ["soon"]]);
  const late = asked(ALLEY, "2026-11-22");
  assert.deepEqual([late.last, late.days, late.due], [day("2026-10-20"), 19, ["overdue", "planned"]]);
  assert.equal(asked(ALLEY, "2026-10-15").last, day("2026-10-10"), "what came later is not known on the day");
  assert.equal(asked(ALLEY, "2025-01-01").last, day("2024-12-30"));
});

test("plans are told from the present day on, the next one first", () => {
  assert.equal(asked(ALLEY, "2026-11-21").planned, null);
  assert.equal(asked(ALLEY, "2026-11-25").planned, day("2026-11-25"));
  assert.equal(asked(ALLEY, "2026-11-26").planned, day("2026-12-15"));
  assert.equal(asked(ALLEY, "2026-12-16").planned, null);
});

test("without a visit the present state counts; what the reader may not see is not judged", () => {
  assert.equal(asked(BRIDGE, "2026-11-22").days, day("2026-11-22") - day("2012-02-08") - 7);
  assert.deepEqual(asked(LANDING, "2025-06-01"), { last: null, planned: null, days: null, waiting: 0, late: 0, due: [], reply: [] });
});

test("recommendations wait from their letter to their answer, and are overdue in between", () => {
  const on = (iso) => [asked(ALLEY, iso).waiting, asked(ALLEY, iso).late];
  assert.deepEqual(on("2026-09-30"), [0, 0]);
  assert.deepEqual(on("2026-10-05"), [2, 0]);
  assert.deepEqual(on("2026-10-10"), [1, 0], "the day of an answer no longer waits");
  assert.deepEqual(on("2026-10-26"), [1, 0], "the last day is not overdue");
  assert.deepEqual(on("2026-10-27"), [1, 1]);
});

test("filters: or within one, and between them", () => {
  assert.deepEqual(chosen({ due: ["overdue"] }), [ALLEY, BRIDGE]);
  assert.deepEqual(chosen({ due: ["soon", "planned"] }), [ALLEY]);
  assert.deepEqual(chosen({ due: ["overdue"], reply: ["overdue"] }), [ALLEY]);
  assert.deepEqual(chosen({ reply: ["waiting"], day: day("2026-09-01") }), []);
  assert.ok(isFiltered(view({ due: ["soon"] })));
});

test("the list by urgency has the longest overdue first, then the order of names", () => {
  assert.deepEqual([...listOrder(model, view({ sort: "due" }), [ALLEY, BRIDGE])], [BRIDGE, ALLEY]);
  assert.deepEqual([...listOrder(model, view({ sort: "due" }), [LANDING, ALLEY])], [ALLEY, LANDING], "what is not due comes last");
  assert.deepEqual([...listOrder(model, view(), [ALLEY, BRIDGE])], [ALLEY, BRIDGE]);
});

test("nothing is told before the feed knows enough, when it is switched off, or to whom may not see it", () => {
  assert.ok(isSupervised(model, view()));
  assert.ok(!isSupervised(model, view({ day: day("2024-12-31") })));
  assert.ok(!isSupervised(model, view({ supervision: false })));
  assert.ok(!isSupervised(bare, view()));
  assert.deepEqual(chosen({ due: ["overdue"], day: day("2024-12-31") }), []);
});

test("an address reopens filters, order and switch; of a feed without supervision nothing is kept", () => {
  const wished = { due: ["overdue"], reply: ["waiting", "overdue"], sort: "due", supervision: false };
  const address = parametersOf(viewOfSpec(wished, model), model.today, null);
  assert.equal(address, "due=overdue&reply=waiting,overdue&sort=due&supervision=0");
  assert.deepEqual(viewOfSpec(specOfParameters(address, {}), model), viewOfSpec(wished, model));
  assert.deepEqual(viewOfSpec({ ...wished, supervision: true }, bare), viewOfSpec({}, bare));
});

test("one badge for visits and one for recommendations, the graver", () => {
  assert.deepEqual(badgesOf(asked(ALLEY, "2026-11-22")), ["due.overdue", "reply.overdue"]);
  assert.deepEqual(badgesOf(asked(ALLEY, "2026-10-11")), ["reply.waiting"]);
  assert.deepEqual(badgesOf(asked(ALLEY, "2026-11-01")), ["due.soon", "reply.overdue"]);
  assert.deepEqual(badgesOf({ due: ["planned"], reply: [] }), ["due.planned"]);
});

test("badges keep off signs and each other; in a crowd what is overdue comes first", () => {
  const names = [["due.soon"], ["due.overdue", "reply.waiting"]];
  const far = placeBadges([{ row: 0, x: 0, y: 0 }, { row: 1, x: 80, y: 0 }], (row) => names[row]);
  assert.deepEqual([far.placed.length, far.isCrowded], [3, false]);
  const near = placeBadges([{ row: 0, x: 0, y: 0 }, { row: 1, x: 1, y: 0 }], (row) => names[row]);
  assert.ok(near.isCrowded || near.placed.every((one, i) => near.placed.every((other, j) => i === j || Math.hypot(one.x - other.x, one.y - other.y) >= 15)));
  const heap = Array.from({ length: 9 }, (_, row) => ({ row, x: 30 * (row % 3), y: 24 * Math.floor(row / 3) }));
  const crowd = placeBadges(heap, (row) => [row === 8 ? "due.overdue" : "due.soon", "reply.waiting"]);
  assert.ok(crowd.isCrowded);
  assert.equal(crowd.placed[0].name, "due.overdue");
  for (const badge of crowd.placed) assert.ok(heap.filter(({ x, y }) => Math.hypot(x - badge.x, y - badge.y) < 18).length <= 1);
});
