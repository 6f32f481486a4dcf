/** Owns what is in the making as the phone keeps it, photos and all, so that a killed page loses nothing. */

/** Returns the keeper of the draft of a name: answers and photos apart, since photos are large and change seldom. */
export function createKeeper(vault, name) {
  const [answers, photos] = namesOf(name);
  let last = Promise.resolve();
  let isOver = false;
  const inTurn = (act) => {
    last = last.catch(() => {}).then(() => isOver || act());
    return last;
  };
  return {
    /** Keeps the answers as they are now. */
    keep(draft) {
      const now = structuredClone(draft);
      return inTurn(() => vault.saveDraft(answers, now));
    },
    /** Keeps the photos as they would be sent: [{uuid, bytes, is_blurred}]. */
    keepPhotos: (shots) => inTurn(() => vault.saveDraft(photos, shots.map(({ uuid, bytes, is_blurred: wasHidden }) => ({ uuid, wasHidden, bytes: toText(bytes) })))),
    /** Forgets the draft; nothing that is still on its way brings it back. */
    async drop() {
      isOver = true;
      await last.catch(() => {});
      await dropDraft(vault, name);
    },
  };
}

/** Promises {draft, photos: [{uuid, bytes, wasHidden}], null where none were ever kept}, or null. */
export async function readDraft(vault, name) {
  const [draft, photos] = await Promise.all(namesOf(name).map(vault.readDraft));
  return draft && { draft, photos: photos?.map((photo) => ({ ...photo, bytes: toBytes(photo.bytes) })) ?? null };
}

export async function dropDraft(vault, name) {
  for (const part of namesOf(name)) await vault.dropDraft(part);
}

/** Returns the name of the draft of a visit to a place, of a proposal, or of an entry that is being changed. */
export const draftOf = {
  visit: (code) => `visit/${code}`,
  place: () => "place",
  entry: (uuid) => `entry/${uuid}`,
};

const namesOf = (name) => [name, `${name}/photos`];

function toText(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}

function toBytes(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}
