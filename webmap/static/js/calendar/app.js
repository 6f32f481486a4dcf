/** Owns the pages of the calendar: starts what they are for, where there is a script at all. */

import { createBoard } from "diaban/calendar/board";
import { createDialog } from "diaban/calendar/dialog";
import { startDragging } from "diaban/calendar/dragging";
import { startKeys } from "diaban/calendar/keys";
import { createMover } from "diaban/calendar/moving";
import { createToast } from "diaban/calendar/toast";
import { setTexts } from "diaban/i18n";

for (const page of document.querySelectorAll("[data-calendar]")) startCalendar(page);
for (const button of document.querySelectorAll('[data-part="copy"]')) offerCopy(button);

function startCalendar(page) {
  const part = (name) => page.querySelector(`[data-part="${name}"]`);
  const config = JSON.parse(part("config").textContent);
  setTexts(config.texts, config.locale);
  const board = createBoard(part("body"));
  startKeys(page);
  sendAtOnce(page);
  if (part("dialog")) {
    const token = part("token").value;
    const move = createMover({ config, token, board, toast: createToast(part), ask: createDialog(part, config.today) });
    startDragging(page, (mark, date) => move(mark, date));
    page.addEventListener("click", ({ target }) => {
      const button = target.closest("[data-choose]");
      if (button) move(button.closest("[data-item]"), null);
    });
  }
  page.dataset.state = "ready";
}

/** A list of areas needs no button. */
function sendAtOnce(page) {
  page.querySelector('[data-part="send-area"]').hidden = true;
  const list = page.querySelector("[data-sends]");
  list.addEventListener("change", () => list.form.requestSubmit());
}

function offerCopy(button) {
  if (!navigator.clipboard) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.querySelector('[data-part="address"]').textContent);
    button.textContent = button.dataset.done;
  });
}
