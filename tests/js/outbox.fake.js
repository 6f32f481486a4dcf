/** What stories of the outbox begin with: one on a phone that has a fake register to talk to. */

import { createOutbox } from "diaban/field/outbox";

import { createMemoryStore } from "./memory.js";
import { createFakeRegister, createLine } from "./register.fake.js";

export const VISIT = { hotspot: "DB00001", answers: { den: "yes" }, form: "on_site", images: [] };

/** Returns an outbox with its store and register; `judge` answers entries, `plan` tells the fate of each request. */
export function start({ judge, plan } = {}) {
  const register = createFakeRegister({ judge });
  const store = createMemoryStore();
  const send = createLine(register, plan);
  let count = 0;
  const tools = { store, send, now: () => new Date("2026-11-22T02:00:00Z"), uuid: () => `u${(count += 1)}` };
  return { register, store, send, outbox: createOutbox(tools), again: () => createOutbox(tools) };
}

/** Returns a photo of some bytes. */
export function photo(uuid, size = 10) {
  return { uuid, bytes: new Uint8Array(size).fill(7), media_type: "image/jpeg", is_blurred: true };
}

/** Returns the states of all entries. */
export const states = async (outbox) => (await outbox.list()).map(({ state }) => state);

/** Returns a plan in which requests have these fates, one after the other, and good ones from then on. */
export const fates = (...list) => () => list.shift() ?? "good";
