import assert from "node:assert/strict";
import { test } from "node:test";

import { addDays, tellDay, weekday } from "diaban/calendar/dates";
import { createMover } from "diaban/calendar/moving";
import { Refusal, send } from "diaban/calendar/sending";
import { setTexts } from "diaban/i18n";

const TEXTS = {
  "calendar.js.moved": "moved {name} {day}",
  "calendar.js.planned": "planned {name} {day}",
  "calendar.js.past": "past",
  "calendar.js.undone": "undone",
  "calendar.js.stale": "stale",
  "calendar.js.offline": "offline",
  "calendar.js.signed_out": "signed out",
  "calendar.js.failed": "failed",
};
const CONFIG = { today: "2026-11-22", move_url: "/v/CODE/move", plan_url: "/p/CODE/plan", undo_url: "/v/CODE/undo", undo_reason: "undone" };
const PLANNED = { item: "GS00001", kind: "planned", name: "Hẻm 1678", day: "2026-11-24", version: "3" };
const DUE = { item: "DB00001", kind: "due", name: "Hẻm 1678", day: "2026-11-20", version: "0" };

setTexts(TEXTS, "en");

/** A board, a toast and a dialog that write down what they are told; `answers` is what the service says, in turn. */
function stage({ answers = [], wish = null } = {}) {
  const log = [];
  const told = [];
  const asked = [];
  globalThis.fetch = async (address, { body }) => {
    asked.push([address, Object.fromEntries(body)]);
    const [status, answer] = answers.shift();
    return { ok: status < 300, status, json: async () => answer };
  };
  const board = {
    place: (mark, day) => {
      log.push(`place ${day}`);
      return () => log.push("back");
    },
    refresh: async (code) => log.push(`refresh ${code}`),
  };
  const toast = { tell: (words, undo) => told.push([words, undo]) };
  const ask = async (thing, date) => {
    log.push(`ask ${date}`);
    return wish && { day: date, ...wish };
  };
  const move = createMover({ config: CONFIG, token: "t", board, toast, ask });
  const drag = (dataset, date) => move({ dataset, closest: (selector) => (selector.includes(dataset.day) ? {} : null) }, date);
  return { log, told, asked, drag };
}

test("days are counted without the clock of the device", () => {
  assert.equal(addDays("2026-12-31", 1), "2027-01-01");
  assert.equal(addDays("2027-03-01", -1), "2027-02-28");
  assert.deepEqual(["2026-11-23", "2026-11-29"].map(weekday), [0, 6]);
  assert.equal(tellDay("2026-11-24"), "Tuesday, 24/11/2026");
});

test("a visit that is dropped on a day asks for the reason, moves, and can be taken back", async () => {
  const answers = [[200, { version: 4 }], [200, { version: 5 }]];
  const { log, told, asked, drag } = stage({ answers, wish: { reason: "rain" } });
  await drag(PLANNED, "2026-11-26");
  assert.deepEqual(log, ["ask 2026-11-26", "place 2026-11-26", "refresh GS00001"]);
  assert.deepEqual(asked[0], ["/v/GS00001/move", { version: "3", day: "2026-11-26", reason: "rain" }]);
  const [words, undo] = told[0];
  assert.equal(words, "moved Hẻm 1678 Thursday, 26/11/2026");
  await undo();
  assert.deepEqual(asked[1], ["/v/GS00001/move", { version: "4", day: "2026-11-24", reason: "undone" }]);
  assert.equal(told[1][0], "undone");
});

test("what was planned for a day that is over cannot go back there", async () => {
  const { told, drag } = stage({ answers: [[200, { version: 4 }]], wish: { reason: "late" } });
  await drag({ ...PLANNED, day: "2026-11-20" }, "2026-11-26");
  assert.equal(told[0][1], null);
});

test("a place that is due gets a visit at once, and loses it again", async () => {
  const answers = [[201, { code: "GS00009", version: 1 }], [200, { version: 2 }]];
  const { log, told, asked, drag } = stage({ answers });
  await drag(DUE, "2026-11-25");
  assert.deepEqual(log, ["place 2026-11-25", "refresh GS00009"]);
  assert.equal(asked[0][0], "/p/DB00001/plan");
  assert.match(asked[0][1].uuid, /^[0-9a-f-]{36}$/);
  await told[0][1]();
  assert.deepEqual(asked[1], ["/v/GS00009/undo", { version: "1" }]);
});

test("nothing happens on the same day, in the past, or where the reader thinks better of it", async () => {
  const { log, told, asked, drag } = stage();
  await drag(PLANNED, PLANNED.day);
  await drag(PLANNED, "2026-11-21");
  assert.deepEqual(told, [["past", undefined]]);
  await drag(PLANNED, "2026-11-26");
  assert.deepEqual([log, asked], [["ask 2026-11-26"], []]);
});

test("a stale visit goes back, and the calendar is loaded again", async () => {
  const { log, told, drag } = stage({ answers: [[409, { code: "version_stale" }]], wish: { reason: "rain" } });
  await drag(PLANNED, "2026-11-26");
  assert.deepEqual(log.slice(1), ["place 2026-11-26", "back", "refresh undefined"]);
  assert.deepEqual(told, [["stale", undefined]]);
});

test("a refusal goes back with the words of the service", async () => {
  const { log, told, drag } = stage({ answers: [[422, { code: "date_in_past", detail: "too late" }]] });
  await drag(DUE, "2026-11-25");
  assert.deepEqual(log, ["place 2026-11-25", "back"]);
  assert.equal(told[0][0], "too late");
});

test("each failure on the way is told by its own name", async () => {
  const failing = async (fetching) => {
    globalThis.fetch = fetching;
    const refusal = await send("/x", "t", {}).catch((error) => error);
    assert.ok(refusal instanceof Refusal);
    return [refusal.code, refusal.message];
  };
  assert.deepEqual(await failing(async () => Promise.reject(new TypeError())), ["offline", "offline"]);
  assert.deepEqual(await failing(async () => ({ ok: false, status: 401 })), ["signed_out", "signed out"]);
  assert.deepEqual(await failing(async () => ({ ok: false, status: 412 })), ["stale", "stale"]);
  const broken = async () => ({ ok: false, status: 500, json: async () => Promise.reject(new SyntaxError()) });
  assert.deepEqual(await failing(broken), ["failed", "failed"]);
});
