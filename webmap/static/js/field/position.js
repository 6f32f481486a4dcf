/** Owns the position of the phone: one look, or following it; nothing is asked of the phone before it is needed. */

import { rounded } from "diaban/field/canonical";

const OPTIONS = { enableHighAccuracy: true, timeout: 20_000, maximumAge: 15_000 };

/** Promises {lon, lat, accuracy_m}, or null where the phone gives none. */
export function findPosition() {
  if (!navigator.geolocation) return Promise.resolve(null);
  return new Promise((resolve) => {
    navigator.geolocation.getCurrentPosition((found) => resolve(read(found)), () => resolve(null), OPTIONS);
  });
}

/** Calls `onFix` with each new position, `onFail` where none comes; returns the way to stop. */
export function followPosition(onFix, onFail = () => {}) {
  if (!navigator.geolocation) {
    onFail();
    return () => {};
  }
  const id = navigator.geolocation.watchPosition((found) => onFix(read(found)), onFail, OPTIONS);
  return () => navigator.geolocation.clearWatch(id);
}

function read({ coords }) {
  return { lon: rounded(coords.longitude, 6), lat: rounded(coords.latitude, 6), accuracy_m: rounded(coords.accuracy, 1) };
}
