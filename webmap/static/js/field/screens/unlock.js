/** Owns the lock: the PIN, the wait after wrong ones, and starting anew where it is forgotten. */

import { t } from "diaban/i18n";
import { button, h } from "diaban/field/element";
import { pinField } from "diaban/field/pin";

export async function showUnlock(state) {
  const { vault } = state;
  const n = await state.countUnsent();
  const pin = pinField("pin", t("field.pin.label"));
  const told = h("p.field__error", { role: "alert" });
  const open = button(t("field.lock.open"), null, { look: "primary wide", type: "submit", sign: "lock" });
  let timer = null;

  /** Says how long is still to wait, second by second. */
  function tellWait() {
    clearTimeout(timer);
    const seconds = vault.wait();
    open.disabled = seconds > 0;
    pin.input.disabled = seconds > 0;
    if (seconds > 0) {
      told.textContent = t("field.lock.wait", { n: seconds });
      timer = setTimeout(tellWait, 1000);
    } else if (timer) {
      told.textContent = "";
      pin.input.focus();
    }
  }

  async function submit(event) {
    event.preventDefault();
    open.disabled = true;
    told.textContent = "";
    if (await vault.unlock(pin.value())) {
      await state.begin();
      state.say("opened");
      return;
    }
    open.disabled = false;
    pin.input.value = "";
    told.textContent = t("field.lock.wrong");
    pin.input.focus();
    timer = null;
    if (vault.wait() > 0) tellWait();
  }

  const forgotten = h("details.card.field-more", {},
    h("summary", {}, t("field.lock.forgotten")),
    h("div.stack", {},
      h("p", {}, t("field.lock.forgotten_lead")),
      n > 0 && h("div.notice.notice--warning", {}, h("p", {}, t("field.lock.lost", { n }))),
      confirmButton(t("field.device.wipe"), t("field.device.wipe_sure", { n }), async () => {
        await state.wipe();
        state.say("locked");
      }),
    ));
  tellWait();
  return {
    element: h("div.page.page--narrow.stack", {},
      h("h1", {}, t("field.lock.title")),
      h("p.page__lead", {}, t("field.lock.lead", { name: vault.device.account })),
      n > 0 && h("p", {}, h("span.chip.chip--warning", {}, t("field.sync.waiting", { n }))),
      h("form.card.form", { noValidate: true, onsubmit: submit }, pin.element, told, open),
      forgotten,
    ),
    onLeave: () => clearTimeout(timer),
  };
}

/** Returns a button that asks once more, in words, before it acts. */
export function confirmButton(words, question, act) {
  const place = h("div.confirm", {});
  const ask = button(words, () => place.replaceChildren(
    h("p", { role: "alert" }, question),
    h("div.row", {}, button(words, act, { look: "danger" }), button(t("field.no"), () => place.replaceChildren(ask))),
  ), { look: "danger" });
  place.append(ask);
  return place;
}
