/**
 * Owns what was recorded here and is not yet known to be in the register: its order, its states, sending it again.
 *
 * An entry is {uuid, seq, kind, state, format, recorded_at, body, digest, about, times, answer, replaces}. Its state is
 * "waiting", "held" (being changed: it is not sent meanwhile), "sending" (on the way; after a crash as good as waiting),
 * "stored", "refused", "conflict" or "replaced" (by another entry); a store may also tell "damaged" of one that it can no
 * longer read. `times` counts how often it left:
 * from the first time on it is never changed, since an answer may have been lost on the way back. `about` is what this
 * device says of it, {name, place}; it is not sent.
 *
 * Photos are {uuid, entry, state, size, sha256, media_type, is_blurred, answer}, their bytes apart; they follow the visit
 * they belong to. `store` keeps both (field/store.js, or tests/js/memory.js); `send` brings them to the register
 * (field/transport.js) and throws errors with a `code` of `STOPS` where there is no answer.
 */

import { digestOf, sha256 } from "diaban/field/canonical";
import { localTime } from "diaban/field/clock";
import { sendPhoto } from "diaban/field/uploading";

const FORMAT = 1;
export const STOPS = ["offline", "signed_out", "other_account", "not_allowed", "wiped", "server"];

const BATCH = 20;
const IS_KEPT = new Set(["stored", "already"]);
const CAN_GO = new Set(["refused", "conflict", "damaged", "stored", "replaced"]);

/**
 * Returns the outbox of this device; `now` gives the device's time, `uuid` a new identifier. `inTurn` lets no change of an
 * entry run beside a meeting of another page or of the worker, which have outboxes of their own over the same store.
 */
export function createOutbox({ store, send, now, uuid, inTurn = (act) => act() }) {
  let running = null;

  const alone = (act) => inTurn(async () => {
    await running;
    return act();
  });

  async function entryOf(kind, body, more) {
    return {
      uuid: uuid(), kind, state: "waiting", format: FORMAT, recorded_at: localTime(now()),
      body, digest: await digestOf(body), about: {}, times: 0, answer: null, replaces: null, ...more,
    };
  }

  const shotsOf = (photos, entry) => Promise.all(photos.map(async (photo) => ({
    ...photo, entry, state: "waiting", answer: null, size: photo.bytes.length, sha256: await sha256(photo.bytes),
  })));

  /** Keeps an entry and its photos ([{uuid, bytes, media_type, is_blurred}]), all or nothing; it is sent by `flush`. */
  async function add(kind, body, photos = [], about = {}) {
    const entry = await entryOf(kind, body, { about });
    return store.add(entry, await shotsOf(photos, entry.uuid));
  }

  async function unsent(id) {
    const entry = await store.get(id);
    if (!neverLeft(entry)) throw failure("already_sent");
    return entry;
  }

  async function mark(id, state) {
    const marked = { ...(await unsent(id)), state };
    await store.save(marked);
    return marked;
  }

  /** Holds an entry back that has never left the device, while it is being changed. */
  const hold = (id) => alone(() => mark(id, "held"));

  /** Lets an entry go that was held back, as it is. */
  const release = (id) => alone(() => mark(id, "waiting"));

  /** Changes an entry that has never left the device; photos that are given are all that it has from then on. */
  const edit = (id, body, photos = null, about = null) => alone(async () => {
    const entry = await unsent(id);
    const changed = { ...entry, state: "waiting", body, digest: await digestOf(body), about: about ?? entry.about };
    await store.rewrite(changed, photos && await shotsOf(photos, id));
    return changed;
  });

  /** Puts a new entry in the place of one that was refused or met a conflict; its photos go along, or are those given. */
  const replace = (id, body, photos = null, about = null) => alone(async () => {
    const old = await store.get(id);
    if (!["refused", "conflict"].includes(old.state)) throw failure("not_answered");
    const fresh = await entryOf(old.kind, body, { about: about ?? old.about, recorded_at: old.recorded_at, replaces: id });
    return store.replace({ ...old, state: "replaced", body: null }, fresh, photos && await shotsOf(photos, fresh.uuid));
  });

  /** Forgets an entry: one that never left, or one whose answer is known. */
  const discard = (id) => alone(async () => {
    const entry = await store.get(id);
    if (!CAN_GO.has(entry.state) && entry.times > 0) throw failure("already_sent");
    await store.remove(id);
  });

  /** Promises the photos of an entry as they would be sent, [{uuid, bytes, is_blurred}], without those that cannot be read. */
  async function shots(id) {
    const readable = (await store.photos(id)).filter(({ state }) => state === "waiting");
    const opened = readable.map(async (photo) => {
      try {
        return { ...photo, bytes: await store.bytes(photo.uuid) };
      } catch (error) {
        if (error.code !== "damaged") throw error;
        return null;
      }
    });
    return (await Promise.all(opened)).filter(Boolean);
  }

  /** Sends what waits, entries first, then their photos; a call while one is under way gets that one's end. */
  function flush() {
    running ??= run().finally(() => {
      running = null;
    });
    return running;
  }

  async function run() {
    const told = { sent: 0, stored: 0, refused: 0, conflict: 0, photos: 0, stopped: null };
    try {
      await sendEntries(told);
      await sendPhotos(told);
    } catch (error) {
      if (!STOPS.includes(error.code)) throw error;
      told.stopped = error.code;
    }
    return told;
  }

  async function sendEntries(told) {
    const tried = new Set();
    for (;;) {
      const batch = (await store.list()).filter((entry) => isOpen(entry) && !tried.has(entry.uuid)).slice(0, BATCH);
      if (!batch.length) return;
      for (const { uuid: id } of batch) tried.add(id);
      await sendBatch(batch, told);
    }
  }

  async function sendBatch(batch, told) {
    for (const entry of batch) await store.save(Object.assign(entry, { state: "sending", times: entry.times + 1 }));
    let answers;
    try {
      answers = await send.entries(batch.map(asSent));
    } catch (error) {
      for (const entry of batch) await store.save({ ...entry, state: "waiting" });
      throw error;
    }
    told.sent += batch.length;
    const byUuid = new Map(answers.map((answer) => [answer.uuid, answer]));
    for (const entry of batch) await settle(entry, byUuid.get(entry.uuid), told);
  }

  async function settle(entry, answer, told) {
    if (!answer) {
      await store.save({ ...entry, state: "waiting" });
    } else if (IS_KEPT.has(answer.outcome)) {
      told.stored += 1;
      await store.save({ ...entry, state: "stored", body: null, answer });
    } else {
      const state = answer.outcome === "conflict" ? "conflict" : "refused";
      told[state] += 1;
      await store.save({ ...entry, state, answer });
    }
  }

  async function sendPhotos(told) {
    const stored = new Set((await store.list()).filter(({ state }) => state === "stored").map(({ uuid: id }) => id));
    for (const photo of await store.photos()) {
      if (photo.state !== "waiting" || !stored.has(photo.entry)) continue;
      const answer = await offerPhoto(photo, told);
      if (answer.outcome === "later") continue;
      const isKept = IS_KEPT.has(answer.outcome);
      const state = isKept ? "stored" : answer.outcome;
      await store.savePhoto({ ...photo, state, answer });
      if (isKept) {
        await store.dropBytes(photo.uuid);
        told.photos += 1;
      }
    }
  }

  /** Sends a photo; one that can no longer be read, or that this account may not add at present, holds no other up. */
  async function offerPhoto(photo, told) {
    try {
      return await sendPhoto(photo, await store.bytes(photo.uuid), send);
    } catch (error) {
      if (error.code === "damaged") return { outcome: "damaged" };
      if (error.code !== "not_allowed") throw error;
      told.stopped = error.code;
      return { outcome: "later" };
    }
  }

  const list = () => store.list();
  const photos = (id) => store.photos(id);
  return { add, hold, release, edit, replace, discard, flush, list, photos, shots };
}

/** Tells whether an entry has never left the device, so that it can be changed under its own identifier. */
export function neverLeft({ state, times }) {
  return ["waiting", "held"].includes(state) && times === 0;
}

/** Tells whether an entry is to be sent: also one that the register was too old for, once the register is newer. */
export function isOpen({ state, answer }) {
  return state === "waiting" || state === "sending" || (state === "refused" && answer?.code === "format_unknown");
}

/** Tells whether an entry, or a photo, still has to be brought to the register or to be decided by the person. */
export function isUnsent({ state }) {
  return !["stored", "replaced"].includes(state);
}

function asSent({ uuid, seq, format, kind, recorded_at, digest, body, replaces }) {
  const entry = { uuid, seq, format, kind, recorded_at, digest, body };
  return replaces ? { ...entry, replaces } : entry;
}

function failure(code) {
  return Object.assign(new Error(code), { code });
}
