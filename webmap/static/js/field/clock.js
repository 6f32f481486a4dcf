/** Owns the device's time as text: with its offset, so that the register can set a wrong clock right. */

/** Returns a time such as 2026-11-22T09:00:00+07:00. */
export function localTime(date) {
  const minutes = -date.getTimezoneOffset();
  const sign = minutes < 0 ? "-" : "+";
  const shifted = new Date(date.getTime() + minutes * 60_000).toISOString().slice(0, 19);
  return `${shifted}${sign}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`;
}

/** Returns the day of a time on this device, such as 2026-11-22. */
export function localDay(date) {
  return localTime(date).slice(0, 10);
}

/** Returns the time of day, such as 07:42. */
export function timeOfDay(date) {
  return localTime(date).slice(11, 16);
}

/** Writes the day of an ISO date or time as dd/mm/yyyy. */
export function writeDay(text) {
  const [year, month, day] = text.slice(0, 10).split("-");
  return `${day}/${month}/${year}`;
}

function two(number) {
  return String(number).padStart(2, "0");
}
