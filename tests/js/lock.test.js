import assert from "node:assert/strict";
import { test } from "node:test";

import { changePin, isGoodPin, makeLock, open, openBytes, openLock, seal, sealBytes } from "diaban/field/crypto";
import { secondsLeft, waitAfter } from "diaban/field/waits";

const ROUNDS = { rounds: 1000 }; // what is tried here does not depend on them

test("the PIN opens what was sealed, another PIN nothing", async () => {
  const { lock, key } = await makeLock("482913", ROUNDS);
  const sealed = await seal(key, "outbox/u1", { note: "đèn sáng" });
  const again = await openLock(lock, "482913");
  assert.deepEqual(await open(again, "outbox/u1", sealed), { note: "đèn sáng" });
  assert.equal(await openLock(lock, "482914"), null);
});

test("nothing readable lies in what is stored", async () => {
  const { lock, key } = await makeLock("482913", ROUNDS);
  const { data } = await seal(key, "area", { name: "Hẻm 1678" });
  const stored = Buffer.concat([data, lock.wrapped, lock.salt]).toString("latin1");
  assert.ok(!stored.includes("1678") && !stored.includes("482913"));
  await assert.rejects(crypto.subtle.exportKey("raw", await openLock(lock, "482913")));
});

test("one changed bit, or another place, is found out", async () => {
  const { key } = await makeLock("482913", ROUNDS);
  const sealed = await sealBytes(key, "bytes/p1", new Uint8Array([1, 2, 3]));
  await assert.rejects(openBytes(key, "bytes/p2", sealed), { code: "damaged" });
  sealed.data[0] ^= 1;
  await assert.rejects(openBytes(key, "bytes/p1", sealed), { code: "damaged" });
});

test("the same value is sealed differently each time", async () => {
  const { key } = await makeLock("482913", ROUNDS);
  const [one, other] = await Promise.all([seal(key, "x", "a"), seal(key, "x", "a")]);
  assert.notDeepEqual(one.data, other.data);
});

test("a new PIN opens the same data; the old one opens nothing any more", async () => {
  const { lock, key } = await makeLock("482913", ROUNDS);
  const sealed = await seal(key, "x", "kept");
  assert.equal(await changePin(lock, "000000", "771204"), null);
  const changed = await changePin(lock, "482913", "771204");
  assert.equal(await open(await openLock(changed, "771204"), "x", sealed), "kept");
  assert.equal(await openLock(changed, "482913"), null);
});

test("a PIN has six digits or more and is no plain row", () => {
  const tried = ["482913", "12345", "abcdef", "111111", "123456", "987654", "112233", "4829137"];
  assert.deepEqual(tried.map(isGoodPin), [true, false, false, false, false, false, true, true]);
});

test("each wrong PIN after the third waits longer, at most an hour", () => {
  assert.deepEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 50].map(waitAfter), [0, 0, 0, 15, 30, 60, 300, 900, 3600, 3600]);
});

test("a clock that was turned does not shorten the wait below nothing nor stretch it", () => {
  const lock = { failures: 4, failed_at: 1_000_000 };
  assert.deepEqual([secondsLeft(lock, 1_010_000), secondsLeft(lock, 1_040_000), secondsLeft(lock, 500_000)], [20, 0, 30]);
});
