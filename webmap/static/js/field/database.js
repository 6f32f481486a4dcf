/** Owns the databases of this page in the browser: which stores there are, and what a full phone says. */

import { deleteDB, openDB } from "idb";

const NAME = "diaban-field";
const STORES = { keys: undefined, area: undefined, drafts: undefined, outbox: "uuid", photos: "uuid", bytes: undefined };

/** Promises the open database; it closes itself where another page wants to delete it. */
export function openDatabase() {
  return openDB(NAME, 1, {
    upgrade(database) {
      for (const [name, keyPath] of Object.entries(STORES)) database.createObjectStore(name, { keyPath });
    },
    blocking: (_present, _wanted, event) => event.target.close(),
  });
}

export function deleteDatabase() {
  return deleteDB(NAME);
}

/** Does some writing in one transaction over some stores; where the phone is full, or a fault comes, nothing of it is kept. */
export async function write(database, names, act) {
  const change = database.transaction(names, "readwrite");
  change.done.catch(() => {});
  try {
    const given = await act(...names.map((name) => change.objectStore(name)));
    await change.done;
    return given;
  } catch (error) {
    if (!change.error) abort(change);
    throw isFull(error) || isFull(change.error) ? Object.assign(new Error("full"), { code: "storage_full" }) : error;
  }
}

function abort(change) {
  try {
    change.abort();
  } catch {
    // it has ended already
  }
}

function isFull(error) {
  return error?.name === "QuotaExceededError";
}
