/**
 * Owns random histories of two devices that lose requests, answers and power, against the real register.
 *
 * Speaks JSON lines with tests/layers/sync/histories.py: it asks on standard output, and reads the answer on standard
 * input. Started as: node --import ./tests/js/register.js tests/js/histories.js FIRST COUNT. A history is what its seed
 * says, and nothing else. It writes {"seed", "faults"} for each, and ends.
 */

import { once } from "node:events";
import { createInterface } from "node:readline";

import { createOutbox, neverLeft } from "diaban/field/outbox";

import { createMemoryStore } from "./memory.js";

const START_MS = Date.parse("2026-11-22T02:00:00Z");
const DAY_MS = 86_400_000;
const SKEWS_MS = [0, 0, 0, 45_000, -3 * DAY_MS, DAY_MS, 400 * DAY_MS];
const FATES = ["good", "good", "good", "lost", "unheard", "twice", "late", "server"];
const OFTEN = ["record", "record", "record", "flush", "flush", "flush", "flush", "deliver", "deliver"];
const STEPS = [...OFTEN, ...OFTEN, "edit", "edit", "discard", "crash", "full", "answer", "answer", "move", "move", "form", "rights", "rights", "wipe"];
const MOST_STEPS = 24;

const lines = createInterface({ input: process.stdin });
const waiting = [];
lines.on("line", (line) => waiting.shift()(JSON.parse(line)));

/** Promises the register's answer to a question. */
async function ask(op, told = {}) {
  const answer = new Promise((resolve) => waiting.push(resolve));
  if (!process.stdout.write(`${JSON.stringify({ op, ...told })}\n`)) await once(process.stdout, "drain");
  return answer;
}

/** Returns a source of random numbers: the same for the same seed (mulberry32). */
function createChance(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (most) => Math.floor(next() * most);
  const hex = (count) => Array.from({ length: count }, () => below(16).toString(16)).join("");
  return { below, pick: (list) => list[below(list.length)], uuid: () => [8, 4, 4, 4, 12].map(hex).join("-") };
}

/** Returns the way of one device to the register, on which anything may happen; `deliver` brings what was held up. */
function createLine(device, chance, world) {
  const late = [];

  async function go(op, told) {
    const carry = () => ask(op, { who: device.who, device: device.uuid, ...told });
    const fate = world.calm ? "good" : chance.pick(FATES);
    if (fate === "late") late.push(carry);
    if (fate === "lost" || fate === "late") throw stop("offline");
    if (fate === "server") throw stop("server");
    const answer = await carry();
    if (fate === "twice") await carry();
    if (fate === "unheard") throw stop("offline");
    if (answer.stop) throw stop(answer.stop);
    return answer.told;
  }

  const sentAt = () => device.now().toISOString();
  return {
    entries: (entries) => go("entries", { sent_at: sentAt(), entries }),
    announce: ({ uuid, entry, size, sha256, media_type, is_blurred }) =>
      go("announce", { photo: { uuid, entry, size, sha256, media_type, is_blurred } }),
    piece: (uuid, offset, bytes) => go("piece", { uuid, offset, bytes: Buffer.from(bytes).toString("base64") }),
    deliver: async () => {
      const chosen = late.splice(chance.below(late.length || 1), 1); // in any order
      for (const carry of chosen) await carry();
      return late.length;
    },
  };
}

function stop(code) {
  return Object.assign(new Error(code), { code });
}

async function startDevice(who, chance, world) {
  const device = { who, uuid: (await ask("device", { who })).device, store: createMemoryStore(), texts: new Map(), before: new Map() };
  const skew = chance.pick(SKEWS_MS);
  device.now = () => new Date(START_MS + world.minutes * 60_000 + skew);
  device.line = createLine(device, chance, world);
  device.start = () => createOutbox({ store: device.store, send: device.line, now: device.now, uuid: chance.uuid });
  device.outbox = device.start();
  world.devices.push(device);
  world.all.push(device);
  return device;
}

/** Returns a text that no other visit has, and that names nobody unless it is to be refused. */
function newText(world, isRefused = false) {
  world.texts += 1;
  return `Lượt ${world.seed}-${world.texts}${isRefused ? ", gặp ông Trần Văn Bưởi" : ""}`;
}

function bodyOf(world, note, planned = null) {
  const answers = world.form.items.length ? { [world.form.items[0].code]: world.form.items[0].answer } : {};
  return { hotspot: "DB00001", form: "on_site", result: "same", units: [], head_count: 2, note, planned, answers,
    checklist: world.form.checklist };
}

const DEEDS = {
  async record(device, chance, world) {
    const planned = chance.below(4) ? null : (await ask("plan")).told;
    if (planned) world.plans.push(planned);
    const body = bodyOf(world, newText(world, chance.below(8) === 0), planned);
    const photos = chance.below(2) ? [] : [{ uuid: chance.uuid(), bytes: world.photo, media_type: "image/jpeg", is_blurred: true }];
    await guarded(async () => {
      const entry = await device.outbox.add("visit", body, photos);
      device.texts.set(entry.uuid, body.note);
    });
  },
  async edit(device, chance, world) {
    const entry = chance.pick((await device.outbox.list()).filter(neverLeft));
    if (!entry) return;
    const body = { ...entry.body, note: newText(world) };
    await guarded(async () => {
      if (chance.below(2)) await device.outbox.hold(entry.uuid);
      if (chance.below(4) === 0) return; // the person left the form: what was held back stays so
      await device.outbox.edit(entry.uuid, body);
      device.texts.set(entry.uuid, body.note);
    });
  },
  async discard(device, chance) {
    const entry = chance.pick((await device.outbox.list()).filter(neverLeft));
    if (!entry || chance.below(3)) return;
    await device.outbox.discard(entry.uuid);
    device.texts.delete(entry.uuid);
  },
  flush: (device, chance, world) => flush(device, chance, world),
  async crash(device) {
    device.outbox = device.start(); // what was on its way is forgotten, what was stored is not
  },
  async full(device) {
    device.store.failing = () => {
      device.store.failing = () => {};
      throw new Error("QuotaExceededError");
    };
  },
  deliver: (device) => device.line.deliver(),
  answer: (device, _chance, world) => decide(device, world),
  async move(_device, chance, world) {
    if (world.plans.length) await ask("move", { plan: chance.pick(world.plans), how: chance.pick(["moved", "cancelled", "made"]) });
  },
  async form(_device, _chance, world) {
    world.form = (await ask("form")).told;
  },
  rights: (device, chance) => ask("rights", { who: device.who, how: chance.pick(["gone", "elsewhere"]) }),
  async wipe(device, chance) {
    if (chance.below(4) === 0) await ask("wipe", { device: device.uuid });
  },
};

/** Does something that a full store may stop; then the person is told, and nothing was kept. */
async function guarded(deed) {
  try {
    await deed();
  } catch (error) {
    if (error.message !== "QuotaExceededError") throw error;
  }
}

async function flush(device, chance, world) {
  let told = null;
  await guarded(async () => {
    told = await device.outbox.flush();
  });
  const isWiped = told?.stopped === "wiped" || (world.calm && (await ask("session", { who: device.who, device: device.uuid })).told === "wiped");
  if (!isWiped) return;
  world.devices.splice(world.devices.indexOf(device), 1);
  for (const text of device.texts.values()) world.mayBeLost.add(text);
  await startDevice(device.who, chance, world);
}

/** Decides what was held back, refused or met a conflict, as a person would: without the plan, and without the name. */
async function decide(device, world) {
  for (const entry of await device.outbox.list()) {
    if (entry.state === "held") await guarded(() => device.outbox.release(entry.uuid));
    if (!["refused", "conflict"].includes(entry.state)) continue;
    if (entry.answer.code === "replaced_is_stored") {
      await device.outbox.discard(entry.uuid);
      device.texts.delete(entry.uuid);
      device.texts.set(...device.before.get(entry.uuid)); // an older request came through after all
      continue;
    }
    const body = { ...entry.body, planned: null, note: entry.answer.code === "personal_data" ? newText(world) : entry.body.note };
    await guarded(async () => {
      const fresh = await device.outbox.replace(entry.uuid, body);
      device.before.set(fresh.uuid, [entry.uuid, device.texts.get(entry.uuid)]);
      device.texts.delete(entry.uuid);
      device.texts.set(fresh.uuid, body.note);
    });
  }
}

/** Ends a history: the network is good, everything is sent and decided, what was held up comes at last. */
async function settle(chance, world) {
  world.calm = true;
  await ask("restore");
  for (let turn = 0; turn < 6; turn += 1) {
    for (const device of [...world.devices]) {
      device.store.failing = () => {};
      device.outbox = device.start();
      await flush(device, chance, world);
      await decide(device, world);
    }
  }
  for (const device of world.all) while (await device.line.deliver());
}

/** Compares what the devices hold with what the register has; returns what is wrong, in words. */
async function compare(world) {
  const { told } = await ask("state", { seed: world.seed, devices: world.devices.map(({ uuid }) => uuid) });
  const faults = [];
  const times = new Map();
  for (const { note, day } of told.visits) {
    times.set(note, (times.get(note) ?? 0) + 1);
    if (day !== "2026-11-22") faults.push(`${note} is said to be of ${day}`);
  }
  const wanted = new Set(world.devices.flatMap(({ texts }) => [...texts.values()]));
  for (const text of wanted) if (!times.has(text)) faults.push(`lost: ${text}`);
  for (const [text, count] of times) {
    if (count > 1) faults.push(`stored ${count} times: ${text}`);
    if (!wanted.has(text) && !world.mayBeLost.has(text)) faults.push(`nobody recorded: ${text}`);
  }
  for (const device of world.devices) {
    const known = new Map(told.entries[device.uuid].map((answer) => [answer.uuid, answer]));
    for (const { uuid, state, answer } of await device.outbox.list()) {
      if (state === "replaced") continue;
      if (state !== "stored") faults.push(`${uuid} is ${state} (${answer?.code})`);
      else if (known.get(uuid)?.receipt !== answer.receipt) faults.push(`${uuid} has another receipt`);
    }
    for (const { uuid, state } of await device.outbox.photos()) {
      if (state !== "stored" || !told.pictures.includes(uuid)) faults.push(`picture ${uuid} is ${state}`);
    }
  }
  return faults;
}

async function live(seed) {
  const chance = createChance(seed);
  const { told } = await ask("begin");
  const photo = new Uint8Array(Buffer.from(told.photo, "base64"));
  const world = { seed, devices: [], all: [], plans: [], mayBeLost: new Set(), texts: 0, minutes: 0, calm: false, form: told.form, photo };
  for (const who of [0, 1]) await startDevice(who, chance, world);
  world.all = world.devices;
  const steps = 6 + chance.below(MOST_STEPS);
  for (let step = 0; step < steps; step += 1) {
    world.minutes += chance.below(5);
    await ask("time", { minutes: world.minutes });
    await DEEDS[chance.pick(STEPS)](chance.pick(world.devices), chance, world);
  }
  await settle(chance, world);
  return compare(world);
}

const [first, count] = process.argv.slice(2).map(Number);
for (let seed = first; seed < first + count; seed += 1) {
  await ask("done", { seed, faults: await live(seed) });
}
process.exit(0);
