/** Owns the way to the service: one form, one answer, and what is told where it is not done. */

import { t } from "diaban/i18n";

const PATIENCE_MS = 20_000;
const SIGNED_OUT = 401;
const STALE = [409, 412];

/** What was not done: `code` is "offline", "signed_out", "stale" or that of the service, `message` says it. */
export class Refusal extends Error {
  constructor(code, words) {
    super(words);
    this.code = code;
  }
}

/** Sends a form as pages do; returns the answer, or throws a Refusal. */
export async function send(address, token, fields) {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  const answer = await ask(address, body, token);
  if (answer.ok) return answer.json();
  if (answer.status === SIGNED_OUT) throw new Refusal("signed_out", t("calendar.js.signed_out"));
  if (STALE.includes(answer.status)) throw new Refusal("stale", t("calendar.js.stale"));
  const told = await answer.json().catch(() => ({}));
  throw new Refusal(told.code ?? "failed", told.detail ?? t("calendar.js.failed"));
}

async function ask(address, body, token) {
  const headers = { Accept: "application/json", "X-CSRFToken": token };
  try {
    return await fetch(address, { method: "POST", body, headers, signal: AbortSignal.timeout(PATIENCE_MS) });
  } catch {
    throw new Refusal("offline", t("calendar.js.offline"));
  }
}
