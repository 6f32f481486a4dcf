/** Owns visits in the making as the phone keeps them, photos and all, so that a killed page loses nothing. */

/** Returns the keeper of one place's draft: answers and photos apart, since photos are large and change seldom. */
export function createKeeper(vault, code) {
  const [answers, photos] = namesOf(code);
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
      await dropDraft(vault, code);
    },
  };
}

/** Promises {draft, photos: [{uuid, bytes, wasHidden}]}, or null. */
export async function readDraft(vault, code) {
  const [draft, photos] = await Promise.all(namesOf(code).map(vault.readDraft));
  return draft && { draft, photos: (photos ?? []).map((photo) => ({ ...photo, bytes: toBytes(photo.bytes) })) };
}

export async function dropDraft(vault, code) {
  for (const name of namesOf(code)) await vault.dropDraft(name);
}

const namesOf = (code) => [`visit/${code}`, `photos/${code}`];

function toText(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}

function toBytes(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}
