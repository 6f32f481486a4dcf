/** Owns the way of one photo to the register: in pieces, from where the register already has it. */

export const PIECE_BYTES = 256 * 1024;
const MOST_TURNS_BACK = 5;
const DAMAGED = "upload_damaged";

/**
 * Sends what the register lacks of a photo; promises its last answer, {outcome, receipt} or {outcome, code, message}.
 *
 * The outcome "later" says that nothing is decided yet, and that it is to be asked for again.
 */
export async function sendPhoto(photo, bytes, send) {
  let told = await send.announce(photo);
  let turnsBack = 0;
  while (!told.outcome) {
    const { offset } = told;
    if (told.receipt) return { outcome: "stored", receipt: told.receipt };
    if (offset >= bytes.length) return { outcome: "later" }; // another request has its last piece in hand
    told = await send.piece(photo.uuid, offset, bytes.subarray(offset, offset + PIECE_BYTES));
    if (!told.outcome && told.offset <= offset) turnsBack += 1;
    if (turnsBack > MOST_TURNS_BACK) throw Object.assign(new Error("the register takes no more of it"), { code: "server" });
  }
  return told.code === DAMAGED ? { outcome: "later" } : told; // it broke on the way: all of it once more
}
