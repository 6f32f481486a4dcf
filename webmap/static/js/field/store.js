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

  /** Seals photos; `put` writes them, within a transaction over both of their stores. */
  async function sealedShots(photos) {
    const rows = await Promise.all(photos.map(async ({ bytes, ...photo }) => {
      const body = await sealBytes(key, placeOf("bytes", photo.uuid), bytes);
      return [await sealedPhoto(photo), body];
    }));
    return (shots, blobs) => {
      for (const [row, body] of rows) {
        shots.put(row);
        blobs.put(body, row.uuid);
      }
    };
  }

  async function add(entry, photos) {
    const [row, put] = await Promise.all([sealed(entry), sealedShots(photos)]);
    const seq = await write(database, ["outbox", "keys", "photos", "bytes"], (outbox, keys, shots, blobs) => {
      put(shots, blobs);
      return putNew(outbox, keys, row);
    });
    return { ...entry, seq };
  }

  /** Writes an entry anew, and where photos are given, those in the place of the ones that it had. */
  async function rewrite(entry, photos) {
    const [row, put] = await Promise.all([sealed(entry), sealedShots(photos ?? [])]);
    await write(database, ["outbox", "photos", "bytes"], async (outbox, shots, blobs) => {
      outbox.put(row);
      if (photos) await dropShots(shots, blobs, entry.uuid);
      put(shots, blobs);
    });
  }

  /** Puts an entry in the place of another; the photos go along, or are those that are given. */
  async function replace(old, fresh, photos) {
    const [before, after, put] = await Promise.all([sealed(old), sealed(fresh), sealedShots(photos ?? [])]);
    const seq = await write(database, ["outbox", "keys", "photos", "bytes"], async (outbox, keys, shots, blobs) => {
      outbox.put(before);
      if (photos) await dropShots(shots, blobs, old.uuid);
      else for (const shot of await shotsIn(shots, old.uuid)) shots.put({ ...shot, entry: fresh.uuid });
      put(shots, blobs);
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
    await write(database, ["outbox", "photos", "bytes"], (outbox, shots, blobs) => {
      outbox.delete(uuid);
      return dropShots(shots, blobs, uuid);
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

  return { add, rewrite, replace, save, get, list, remove, photos, savePhoto, bytes, dropBytes };
}

/** Promises how many entries of a locked phone are not in the register yet. */
export async function countUnsent(database, isUnsent) {
  return (await database.getAll("outbox")).filter(isUnsent).length;
}

async function shotsIn(shots, entry) {
  return (await shots.getAll()).filter((shot) => shot.entry === entry);
}

async function dropShots(shots, blobs, entry) {
  for (const { uuid } of await shotsIn(shots, entry)) {
    shots.delete(uuid);
    blobs.delete(uuid);
  }
}
