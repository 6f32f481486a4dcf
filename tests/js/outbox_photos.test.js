import assert from "node:assert/strict";
import { test } from "node:test";

import { PIECE_BYTES } from "diaban/field/uploading";

import { VISIT, fates, photo, start } from "./outbox.fake.js";

test("a photo goes in pieces and, after a loss, on from where the register has it", async () => {
  const { outbox, register } = start({ plan: fates("good", "good", "answer lost") });
  await outbox.add("visit", VISIT, [photo("p1", PIECE_BYTES * 2 + 5)]);
  assert.equal((await outbox.flush()).stopped, "offline");
  assert.equal(register.uploads.get("p1").bytes.length, PIECE_BYTES);
  assert.equal((await outbox.flush()).photos, 1);
  assert.equal(register.uploads.get("p1").bytes.length, PIECE_BYTES * 2 + 5);
  assert.equal((await outbox.photos())[0].state, "stored");
});

test("a register that turns every piece back does not keep the phone busy for ever", async () => {
  const { outbox, register, again, send } = start();
  await outbox.add("visit", VISIT, [photo("p1")]);
  send.piece = async () => ({ offset: 0 });
  assert.equal((await again().flush()).stopped, "server");
  assert.equal(register.stored.size, 1);
});

test("a photo whose last piece another request has in hand is not stored yet: it is asked for again", async () => {
  const { outbox, store, send } = start();
  await outbox.add("visit", VISIT, [photo("p1")]);
  const { piece } = send;
  send.piece = async () => ({ offset: 10 });
  await outbox.flush();
  assert.equal((await outbox.photos())[0].state, "waiting");
  assert.equal((await store.bytes("p1")).length, 10);
  send.piece = piece;
  assert.equal((await outbox.flush()).photos, 1);
});

test("a photo whose last answer was lost has its receipt when it is announced again", async () => {
  const { outbox } = start({ plan: fates("good", "good", "answer lost") });
  await outbox.add("visit", VISIT, [photo("p1")]);
  assert.equal((await outbox.flush()).stopped, "offline");
  await outbox.flush();
  const [{ state, answer }] = await outbox.photos();
  assert.deepEqual([state, answer.receipt], ["stored", "BN99999"]);
});

test("a photo that broke on the way is sent once more", async () => {
  const { outbox, send } = start();
  await outbox.add("visit", VISIT, [photo("p1")]);
  const { piece } = send;
  send.piece = async () => ({ outcome: "refused", code: "upload_damaged" });
  await outbox.flush();
  send.piece = piece;
  assert.equal((await outbox.flush()).photos, 1);
});

test("a photo that can no longer be read is told, kept, and does not hold the others up", async () => {
  const { outbox, store } = start();
  for (const uuid of ["p1", "p2"]) await outbox.add("visit", VISIT, [photo(uuid)]);
  const { bytes } = store;
  store.bytes = async (uuid) => {
    if (uuid === "p1") throw Object.assign(new Error("damaged"), { code: "damaged" });
    return bytes(uuid);
  };
  assert.equal((await outbox.flush()).photos, 1);
  assert.deepEqual((await outbox.photos()).map(({ uuid, state }) => [uuid, state]), [["p1", "damaged"], ["p2", "stored"]]);
});

test("a photo of a place where one may not record at present waits, and the others go on", async () => {
  const { outbox, register, send } = start();
  for (const uuid of ["p1", "p2"]) await outbox.add("visit", VISIT, [photo(uuid)]);
  const { announce } = send;
  send.announce = async (shot) => {
    if (shot.uuid === "p1") throw Object.assign(new Error("not_allowed"), { code: "not_allowed" });
    return announce(shot);
  };
  const told = await outbox.flush();
  assert.deepEqual([told.photos, told.stopped, [...register.uploads.keys()]], [1, "not_allowed", ["p2"]]);
  send.announce = announce;
  assert.equal((await outbox.flush()).photos, 1);
});

test("a refused photo says so and keeps its bytes", async () => {
  const { outbox, store, send } = start();
  await outbox.add("visit", VISIT, [photo("p1")]);
  send.announce = async () => ({ outcome: "refused", code: "image_too_large", message: "quá lớn" });
  await outbox.flush();
  const [shot] = await outbox.photos("u1");
  assert.deepEqual([shot.state, shot.answer.code], ["refused", "image_too_large"]);
  assert.equal((await store.bytes("p1")).length, 10);
});

