/**
 * Owns the outbox in the browser's database: entries and photos, sealed with the key that the PIN unlocks.
 *
 * In the clear lie only identifier, order, kind and state, so that a locked phone can count what waits.
 */

import { write } from "diaban/field/database";
import { open, openBytes, seal, sealBytes } from "diaban/field/crypto";

const placeOf = (kind, uuid) => `${kind}/${uuid}`;

/** Returns the store of the outbox on an open database, with the unlocked key. */
export function createStore(database, key) {
  async function sealed(entry) {
    const { seq, state, ...rest } = entry;
    return { uuid: entry.uuid, kind: entry.kind, seq, state, sealed: await seal(key, placeOf("outbox", entry.uuid), rest) };
  }

  async function opened(row) {
    const { uuid, seq, kind, state } = row;
    try {
      return { ...(await open(key, placeOf("outbox", uuid), row.sealed)), seq, state };
    } catch (error) {
      if (error.code !== "damaged") throw error;
      return { uuid, seq, kind, state: "damaged", about: {}, times: 0, body: null, answer: null };
    }
  }

  async function sealedPhoto({ uuid, entry, state, ...rest }) {
    return { uuid, entry, state, sealed: await seal(key, placeOf("photo", uuid), rest) };
  }

  /** Puts a row at the end of the order; the number is drawn within the same transaction. */
  async function putNew(outbox, keys, row) {
    const seq = ((await keys.get("seq")) ?? 0) + 1;
    await keys.put(seq, "seq");
    await outbox.put({ ...row, seq });
    return seq;
  }

  async function add(entry, photos) {
    const row = await sealed(entry);
    const rows = await Promise.all(photos.map(({ bytes, ...photo }) => sealedPhoto(photo)));
    const bodies = await Promise.all(
      photos.map(async ({ uuid, bytes }) => [uuid, await sealBytes(key, placeOf("bytes", uuid), bytes)]),
    );
    const seq = await write(database, ["outbox", "keys", "photos", "bytes"], (outbox, keys, shots, blobs) => {
      for (const shot of rows) shots.put(shot);
      for (const [uuid, body] of bodies) blobs.put(body, uuid);
      return putNew(outbox, keys, row);
    });
    return { ...entry, seq };
  }

  async function replace(old, fresh) {
    const [before, after] = await Promise.all([sealed(old), sealed(fresh)]);
    const seq = await write(database, ["outbox", "keys", "photos"], async (outbox, keys, shots) => {
      outbox.put(before);
      for (const shot of await shots.getAll()) if (shot.entry === old.uuid) shots.put({ ...shot, entry: fresh.uuid });
      return putNew(outbox, keys, after);
    });
    return { ...fresh, seq };
  }

  async function save(entry) {
    const row = await sealed(entry);
    await write(database, ["outbox"], (outbox) => outbox.put(row));
  }

  async function list() {
    const rows = await database.getAll("outbox");
    return (await Promise.all(rows.map(opened))).sort((one, other) => one.seq - other.seq);
  }

  async function remove(uuid) {
    await write(database, ["outbox", "photos", "bytes"], async (outbox, shots, blobs) => {
      outbox.delete(uuid);
      for (const shot of await shots.getAll()) {
        if (shot.entry !== uuid) continue;
        shots.delete(shot.uuid);
        blobs.delete(shot.uuid);
      }
    });
  }

  async function photos(entry) {
    const rows = (await database.getAll("photos")).filter((row) => !entry || row.entry === entry);
    return Promise.all(rows.map(openedPhoto));
  }

  async function openedPhoto({ uuid, entry, state, sealed: rest }) {
    try {
      return { ...(await open(key, placeOf("photo", uuid), rest)), uuid, entry, state };
    } catch (error) {
      if (error.code !== "damaged") throw error;
      return { uuid, entry, state: "damaged" };
    }
  }

  async function savePhoto(photo) {
    const row = await sealedPhoto(photo);
    await write(database, ["photos"], (shots) => shots.put(row));
  }

  const bytes = async (uuid) => openBytes(key, placeOf("bytes", uuid), await database.get("bytes", uuid));
  const dropBytes = (uuid) => database.delete("bytes", uuid);
  const get = async (uuid) => opened(await database.get("outbox", uuid));

  return { add, replace, save, get, list, remove, photos, savePhoto, bytes, dropBytes };
}

/** Promises how many entries of a locked phone are not in the register yet. */
export async function countUnsent(database, isUnsent) {
  return (await database.getAll("outbox")).filter(isUnsent).length;
}
