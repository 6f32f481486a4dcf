/** Owns what this phone keeps: the lock and its PIN, the device's own facts, the area, drafts; and deleting all of it. */

import { changePin as changeLock, makeLock, open, openLock, seal } from "diaban/field/crypto";
import { deleteDatabase, openDatabase, write } from "diaban/field/database";
import { secondsLeft } from "diaban/field/waits";

const AREA = "area";

/** Promises the vault of this browser; it is empty, locked or open. */
export async function openVault({ now }) {
  let database = await openDatabase();
  let key = null;
  let lock = await database.get("keys", "lock");
  let device = await database.get("keys", "device");

  const keep = (name, value) => write(database, ["keys"], (keys) => keys.put(value, name));

  async function setUp(pin, facts) {
    const made = await makeLock(pin);
    lock = { ...made.lock, failures: 0, failed_at: null };
    device = facts;
    await write(database, ["keys"], (keys) => Promise.all([keys.put(lock, "lock"), keys.put(device, "device")]));
    key = made.key;
  }

  /** Promises whether the PIN was right; a wrong one makes the next try wait. */
  async function unlock(pin) {
    if (wait() > 0) return false;
    const found = await openLock(lock, pin);
    lock = found ? { ...lock, failures: 0 } : { ...lock, failures: lock.failures + 1, failed_at: now().getTime() };
    await keep("lock", lock);
    key = found;
    return Boolean(found);
  }

  const wait = () => secondsLeft(lock, now().getTime());

  async function changePin(pin, newPin) {
    const changed = await changeLock(lock, pin, newPin);
    if (!changed) return false;
    lock = { ...changed, failures: 0, failed_at: null };
    await keep("lock", lock);
    return true;
  }

  async function note(facts) {
    device = { ...device, ...facts };
    await keep("device", device);
  }

  async function saveArea(area) {
    const sealed = await seal(key, AREA, area);
    await write(database, [AREA], (rows) => rows.put(sealed, AREA));
  }

  async function readArea() {
    const sealed = await database.get(AREA, AREA);
    return sealed ? open(key, AREA, sealed) : null;
  }

  async function saveDraft(name, value) {
    const sealed = await seal(key, `drafts/${name}`, value);
    await write(database, ["drafts"], (rows) => rows.put(sealed, name));
  }

  async function readDraft(name) {
    const sealed = await database.get("drafts", name);
    return sealed ? open(key, `drafts/${name}`, sealed).catch(() => null) : null;
  }

  const dropDraft = (name) => database.delete("drafts", name);

  /** Deletes everything that this phone holds of the register, the caches too; what was not sent is lost. */
  async function wipe() {
    key = null;
    database.close();
    await deleteDatabase();
    for (const name of await caches.keys()) await caches.delete(name);
    document.cookie = "diaban_field=; path=/; max-age=0; samesite=lax";
    database = await openDatabase();
    lock = undefined;
    device = undefined;
  }

  return {
    setUp, unlock, wait, changePin, note, saveArea, readArea, saveDraft, readDraft, dropDraft, wipe,
    lock: () => {
      key = null;
    },
    get database() { return database; },
    get key() { return key; },
    get device() { return device; },
    get state() { return lock ? (key ? "open" : "locked") : "empty"; },
  };
}
