/** Owns the way to the server: one photo after the other, each under its own identifier, so that a retry is one picture. */

import { t } from "diaban/i18n";
import { written } from "diaban/images/boxes";
import { writePhoto } from "diaban/images/picture";

const PATIENCE_MS = 120_000;

/** Sends one photo; returns nothing where it is kept, else the sentence that says why it is not. */
export async function sendPhoto({ address, token, photo }) {
  const body = new FormData();
  body.set("csrf_token", token);
  body.set("uuid", photo.uuid);
  body.set("blurs", written(photo.boxes));
  try {
    body.set("photo", await writePhoto(photo.source, photo.boxes), "photo.jpg");
    const headers = { Accept: "application/json" };
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const answer = await fetch(address, { method: "POST", body, headers, signal });
    return answer.ok ? "" : await tellProblem(answer);
  } catch {
    return t("images.js.offline");
  }
}

async function tellProblem(answer) {
  if (answer.status === 401) return t("images.js.signed_out");
  try {
    return (await answer.json()).detail ?? t("images.js.failed");
  } catch {
    return t("images.js.failed");
  }
}

/** Returns a new identifier; pages on plain http have no randomUUID. */
export function newUuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const text = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return text.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
