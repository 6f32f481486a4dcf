/** Owns the way to the register: requests with the session's cookie, and what each answer means for what waits here. */

import { localTime } from "diaban/field/clock";

const PATIENCE_MS = 30_000;
const EXPIRED = "form_expired";
const FAULTY = new Set([400, 409, 413, 415, 422]);
const FORBIDDEN = { device_wiped: "wiped", device_of_another: "other_account" };

/** Returns the ways to the register; `get` is the browser's fetch, `device` the identifier of this device. */
export function createTransport({ get, device, now, patienceMs = PATIENCE_MS }) {
  let csrf = "";

  async function call(method, path, { body, headers = {} } = {}) {
    const options = { method, headers: { Accept: "application/json", ...headers }, body, credentials: "same-origin" };
    if (method !== "GET") options.headers["X-CSRFToken"] = csrf;
    let answer;
    try {
      answer = await get(path, { ...options, cache: "no-store", redirect: "error", signal: AbortSignal.timeout(patienceMs) });
    } catch {
      throw stop("offline");
    }
    return answer;
  }

  /** Sends a change; where its token has grown old, fetches a new one and sends it once more. */
  async function change(method, path, options) {
    let answer = await call(method, path, options);
    if (answer.status === 400 && (await problemOf(answer)).code === EXPIRED) {
      await session();
      answer = await call(method, path, options);
    }
    return answer;
  }

  async function read(path, headers = {}) {
    const answer = await call("GET", path, { headers });
    if (answer.status === 304) return { answer, told: null };
    await requireGood(answer);
    return { answer, told: await bodyOf(answer) };
  }

  /** Promises who is signed in, what the register knows of this device, and its time. */
  async function session() {
    const { told } = await read(`/api/sync/session?device=${device}`);
    csrf = told.csrf;
    return told;
  }

  async function register(name) {
    const answer = await change("POST", "/api/sync/devices", json({ uuid: device, name }));
    await requireGood(answer);
    return bodyOf(answer);
  }

  /** Promises {area, etag}, or null where it is still the one with this tag. */
  async function area(etag) {
    const { answer, told } = await read(`/api/sync/area?device=${device}`, etag ? { "If-None-Match": etag } : {});
    return told && { area: told, etag: answer.headers.get("ETag") };
  }

  /** Promises what the register lately received from the account, from whichever device, the newest first. */
  async function received() {
    return (await read("/api/sync/received")).told.received;
  }

  async function entries(list) {
    const answer = await change("POST", "/api/sync/entries", json({ device, sent_at: localTime(now()), entries: list }));
    if (answer.ok) return (await bodyOf(answer)).answers;
    if (!FAULTY.has(answer.status)) await requireGood(answer);
    if (list.length === 1) return [{ uuid: list[0].uuid, ...refusalOf(await problemOf(answer)) }];
    const alone = [];
    for (const entry of list) alone.push(...(await entries([entry]))); // one that cannot be read must not hold the others up
    return alone;
  }

  async function announce({ uuid, entry, size, sha256, media_type, is_blurred }) {
    const told = { device, uuid, entry, size, sha256, media_type, is_blurred };
    return settle(await change("POST", "/api/sync/uploads", json(told)));
  }

  async function piece(uuid, offset, bytes) {
    const headers = { "Content-Type": "application/offset+octet-stream", "Upload-Offset": String(offset) };
    return settle(await change("PATCH", `/api/sync/uploads/${uuid}?device=${device}`, { body: bytes, headers }));
  }

  /** Promises how a photo fares: {offset}, or {outcome, ...} once it is decided. */
  async function settle(answer) {
    const offset = answer.headers.get("Upload-Offset");
    if (answer.status === 204 || (answer.status === 409 && offset !== null)) return { offset: Number(offset) };
    if (answer.status === 404) return { outcome: "later" }; // its visit is not there yet
    if (FAULTY.has(answer.status)) return refusalOf(await problemOf(answer));
    await requireGood(answer);
    return bodyOf(answer);
  }

  return { session, register, area, received, entries, announce, piece };
}

async function requireGood(answer) {
  if (answer.ok) return;
  if (answer.status === 401) throw stop("signed_out");
  if (answer.status !== 403 && answer.status !== 410) throw stop("server");
  const { code } = await problemOf(answer);
  throw stop(FORBIDDEN[code] ?? (answer.status === 403 ? "not_allowed" : "server"));
}

async function bodyOf(answer) {
  try {
    return await answer.json();
  } catch {
    throw stop("offline"); // it broke off, or somebody on the way answered in the register's place
  }
}

async function problemOf(answer) {
  try {
    return await answer.clone().json();
  } catch {
    return {};
  }
}

function refusalOf({ code = "server", detail = "", facts = {} }) {
  return { outcome: "refused", code, facts, message: detail };
}

function json(value) {
  return { body: JSON.stringify(value), headers: { "Content-Type": "application/json" } };
}

function stop(code) {
  return Object.assign(new Error(code), { code });
}
