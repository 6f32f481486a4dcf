/** Owns a register in memory that answers a phone as the real one does, and a line to it that can lose what goes over it. */

import { digestOf } from "diaban/field/canonical";

const PHOTO_RECEIPT = "BN99999";

/** Returns a register; `judge` may answer an entry otherwise than "stored". */
export function createFakeRegister({ judge = () => null } = {}) {
  const stored = new Map();
  const uploads = new Map();
  const register = { stored, uploads, judge, order: [] };

  async function take(entry) {
    const known = stored.get(entry.uuid);
    if (known) {
      const isSame = known.digest === entry.digest;
      return isSame ? { ...known.answer, outcome: "already" } : { uuid: entry.uuid, outcome: "refused", code: "entry_changed" };
    }
    if ((await digestOf(entry.body)) !== entry.digest) return { uuid: entry.uuid, outcome: "refused", code: "entry_damaged" };
    const other = register.judge(entry);
    if (other) return { uuid: entry.uuid, ...other };
    const answer = { uuid: entry.uuid, outcome: "stored", receipt: `BN${String(stored.size + 1).padStart(5, "0")}` };
    stored.set(entry.uuid, { digest: entry.digest, body: structuredClone(entry.body), answer });
    register.order.push(entry.uuid);
    return answer;
  }

  return Object.assign(register, {
    async entries(list) {
      const answers = [];
      for (const entry of list) answers.push(await take(structuredClone(entry)));
      return answers;
    },
    async announce({ uuid, entry, size }) {
      if (!stored.has(entry)) return { outcome: "refused", code: "entry_unknown" };
      if (!uploads.has(uuid)) uploads.set(uuid, { entry, size, bytes: new Uint8Array() });
      const { length } = uploads.get(uuid).bytes;
      return length === size ? { offset: length, receipt: PHOTO_RECEIPT } : { offset: length };
    },
    async piece(uuid, offset, bytes) {
      const upload = uploads.get(uuid);
      if (offset !== upload.bytes.length) return { offset: upload.bytes.length };
      upload.bytes = Uint8Array.from([...upload.bytes, ...bytes]);
      if (upload.bytes.length < upload.size) return { offset: upload.bytes.length };
      return { outcome: "stored", receipt: PHOTO_RECEIPT };
    },
  });
}

/** Returns a line to a register; `plan` is asked at each call and says "good", "request lost" or "answer lost". */
export function createLine(register, plan = () => "good") {
  const over = (act) => async (...words) => {
    const fate = plan();
    if (fate === "request lost") throw Object.assign(new Error(fate), { code: "offline" });
    const answer = await act(...words);
    if (fate === "answer lost") throw Object.assign(new Error(fate), { code: "offline" });
    return answer;
  };
  return { entries: over(register.entries), announce: over(register.announce), piece: over(register.piece) };
}
