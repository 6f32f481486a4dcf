/** Owns a store of the outbox in memory, with the interface of field/store.js: for tests and for random histories. */

/** Returns an empty store; `failing` may be set to a function that is called before every writing and may throw. */
export function createMemoryStore() {
  const entries = new Map();
  const photos = new Map();
  const bytes = new Map();
  const store = { failing: () => {} };
  let seq = 0;
  const copy = (value) => structuredClone(value);

  function keep(added) {
    for (const { bytes: body, ...photo } of added) {
      photos.set(photo.uuid, copy(photo));
      bytes.set(photo.uuid, body);
    }
  }

  function drop(entry) {
    for (const photo of [...photos.values()]) {
      if (photo.entry !== entry) continue;
      photos.delete(photo.uuid);
      bytes.delete(photo.uuid);
    }
  }

  function insert(entry) {
    const kept = { ...copy(entry), seq: (seq += 1) };
    entries.set(kept.uuid, kept);
    return copy(kept);
  }

  return Object.assign(store, {
    async add(entry, added = []) {
      store.failing("add");
      keep(added);
      return insert(entry);
    },
    async rewrite(entry, added) {
      store.failing("rewrite");
      entries.set(entry.uuid, copy(entry));
      if (added) drop(entry.uuid);
      keep(added ?? []);
    },
    async replace(old, fresh, added) {
      store.failing("replace");
      entries.set(old.uuid, copy(old));
      if (added) drop(old.uuid);
      keep(added ?? []);
      for (const photo of photos.values()) if (photo.entry === old.uuid) photo.entry = fresh.uuid;
      return insert(fresh);
    },
    async save(entry) {
      store.failing("save");
      entries.set(entry.uuid, copy(entry));
    },
    async get(uuid) {
      return copy(entries.get(uuid));
    },
    async list() {
      return [...entries.values()].map(copy).sort((one, other) => one.seq - other.seq);
    },
    async remove(uuid) {
      entries.delete(uuid);
      drop(uuid);
    },
    async photos(entry) {
      return [...photos.values()].filter((photo) => !entry || photo.entry === entry).map(copy);
    },
    async savePhoto(photo) {
      store.failing("savePhoto");
      photos.set(photo.uuid, copy(photo));
    },
    async bytes(uuid) {
      return bytes.get(uuid);
    },
    async dropBytes(uuid) {
      bytes.delete(uuid);
    },
  });
}
