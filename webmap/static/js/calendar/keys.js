/** Owns moving between days by keyboard: one of them takes part in the order of tabs, arrow keys go on from there. */

import { addDays, weekday } from "diaban/calendar/dates";

const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
const PAGES = { PageUp: "previous", PageDown: "next" };

/** Makes the days of a calendar one stop for the Tab key; behind its edge the next one is opened. */
export function startKeys(page) {
  const days = () => [...page.querySelectorAll("td[data-date]")];
  const numberOf = (day) => day.querySelector("[data-number]");
  const wanted = location.hash.startsWith("#d-") ? location.hash.slice(3) : "";

  function enter(date) {
    const all = days();
    const chosen = all.find((day) => day.dataset.date === date) ?? all.find((day) => day.classList.contains("is-today")) ?? all[0];
    for (const day of all) numberOf(day).tabIndex = day === chosen ? 0 : -1;
    return chosen;
  }

  function go(date, name) {
    const chosen = enter(date);
    if (chosen.dataset.date === date) numberOf(chosen).focus();
    else open(name, date);
  }

  function open(name, date = "") {
    location.assign(page.querySelector(`[data-step="${name}"]`).href + (date && `#d-${date}`));
  }

  page.addEventListener("keydown", (event) => {
    const day = event.target.closest("[data-number]")?.closest("[data-date]")?.dataset.date;
    if (!day || event.ctrlKey || event.altKey || event.metaKey) return;
    const target = targetOf(event.key, day);
    if (!target && !PAGES[event.key]) return;
    event.preventDefault();
    if (target) go(target, target < day ? "previous" : "next");
    else open(PAGES[event.key]);
  });
  page.addEventListener("calendar:fresh", () => enter());
  const chosen = enter(wanted);
  const isThere = wanted && chosen.dataset.date === wanted;
  if (isThere) whenLoaded(() => numberOf(chosen).focus());
}

/** Going to the part of a page that its address names takes the focus away, so ours comes after that. */
function whenLoaded(act) {
  const later = () => requestAnimationFrame(() => requestAnimationFrame(act));
  if (document.readyState === "complete") later();
  else addEventListener("load", later, { once: true });
}

function targetOf(key, day) {
  if (key in STEPS) return addDays(day, STEPS[key]);
  if (key === "Home") return addDays(day, -weekday(day));
  return key === "End" ? addDays(day, 6 - weekday(day)) : "";
}
