import assert from "node:assert/strict";
import { test } from "node:test";

import { canonical, rounded } from "diaban/field/canonical";
import { createOutbox, isUnsent } from "diaban/field/outbox";

import { createMemoryStore } from "./memory.js";
import { VISIT, fates, photo, start, states } from "./outbox.fake.js";
import { createFakeRegister, createLine } from "./register.fake.js";

test("entries are stored in the order in which they were made", async () => {
  const { outbox, register } = start();
  for (const place of ["DB00001", "DB00002", "DB00003"]) await outbox.add("visit", { ...VISIT, hotspot: place });
  const told = await outbox.flush();
  assert.deepEqual(register.order, ["u1", "u2", "u3"]);
  assert.deepEqual([told.sent, told.stored, told.stopped], [3, 3, null]);
  assert.equal((await outbox.list())[0].answer.receipt, "BN00001");
});

test("more entries than one request takes are all sent", async () => {
  const { outbox, register } = start();
  for (let i = 0; i < 45; i += 1) await outbox.add("count", { unit: "x", n: i });
  assert.equal((await outbox.flush()).stored, 45);
  assert.equal(register.stored.size, 45);
});

test("a lost request leaves everything waiting, and the next meeting stores it once", async () => {
  const { outbox, register } = start({ plan: fates("request lost") });
  await outbox.add("visit", VISIT);
  assert.equal((await outbox.flush()).stopped, "offline");
  assert.deepEqual(await states(outbox), ["waiting"]);
  await outbox.flush();
  assert.equal(register.stored.size, 1);
});

test("a lost answer is asked for again under the same identifier: stored once, the same receipt", async () => {
  const { outbox, register } = start({ plan: fates("answer lost") });
  await outbox.add("visit", VISIT);
  await outbox.flush();
  await outbox.flush();
  const [entry] = await outbox.list();
  assert.deepEqual([entry.state, entry.answer.outcome, entry.answer.receipt], ["stored", "already", "BN00001"]);
  assert.equal(register.stored.size, 1);
});

test("after a crash on the way the entry is sent again", async () => {
  const { outbox, store, again } = start();
  const entry = await outbox.add("visit", VISIT);
  await store.save({ ...entry, state: "sending", times: 1 });
  await again().flush();
  assert.deepEqual(await states(outbox), ["stored"]);
});

test("an entry is changed only before it left for the first time", async () => {
  const { outbox, register } = start({ plan: fates("answer lost") });
  const { uuid } = await outbox.add("visit", VISIT);
  await outbox.edit(uuid, { ...VISIT, note: "sáng" });
  await outbox.flush();
  await assert.rejects(outbox.edit(uuid, { ...VISIT, note: "tối" }), { code: "already_sent" });
  await assert.rejects(outbox.discard(uuid), { code: "already_sent" });
  await outbox.flush();
  assert.equal(register.stored.get(uuid).body.note, "sáng");
});

test("an entry that is being changed is held back, and goes as it was changed, under its own identifier, with its photos", async () => {
  const { outbox, register, store } = start();
  const { uuid, recorded_at: at } = await outbox.add("visit", VISIT, [photo("p1"), photo("p2")]);
  await outbox.hold(uuid);
  assert.equal((await outbox.flush()).sent, 0);
  const [kept] = await outbox.shots(uuid);
  const changed = await outbox.edit(uuid, { ...VISIT, note: "sáng" }, [kept, photo("p3", 20)], { name: "Hẻm" });
  assert.deepEqual([changed.uuid, changed.seq, changed.recorded_at, changed.about.name], [uuid, 1, at, "Hẻm"]);
  await outbox.flush();
  assert.deepEqual([register.stored.get(uuid).body.note, [...register.uploads.keys()]], ["sáng", ["p1", "p3"]]);
  assert.equal(await store.bytes("p2"), undefined);
  await assert.rejects(outbox.hold(uuid), { code: "already_sent" });
});

test("an entry that was held back can be let go as it is, or forgotten", async () => {
  const { outbox, register } = start();
  for (const n of [1, 2]) await outbox.add("count", { unit: "x", n });
  for (const { uuid } of await outbox.list()) await outbox.hold(uuid);
  assert.ok((await outbox.list()).every(isUnsent));
  await outbox.release("u1");
  await outbox.discard("u2");
  await outbox.flush();
  assert.deepEqual([...register.stored.keys()], ["u1"]);
});

test("a refused entry is put right as another one, with other photos", async () => {
  const { outbox, register } = start({ judge: ({ body }) => body.note && { outcome: "refused", code: "personal_data" } });
  const { uuid } = await outbox.add("visit", { ...VISIT, note: "tên người" }, [photo("p1"), photo("p2")]);
  await outbox.flush();
  const shots = await outbox.shots(uuid);
  await outbox.replace(uuid, VISIT, shots.slice(1));
  await outbox.flush();
  assert.deepEqual([await states(outbox), [...register.uploads.keys()]], [["replaced", "stored"], ["p2"]]);
});

test("an entry is changed in turn with the meetings of other pages", async () => {
  const order = [];
  const inTurn = async (act) => {
    order.push("turn");
    return act();
  };
  const register = createFakeRegister();
  const outbox = createOutbox({ store: createMemoryStore(), send: createLine(register), now: () => new Date(0), uuid: () => "u1", inTurn });
  await outbox.add("visit", VISIT);
  await outbox.hold("u1");
  await outbox.edit("u1", VISIT);
  await outbox.discard("u1");
  assert.deepEqual(order, ["turn", "turn", "turn"]);
});

test("one refused entry does not stop the others, and keeps its photos", async () => {
  const { outbox, register } = start({ judge: ({ body }) => body.note && { outcome: "refused", code: "personal_data" } });
  await outbox.add("visit", { ...VISIT, note: "tên người" }, [photo("p1")]);
  await outbox.add("visit", VISIT, [photo("p2")]);
  const told = await outbox.flush();
  assert.deepEqual(await states(outbox), ["refused", "stored"]);
  assert.deepEqual([told.refused, told.stored, told.photos], [1, 1, 1]);
  assert.deepEqual([...register.uploads.keys()], ["p2"]);
  assert.equal((await outbox.photos("u1"))[0].state, "waiting");
});

test("a conflict is sent again as a visit of its own under a new identifier, with its photos", async () => {
  const judge = ({ body }) => body.planned && { outcome: "conflict", code: "version_stale", current: { version: 2 } };
  const { outbox, register } = start({ judge });
  const { uuid } = await outbox.add("visit", { ...VISIT, planned: { visit: "GS00009", version: 1 } }, [photo("p1")]);
  await outbox.flush();
  const [met] = await outbox.list();
  assert.deepEqual([met.state, met.answer.current.version], ["conflict", 2]);
  const fresh = await outbox.replace(uuid, { ...met.body, planned: null });
  assert.notEqual(fresh.uuid, uuid);
  assert.equal(fresh.recorded_at, met.recorded_at);
  await outbox.flush();
  assert.deepEqual(await states(outbox), ["replaced", "stored"]);
  assert.equal(register.stored.size, 1);
  assert.equal(register.uploads.get("p1").entry, fresh.uuid);
});

test("what was stored or waits is not replaced, so nothing can come in twice", async () => {
  const { outbox } = start();
  const { uuid } = await outbox.add("visit", VISIT);
  await assert.rejects(outbox.replace(uuid, VISIT), { code: "not_answered" });
  await outbox.flush();
  await assert.rejects(outbox.replace(uuid, VISIT), { code: "not_answered" });
});

test("an entry that the register is too old for waits until it is newer", async () => {
  const { outbox, register } = start({ judge: () => ({ outcome: "refused", code: "format_unknown" }) });
  await outbox.add("visit", VISIT);
  await outbox.flush();
  assert.deepEqual(await states(outbox), ["refused"]);
  register.judge = () => null;
  await outbox.flush();
  assert.deepEqual(await states(outbox), ["stored"]);
});

for (const code of ["signed_out", "wiped", "server", "other_account"]) {
  test(`nothing is lost when the meeting ends with ${code}`, async () => {
    const { outbox, send } = start();
    await outbox.add("visit", VISIT, [photo("p1")]);
    send.entries = async () => {
      throw Object.assign(new Error(code), { code });
    };
    assert.equal((await outbox.flush()).stopped, code);
    assert.deepEqual(await states(outbox), ["waiting"]);
  });
}

test("a fault of our own is not taken for a bad line", async () => {
  const { outbox, send } = start();
  await outbox.add("visit", VISIT);
  send.entries = async () => {
    throw new TypeError("a fault");
  };
  await assert.rejects(outbox.flush(), TypeError);
  assert.deepEqual(await states(outbox), ["waiting"]);
});

test("an answer that leaves an entry out leaves it waiting", async () => {
  const { outbox, send } = start();
  await outbox.add("visit", VISIT);
  send.entries = async () => [];
  await outbox.flush();
  assert.deepEqual(await states(outbox), ["waiting"]);
});

test("a full phone keeps nothing by halves and says so", async () => {
  const { outbox, store } = start();
  store.failing = () => {
    throw Object.assign(new Error("full"), { code: "storage_full" });
  };
  await assert.rejects(outbox.add("visit", VISIT, [photo("p1")]), { code: "storage_full" });
  store.failing = () => {};
  assert.deepEqual([await outbox.list(), await outbox.photos()], [[], []]);
});

test("two calls at once are one meeting", async () => {
  const { outbox, register } = start();
  await outbox.add("visit", VISIT);
  const [first, second] = await Promise.all([outbox.flush(), outbox.flush()]);
  assert.equal(first, second);
  assert.equal(register.order.length, 1);
});

test("what cannot be read any more is not sent, stays to be seen and can be forgotten", async () => {
  const { outbox, store, register } = start();
  const entry = await outbox.add("visit", VISIT);
  await store.save({ ...entry, state: "damaged", body: null });
  await outbox.flush();
  assert.equal(register.stored.size, 0);
  await outbox.discard(entry.uuid);
  assert.deepEqual(await outbox.list(), []);
});

test("the time of the device carries its offset, whatever the clock says", async () => {
  const { outbox } = start();
  const { recorded_at: at } = await outbox.add("visit", VISIT);
  assert.match(at, /[+-]\d\d:\d\d$/);
  assert.equal(Date.parse(at), Date.parse("2026-11-22T02:00:00Z"));
});

test("the same value gives the same text whatever the order of its keys", () => {
  assert.equal(canonical({ b: [1, { d: null, c: "ắ" }], a: 0.5 }), '{"a":0.5,"b":[1,{"c":"ắ","d":null}]}');
  assert.deepEqual([rounded(106.123456789, 6), rounded(Number.NaN, 1)], [106.123457, null]);
});

test("a change made while a meeting is under way waits for its end", async () => {
  const { outbox, register, send } = start();
  const { uuid } = await outbox.add("visit", VISIT);
  const entries = send.entries;
  let edited;
  send.entries = async (list) => {
    edited = outbox.edit(uuid, { ...VISIT, note: "muộn" });
    edited.catch(() => {});
    return entries(list);
  };
  await outbox.flush();
  await assert.rejects(edited, { code: "already_sent" });
  assert.equal(register.stored.get(uuid).body.note, undefined);
});
