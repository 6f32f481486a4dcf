/** Owns the beginning: a PIN is chosen, the device made known, and the area brought onto the phone. */

import { t } from "diaban/i18n";
import { newUuid } from "diaban/images/sending";
import { isGoodPin } from "diaban/field/crypto";
import { button, h } from "diaban/field/element";
import { pinField } from "diaban/field/pin";
import { keepFiles } from "diaban/field/updates";
import { tellFailure } from "diaban/field/words";

export function showSetUp(state) {
  const first = pinField("pin", t("field.pin.choose"), t("field.pin.hint"));
  const again = pinField("pin-again", t("field.pin.again"));
  const told = h("p.field__error", { role: "alert" });
  const progress = h("p.muted", { role: "status" });
  const start = button(t("field.setup.start"), null, { look: "primary wide", type: "submit", sign: "place" });
  const form = h("form.card.form", { noValidate: true, onsubmit: submit }, first.element, again.element, told, start, progress);

  async function submit(event) {
    event.preventDefault();
    told.textContent = judge(first.value(), again.value());
    if (told.textContent) return;
    start.disabled = true;
    try {
      await bring(state, first.value(), (text) => {
        progress.textContent = text;
      });
      state.say("opened");
    } catch (error) {
      progress.textContent = "";
      told.textContent = tellFailure(error);
      if (error.code === "signed_out") told.append(" ", h("a", { href: "/sign-in?next=/field" }, t("field.sync.sign_in")));
      start.disabled = false;
    }
  }

  return h("div.page.page--narrow.stack", {},
    h("h1", {}, t("field.setup.title")),
    state.why === "wiped" && h("div.notice.notice--warning", { role: "alert" }, h("p", {}, t("field.setup.wiped"))),
    h("p.page__lead", {}, t("field.setup.lead")),
    h("ul.ticks", {}, ["takes", "pin", "sends"].map((name) => h("li", {}, t(`field.setup.${name}`)))),
    form,
  );
}

function judge(pin, again) {
  if (!isGoodPin(pin)) return t("field.pin.weak");
  return pin === again ? "" : t("field.pin.differs");
}

/** Makes the device known and brings the area; only when all of it is here is anything kept. */
async function bring(state, pin, say) {
  const device = newUuid();
  const transport = state.transportFor(device);
  say(t("field.setup.asking"));
  const { account, may } = await transport.session();
  const name = nameOfDevice();
  await transport.register(name);
  say(t("field.setup.fetching"));
  const fresh = await transport.area(null);
  say(t("field.setup.keeping"));
  await navigator.storage?.persist?.();
  await state.vault.setUp(pin, { uuid: device, account: account.name, locale: account.locale, name, may, etag: null, met_at: null });
  await state.begin();
  await state.keepArea(fresh);
  keepFiles();
}

/** Returns what the register calls this device in its lists: system and browser, nothing of its owner. */
function nameOfDevice() {
  const told = navigator.userAgent;
  const system = ["Android", "iPhone", "iPad", "Windows", "Mac OS", "Linux"].find((one) => told.includes(one)) ?? "";
  const browser = [["Edg/", "Edge"], ["Firefox/", "Firefox"], ["Chrome/", "Chrome"], ["Safari/", "Safari"]].find(([sign]) => told.includes(sign));
  return [system, browser?.[1]].filter(Boolean).join(", ") || "Web";
}
