/** Owns how long a wrong PIN makes the next try wait; nothing is ever deleted for it. */

const FREE_TRIES = 3;
const WAITS_S = [15, 30, 60, 300, 900, 3600];

/** Returns the seconds to wait after so many wrong PINs in a row. */
export function waitAfter(failures) {
  if (failures < FREE_TRIES) return 0;
  return WAITS_S[Math.min(failures - FREE_TRIES, WAITS_S.length - 1)];
}

/** Returns the seconds still to wait; a clock that was set back or far ahead never makes it longer than the wait itself. */
export function secondsLeft({ failures, failed_at: failedAt }, nowMs) {
  const passed = Math.max(0, (nowMs - (failedAt ?? 0)) / 1000);
  return Math.max(0, Math.ceil(waitAfter(failures) - passed));
}
