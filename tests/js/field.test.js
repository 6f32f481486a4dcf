import assert from "node:assert/strict";
import { test } from "node:test";

import { setTexts } from "diaban/i18n";
import { agendaOf, bearing, clockTime, compassOf, nearest, planFor, stopsLeft, visitedToday, walksOf } from "diaban/field/agenda";
import { bodyOf, draftOfBody, faultsOf, fitted, newDraft, newestForm, suggestNext } from "diaban/field/answers";
import * as proposal from "diaban/field/proposal";
import { createSync } from "diaban/field/sync";
import { accuracyOf, lengthM, simplified, withFix } from "diaban/field/track";
import { tellSync } from "diaban/field/words";

const TODAY = "2026-11-22";
const place = (code, due, more = {}) => ({ code, name: code, due_on: due, planned: [], at: [106.65, 10.74], is_open: true, ...more });
const codes = (rows) => rows.map(({ place: { code } }) => code);

test("the latest places come first, those ahead by more than the notice not at all", () => {
  const area = { places: [place("A", "2026-11-20"), place("B", "2026-11-01"), place("C", "2026-11-24"), place("D", "2026-12-24"), place("E", null)] };
  const { overdue, soon } = agendaOf(area, TODAY);
  assert.deepEqual([codes(overdue), codes(soon)], [["B", "A"], ["C"]]);
  assert.deepEqual(overdue.map(({ days }) => days), [21, 2]);
});

test("a planned visit brings its place into today's list; a closed place and one visited today are not in it", () => {
  const planned = [{ visit: "GS2", version: 1, on: TODAY }, { visit: "GS1", version: 3, on: "2026-11-21" }];
  const area = { places: [place("A", null, { planned }), place("B", "2026-11-01", { is_open: false }), place("C", "2026-11-01")] };
  const { overdue, soon } = agendaOf(area, TODAY, new Set(["C"]));
  assert.deepEqual([codes(overdue), codes(soon), soon[0].plan.visit], [[], ["A"], "GS1"]);
  assert.equal(planFor(place("D", null, { planned: [{ visit: "GS9", version: 1, on: "2026-11-23" }] }), TODAY), null);
});

test("days go on while the phone is without signal", () => {
  const area = { places: [place("A", "2026-11-24")] };
  assert.deepEqual(agendaOf(area, "2026-11-27").overdue.map(({ days }) => days), [3]);
});

test("near places come with their distance", () => {
  const area = { places: [place("far", null, { at: [106.7, 10.74] }), place("near", null, { at: { lon: 106.651, lat: 10.74 } }), place("nowhere", null, { at: null })] };
  const rows = nearest(area, { lon: 106.65, lat: 10.74 }, 5);
  assert.deepEqual(codes(rows), ["near", "far"]);
  assert.ok(Math.abs(rows[0].away - 109) < 2);
});

test("a walk is today's, and leaves out what is done there or here", () => {
  const teams = [{ number: 1, stops: [{ hotspot: "A", is_done: true }, { hotspot: "B" }, { hotspot: "C" }] }];
  const area = { plans: [{ code: "LT1", plan_on: TODAY, teams }, { code: "LT2", plan_on: "2026-11-23", teams }] };
  const walks = walksOf(area, TODAY);
  assert.deepEqual(walks.map(({ plan }) => plan.code), ["LT1"]);
  const entries = [
    { kind: "visit", state: "stored", recorded_at: `${TODAY}T08:00:00+07:00`, about: { place: "B" } },
    { kind: "visit", state: "waiting", recorded_at: "2026-11-21T08:00:00+07:00", about: { place: "C" } },
    { kind: "visit", state: "damaged", about: {} },
  ];
  assert.deepEqual(stopsLeft(walks[0].team, visitedToday(entries, TODAY)).map(({ hotspot }) => hotspot), ["C"]);
});

test("directions and times as people say them", () => {
  const here = { lon: 106.65, lat: 10.74 };
  const towards = [[0, 1], [1, 0], [0, -1], [-1, 0], [1, 1]].map(([x, y]) => compassOf(bearing(here, { lon: 106.65 + x / 100, lat: 10.74 + y / 100 })));
  assert.deepEqual(towards, ["n", "e", "s", "w", "ne"]);
  assert.deepEqual([clockTime(8 * 3600 + 5 * 60), clockTime(0)], ["08:05", "00:00"]);
});

const fix = (metresEast, accuracy = 5, metresNorth = 0) => ({ lon: 106.65 + metresEast / 109_370, lat: 10.74 + metresNorth / 110_600, accuracy_m: accuracy });

test("a walked line takes no vague position and no trembling on the spot", () => {
  let line = [];
  for (const one of [fix(0), fix(1), fix(2, 80), fix(20), fix(21, 4), fix(40, 30)]) line = withFix(line, one);
  assert.equal(line.length, 3);
  assert.ok(Math.abs(lengthM(line) - 40) < 1);
  assert.equal(accuracyOf(line), 30);
});

test("a walked line keeps its bends and loses what lies straight between", () => {
  const walked = [fix(0), fix(10, 5, 0.5), fix(20), fix(30), fix(30, 5, 20), fix(30, 5, 40)];
  const line = simplified(walked);
  assert.deepEqual(line, [walked[0], walked[3], walked[5]]);
  assert.equal(simplified([fix(0), fix(9)]).length, 2);
});

const DRAFT = newDraft({ checklist: 3, planned: { visit: "GS1", version: 2, on: TODAY }, units: ["MTTQ"], heads: 2, nextOn: "2026-12-06" });

test("the entry of a visit holds exactly what the register takes", () => {
  const draft = { ...DRAFT, answers: { den: "yes" }, note: " đèn sáng ", position: { lon: 106.65000049, lat: 10.74, accuracy_m: 12.34 } };
  assert.deepEqual(bodyOf("DB00001", draft, ["p1"]), {
    hotspot: "DB00001", checklist: 3, answers: { den: "yes" }, form: "on_site", units: ["MTTQ"], head_count: 2, result: "same",
    images: ["p1"], next_on: "2026-12-06", note: "đèn sáng", position: { lon: 106.65, lat: 10.74, accuracy_m: 12.3 },
    planned: { visit: "GS1", version: 2 },
  });
});

test("the day is told only where it is not that of the recording: a wrong clock is set right by the register", () => {
  assert.equal("visited_on" in bodyOf("DB00001", DRAFT, []), false);
  assert.equal(bodyOf("DB00001", { ...DRAFT, visited_on: "2026-11-20" }, []).visited_on, "2026-11-20");
});

test("what cannot be kept is told beside its field", () => {
  const limits = { heads: 200, note: 10 };
  assert.deepEqual(faultsOf(DRAFT, { today: TODAY, limits }), {});
  const wrong = { ...DRAFT, head_count: Number.NaN, visited_on: "2026-11-23", next_on: "2026-11-23", note: "x".repeat(11) };
  assert.deepEqual(faultsOf(wrong, { today: TODAY, limits }), { head_count: "heads", visited_on: "future", next_on: "next", note: "note" });
});

test("the newest list of questions is asked, and the next visit comes after the interval in force", () => {
  assert.equal(newestForm({ forms: [{ number: 1 }, { number: 3 }, { number: 2 }] }).number, 3);
  assert.equal(newestForm({}), null);
  const known = { due_on: "2026-11-20", last_on: "2026-11-13", status_since: "2012-02-08" };
  assert.deepEqual([suggestNext(known, TODAY), suggestNext({ due_on: "2012-02-15", last_on: null, status_since: "2012-02-08" }, TODAY), suggestNext({ due_on: null }, TODAY)], ["2026-11-29", "2026-11-29", null]);
});

test("what was recorded is opened again just as it was", () => {
  const draft = { ...DRAFT, answers: { den: "yes" }, note: "đèn sáng", visited_on: "2026-11-20" };
  const body = bodyOf("DB00001", draft, ["p1"]);
  assert.deepEqual(bodyOf("DB00001", draftOfBody(body), ["p1"]), body);
});

test("a draft that was begun with an older list of questions goes on with the present one, and keeps what fits", () => {
  const items = [{ code: "den", answers: ["yes", "no"] }, { code: "rac", answers: ["few", "many"] }];
  const area = { forms: [{ checklist: 4, number: 2, items }] };
  const draft = { ...DRAFT, answers: { den: "yes", rac: "some", cu: "yes" } };
  const told = fitted(draft, area);
  assert.deepEqual([told.checklist, told.answers, told.note], [4, { den: "yes" }, draft.note]);
  assert.equal(fitted({ ...draft, checklist: 4 }, area).answers.rac, "some");
});

const PLACE = { ...proposal.newProposal(), name: " Bãi cuối đường ", note: "tối", topics: ["ma_tuy"] };

test("a finger on the map is as exact as the finger, and never more than the map", () => {
  const at = { lon: 106.65, lat: 10.74 };
  assert.equal(proposal.tappedAt(at, 17, { map_accuracy_m: 250 }).accuracy_m, 250);
  assert.equal(proposal.tappedAt(at, 17, { map_accuracy_m: 1 }).accuracy_m, 29);
  assert.equal(proposal.tappedAt(at, 12, { map_accuracy_m: 250 }).accuracy_m, 902);
  assert.equal(proposal.tappedAt(at, 17).accuracy_m, 250);
});

test("the entry of a proposal says how its position was found, and how exactly", () => {
  const tapped = { ...PLACE, source: "text", line: [proposal.tappedAt({ lon: 106.65000049, lat: 10.74 }, 17)] };
  const body = proposal.bodyOf(tapped);
  assert.deepEqual(body, {
    name: "Bãi cuối đường", kind: "point", source: "text", accuracy_m: 250, note: "tối", topics: ["ma_tuy"],
    geometry: { type: "Point", coordinates: [106.65, 10.74] },
  });
  assert.deepEqual(proposal.bodyOf(proposal.proposalOf(body)), body);
  const walked = { ...PLACE, kind: "alley", line: [fix(0), fix(30, 9)] };
  assert.deepEqual(proposal.bodyOf(proposal.proposalOf(proposal.bodyOf(walked))), proposal.bodyOf(walked));
  assert.equal(proposal.bodyOf({ ...PLACE, line: [fix(0, 3)] }).accuracy_m, 20);
});

test("a proposal without a place, or with a vague one, is not kept", () => {
  const faultOf = (more) => proposal.faultsOf({ ...PLACE, ...more }).where;
  assert.deepEqual(proposal.faultsOf(proposal.newProposal()), { note: "why", name: "name", topics: "topics", where: "where" });
  assert.deepEqual([faultOf({ line: [fix(0, 1500)] }), faultOf({ kind: "alley", line: [fix(0), fix(9)] }), faultOf({ line: [fix(0)] })], ["vague", "short", undefined]);
});

test("an area of a newer register is not taken by an older page, and what was recorded is sent all the same", async () => {
  let flushed = 0;
  const outbox = { flush: async () => ({ sent: (flushed += 1), stopped: null }) };
  const transport = {
    session: async () => ({ account: { name: "lan" }, device: { state: "known" } }),
    area: async () => ({ area: { format: 2 }, etag: "x" }),
  };
  const sync = createSync({ transport, outbox, inTurn: (act) => act() });
  const { stopped, fresh } = await sync.meet({ account: "lan", etag: null });
  assert.deepEqual([stopped, fresh, flushed], ["outdated", undefined, 1]);
});

test("the day of the last meeting is that of the phone's calendar, also before seven in the morning", () => {
  setTexts({ "field.sync.met": "{time}", "field.sync.met_on": "{time} {day}" }, "vi");
  const at = new Date(2026, 10, 23, 4, 52);
  const state = { vault: { device: { met_at: at.toISOString() } }, entries: [], unsent: () => 0 };
  const told = ["2026-11-23", "2026-11-24"].map((day) => tellSync({ ...state, today: () => day }).text);
  assert.deepEqual(told, ["04:52", "04:52 23/11/2026"]);
});
