/** Owns the question to which day something goes, and why: for those who do not drag, and wherever a reason is needed. */

import { addDays, tellDay } from "diaban/calendar/dates";
import { t } from "diaban/i18n";

const OFFERED_DAYS = 62;

/** Returns ask(thing, date): resolves with {day, reason}, or with null where the reader thinks better of it. */
export function createDialog(part, today) {
  const dialog = part("dialog");
  const form = part("move-form");
  let answer = () => {};

  function close(wish) {
    const tell = answer;
    answer = () => {};
    dialog.close();
    tell(wish);
  }

  function show(thing, date) {
    const isPlanned = thing.kind === "planned";
    form.reset();
    part("move-title").textContent = t(`calendar.js.title_${thing.kind}`, { name: thing.name });
    part("move-lead").textContent = isPlanned ? t("calendar.js.lead_planned", { day: tellDay(thing.day) }) : t("calendar.js.lead_due");
    part("move-reasons").hidden = !isPlanned;
    offerDays(form.elements.day, today, date ?? (thing.day < today ? today : thing.day));
    dialog.showModal();
    (date ? part("move-now") : form.elements.day).focus();
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    close({ day: form.elements.day.value, reason: form.elements.reason.value });
  });
  part("move-not").addEventListener("click", () => close(null));
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    close(null);
  });

  return (thing, date) =>
    new Promise((resolve) => {
      answer = resolve;
      show(thing, date);
    });
}

/** Lists the coming days with their weekdays, and the one that is wished for; a date field would write them as the
 *  system does, and many here run in English. */
function offerDays(list, today, wished) {
  const days = Array.from({ length: OFFERED_DAYS }, (_, ahead) => addDays(today, ahead));
  if (!days.includes(wished)) days.push(wished);
  list.replaceChildren(...days.map((day) => new Option(tellDay(day), day, day === wished, day === wished)));
}
