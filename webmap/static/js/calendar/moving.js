/** Owns moving: a planned visit goes to another day, a place that is due gets a visit; either can be taken back. */

import { tellDay } from "diaban/calendar/dates";
import { send } from "diaban/calendar/sending";
import { t } from "diaban/i18n";
import { newUuid } from "diaban/images/sending";

/** Returns move(mark, date): `date` is where it was dropped, or null where the day is still to be asked for. */
export function createMover({ config, token, board, toast, ask }) {
  const address = (url, code) => url.replace("CODE", encodeURIComponent(code));
  const isPast = (date) => date < config.today;
  const post = (url, code, fields) => send(address(url, code), token, fields);

  return async function move(mark, date) {
    const thing = { ...mark.dataset };
    if (date === thing.day && mark.closest(`[data-date="${date}"]`)) return;
    if (date && isPast(date)) {
      toast.tell(t("calendar.js.past"));
      return;
    }
    const isPlanned = thing.kind === "planned";
    const wish = date && !isPlanned ? { day: date } : await ask(thing, date);
    if (!wish) return;
    const back = board.place(mark, wish.day);
    try {
      const done = isPlanned ? await shift(thing, wish) : await plan(thing, wish);
      await board.refresh(done.code);
      toast.tell(t(isPlanned ? "calendar.js.moved" : "calendar.js.planned", { name: thing.name, day: tellDay(wish.day) }), done.undo);
    } catch (refusal) {
      await giveUp(refusal, back);
    }
  };

  async function shift({ item, version, day }, wish) {
    const moved = await post(config.move_url, item, { version, day: wish.day, reason: wish.reason });
    const again = () => post(config.move_url, item, { version: moved.version, day, reason: config.undo_reason });
    return { code: item, undo: isPast(day) ? null : () => takeBack(again, item) };
  }

  async function plan({ item }, wish) {
    const made = await post(config.plan_url, item, { day: wish.day, uuid: newUuid() });
    return { code: made.code, undo: () => takeBack(() => post(config.undo_url, made.code, { version: made.version }), item) };
  }

  async function takeBack(again, code) {
    try {
      await again();
      await board.refresh(code);
      toast.tell(t("calendar.js.undone"));
    } catch (refusal) {
      await giveUp(refusal, () => {});
    }
  }

  async function giveUp(refusal, back) {
    back();
    if (refusal.code === "stale") await board.refresh();
    toast.tell(refusal.message);
  }
}
