/** Owns the one way to write an entry as text, so that phone and register count the same bytes when they compare digests. */

/** Returns JSON with sorted keys and no spaces. */
export function canonical(value) {
  return JSON.stringify(value, (_, one) => (isRecord(one) ? sorted(one) : one));
}

/** Promises the SHA-256 of a value's canonical JSON, in hexadecimal. */
export function digestOf(value) {
  return sha256(new TextEncoder().encode(canonical(value)));
}

/** Promises the SHA-256 of bytes, in hexadecimal. */
export async function sha256(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Returns a number with few decimals, as every language writes it alike; null for what is none. */
export function rounded(value, decimals) {
  return Number.isFinite(value) ? Number(value.toFixed(decimals)) : null;
}

function isRecord(value) {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

function sorted(record) {
  return Object.fromEntries(Object.keys(record).sort().map((key) => [key, record[key]]));
}
