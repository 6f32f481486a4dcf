/**
 * Owns what protects the data on a lost phone: a key drawn at random, which only the PIN unlocks, seals everything.
 *
 * The PIN gives a key by PBKDF2 (SHA-256); that one wraps the data key (AES-GCM), which never leaves this device. What is
 * sealed names its place, so that nothing can be put in the place of another thing. Where the PIN is forgotten, nobody,
 * and no register, can open it again.
 */

const LEAST_DIGITS = 6;
const ROUNDS = 600_000;
const AES = { name: "AES-GCM", length: 256 };
const WRAP_PLACE = new TextEncoder().encode("data-key");

/** Tells whether a PIN is good enough: six digits or more, not one digit over and over, not a plain run. */
export function isGoodPin(pin) {
  if (!/^\d+$/.test(pin) || pin.length < LEAST_DIGITS) return false;
  const steps = new Set([...pin].slice(1).map((digit, index) => Number(digit) - Number(pin[index])));
  return steps.size > 1 || ![-1, 0, 1].includes([...steps][0]);
}

/** Promises {lock, key}: what is stored of a new key, and the key itself. */
export async function makeLock(pin, { rounds = ROUNDS } = {}) {
  const key = await crypto.subtle.generateKey(AES, true, ["encrypt", "decrypt"]);
  return { lock: await wrap(key, pin, rounds), key: await usable(key) };
}

/** Promises the key behind a lock, or null for a wrong PIN. */
export async function openLock(lock, pin) {
  try {
    return await unwrap(lock, pin, false);
  } catch (error) {
    if (error.name === "OperationError") return null;
    throw error;
  }
}

/** Promises the lock of the same key under another PIN, or null where the present PIN is wrong. */
export async function changePin(lock, pin, newPin) {
  try {
    return await wrap(await unwrap(lock, pin, true), newPin, lock.rounds);
  } catch (error) {
    if (error.name === "OperationError") return null;
    throw error;
  }
}

/** Promises {iv, data}: a value that only the key opens, and only at its place (a text, such as "outbox/" and a uuid). */
export async function seal(key, place, value) {
  return sealBytes(key, place, new TextEncoder().encode(JSON.stringify(value)));
}

/** Promises the value that was sealed at a place; throws an Error "damaged" where it was touched. */
export async function open(key, place, sealed) {
  return JSON.parse(new TextDecoder().decode(await openBytes(key, place, sealed)));
}

export async function sealBytes(key, place, bytes) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const additionalData = new TextEncoder().encode(place);
  const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData }, key, bytes);
  return { iv, data: new Uint8Array(data) };
}

export async function openBytes(key, place, { iv, data }) {
  const additionalData = new TextEncoder().encode(place);
  try {
    return new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData }, key, data));
  } catch (error) {
    if (error.name !== "OperationError") throw error;
    throw Object.assign(new Error("damaged"), { code: "damaged" });
  }
}

async function wrap(key, pin, rounds) {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const outer = await keyOfPin(pin, salt, rounds, ["wrapKey"]);
  const wrapped = await crypto.subtle.wrapKey("raw", key, outer, { name: "AES-GCM", iv, additionalData: WRAP_PLACE });
  return { salt, rounds, iv, wrapped: new Uint8Array(wrapped) };
}

async function unwrap({ salt, rounds, iv, wrapped }, pin, isExtractable) {
  const outer = await keyOfPin(pin, salt, rounds, ["unwrapKey"]);
  const by = { name: "AES-GCM", iv, additionalData: WRAP_PLACE };
  return crypto.subtle.unwrapKey("raw", wrapped, outer, by, AES, isExtractable, ["encrypt", "decrypt"]);
}

async function keyOfPin(pin, salt, rounds, uses) {
  const typed = await crypto.subtle.importKey("raw", new TextEncoder().encode(pin), "PBKDF2", false, ["deriveKey"]);
  return crypto.subtle.deriveKey({ name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds }, typed, AES, false, uses);
}

async function usable(key) {
  const raw = await crypto.subtle.exportKey("raw", key);
  return crypto.subtle.importKey("raw", raw, AES, false, ["encrypt", "decrypt"]);
}
