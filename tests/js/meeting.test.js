import assert from "node:assert/strict";
import { test } from "node:test";

import { createSync, onceMore } from "diaban/field/sync";
import { createTransport } from "diaban/field/transport";

const SESSION = { csrf: "c1", account: { name: "lan", locale: "vi" }, device: { uuid: "d1", state: "known" } };
const FACTS = { account: "lan", etag: "old" };
const problem = (status, code) => Response.json({ code, detail: `${code}!`, facts: {} }, { status });

/** A register of which each address answers in turn what it is given. */
function serve(answers) {
  const asked = [];
  const get = async (path, options) => {
    const name = `${options.method} ${path.split("?")[0].replace("/api/sync/", "")}`;
    asked.push({ name, ...options });
    const given = answers[name]?.shift();
    if (!given) throw new TypeError("Failed to fetch");
    return typeof given === "function" ? given(options) : given;
  };
  const transport = createTransport({ get, device: "d1", now: () => new Date("2026-11-22T02:00:00Z") });
  return { asked, transport, sent: (name) => asked.filter((one) => one.name === name) };
}

const meetWith = (answers, outbox = { flush: async () => ({ stopped: null, stored: 0 }) }) => {
  const served = serve(answers);
  const sync = createSync({ transport: served.transport, outbox, inTurn: (act) => act() });
  return { ...served, meet: () => sync.meet(FACTS) };
};

test("a meeting sends what waits and brings the newer area", async () => {
  const { meet } = meetWith({
    "GET session": [Response.json(SESSION)],
    "GET area": [Response.json({ format: 1 }, { headers: { ETag: "new" } })],
  });
  const { stopped, fresh } = await meet();
  assert.deepEqual([stopped, fresh.etag, fresh.area.format], [null, "new", 1]);
});

test("an area that is still the same is not brought again", async () => {
  const { meet, sent } = meetWith({ "GET session": [Response.json(SESSION)], "GET area": [new Response(null, { status: 304 })] });
  assert.equal((await meet()).fresh, null);
  assert.equal(sent("GET area")[0].headers["If-None-Match"], "old");
});

const ENDS = [
  ["offline", {}],
  ["signed_out", { "GET session": [problem(401, "not_signed_in")] }],
  ["wiped", { "GET session": [problem(410, "device_wiped")] }],
  ["wiped", { "GET session": [Response.json({ ...SESSION, device: { state: "wiped" } })] }],
  ["other_account", { "GET session": [Response.json({ ...SESSION, account: { name: "khanh" } })] }],
  ["other_account", { "GET session": [Response.json({ ...SESSION, device: { state: "other" } })] }],
  ["not_allowed", { "GET session": [problem(403, "not_allowed")] }],
  ["other_account", { "GET session": [problem(403, "device_of_another")] }],
  ["server", { "GET session": [problem(503, "storage_unavailable")] }],
  ["offline", { "GET session": [new Response("<html>a hotel asks to sign in", { status: 200 })] }],
];
for (const [end, answers] of ENDS) {
  test(`a meeting that ends with ${end} sends nothing (${Object.keys(answers).length ? "answered" : "no answer"})`, async () => {
    let isFlushed = false;
    const { meet } = meetWith(answers, { flush: async () => (isFlushed = true) });
    assert.equal((await meet()).stopped, end);
    assert.equal(isFlushed, false);
  });
}

test("a change carries the session's token, and a fresh one where the old has expired", async () => {
  const { transport, sent } = serve({
    "GET session": [Response.json(SESSION), Response.json({ ...SESSION, csrf: "c2" })],
    "POST entries": [problem(400, "form_expired"), Response.json({ answers: [{ uuid: "u1", outcome: "stored" }] })],
  });
  await transport.session();
  const [answer] = await transport.entries([{ uuid: "u1" }]);
  assert.equal(answer.outcome, "stored");
  assert.deepEqual(sent("POST entries").map(({ headers }) => headers["X-CSRFToken"]), ["c1", "c2"]);
});

test("the clock of the device goes along, wrong as it may be", async () => {
  const { transport, sent } = serve({ "POST entries": [Response.json({ answers: [] })] });
  await transport.entries([{ uuid: "u1" }]);
  assert.equal(Date.parse(JSON.parse(sent("POST entries")[0].body).sent_at), Date.parse("2026-11-22T02:00:00Z"));
});

test("an entry that makes the whole request fail is refused alone; the others are stored", async () => {
  const judge = ({ body }) => {
    const { entries } = JSON.parse(body);
    if (entries.some(({ uuid }) => uuid === "bad")) return problem(422, "field_invalid");
    return Response.json({ answers: entries.map(({ uuid }) => ({ uuid, outcome: "stored" })) });
  };
  const { transport } = serve({ "POST entries": [judge, judge, judge] });
  const answers = await transport.entries([{ uuid: "good" }, { uuid: "bad" }]);
  assert.deepEqual(answers.map(({ uuid, outcome }) => [uuid, outcome]), [["good", "stored"], ["bad", "refused"]]);
  assert.equal(answers[1].message, "field_invalid!");
});

test("a session that ends in the middle is no refusal", async () => {
  const { transport } = serve({ "POST entries": [problem(401, "not_signed_in")] });
  await assert.rejects(transport.entries([{ uuid: "u1" }]), { code: "signed_out" });
});

test("a piece that begins at the wrong place is told where the register stands", async () => {
  const { transport, sent } = serve({
    "PATCH uploads/p1": [
      new Response(null, { status: 409, headers: { "Upload-Offset": "5" } }),
      new Response(null, { status: 204, headers: { "Upload-Offset": "9" } }),
      Response.json({ outcome: "stored", receipt: "BN00007" }),
    ],
  });
  assert.deepEqual(await transport.piece("p1", 0, new Uint8Array(4)), { offset: 5 });
  assert.deepEqual(await transport.piece("p1", 5, new Uint8Array(4)), { offset: 9 });
  assert.equal((await transport.piece("p1", 9, new Uint8Array(4))).receipt, "BN00007");
  assert.equal(sent("PATCH uploads/p1")[1].headers["Upload-Offset"], "5");
});

test("a photo that is too large is refused in the register's own words", async () => {
  const { transport } = serve({ "POST uploads": [problem(413, "image_too_large")] });
  const told = await transport.announce({ uuid: "p1", entry: "u1", size: 9, sha256: "x", media_type: "image/jpeg", is_blurred: true });
  assert.deepEqual([told.outcome, told.code, told.message], ["refused", "image_too_large", "image_too_large!"]);
});

test("a device that the register does not know any more makes itself known first", async () => {
  const order = [];
  const { meet, sent } = meetWith({
    "GET session": [Response.json({ ...SESSION, device: { state: "unknown" } })],
    "POST devices": [() => order.push("registered") && Response.json({ state: "known" })],
    "GET area": [new Response(null, { status: 304 })],
  }, { flush: async () => order.push("sent") && { stopped: null } });
  assert.equal((await meet()).stopped, null);
  assert.deepEqual([order, sent("POST devices").length], [["registered", "sent"], 1]);
});

test("entries that a register without this device turns away are not refused", async () => {
  const { transport } = serve({ "POST entries": [problem(404, "device_not_found")] });
  await assert.rejects(transport.entries([{ uuid: "u1" }]), { code: "server" });
});

test("a photo whose visit is not stored yet waits", async () => {
  const { transport } = serve({ "POST uploads": [problem(404, "entry_not_stored")] });
  assert.deepEqual(await transport.announce({ uuid: "p1" }), { outcome: "later" });
});

test("what is asked for during a meeting is met once more after it, however often it was asked", async () => {
  const waiting = ["first"];
  const sent = [];
  let goOn;
  const meet = onceMore(async () => {
    const seen = waiting.splice(0);
    await new Promise((resolve) => { goOn = resolve; });
    sent.push(seen);
  });
  const met = meet();
  waiting.push("kept meanwhile");
  assert.equal(meet(), met);
  meet();
  goOn();
  await new Promise(setImmediate);
  goOn();
  await met;
  assert.deepEqual(sent, [["first"], ["kept meanwhile"]]);
});

test("a meeting that broke down does not keep the next one away", async () => {
  let times = 0;
  const meet = onceMore(async () => {
    times += 1;
    if (times === 1) throw new Error("broken");
  });
  await assert.rejects(meet());
  await meet();
  assert.equal(times, 2);
});
