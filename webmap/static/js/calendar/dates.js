/** Owns days as the calendar has them, yyyy-mm-dd; which one is today the service says, not the clock of the device. */

import { locale } from "diaban/i18n";

const DAY_MS = 86_400_000;

/** Returns the day some days later, or earlier. */
export function addDays(date, days) {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** Returns 0 for Monday to 6 for Sunday. */
export function weekday(date) {
  return (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7;
}

/** Writes a day with its weekday, such as "thứ ba, 24/11/2026", to stand inside a sentence. */
export function tellDay(date) {
  const isEnglish = locale() === "en";
  const options = { timeZone: "UTC", weekday: "long" };
  const name = new Intl.DateTimeFormat(isEnglish ? "en-GB" : "vi-VN", options).format(new Date(`${date}T00:00:00Z`));
  return `${isEnglish ? name : name.toLocaleLowerCase("vi")}, ${date.split("-").reverse().join("/")}`;
}
