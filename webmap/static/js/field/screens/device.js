/** Owns the page about this phone: what it holds, its PIN, the finder of faces, putting it among the applications, deleting. */

import { locale, t } from "diaban/i18n";
import { localDay, writeDay } from "diaban/field/clock";
import { isGoodPin } from "diaban/field/crypto";
import { button, h, icon } from "diaban/field/element";
import { canInstall, install } from "diaban/field/install";
import { pinField } from "diaban/field/pin";
import { confirmButton } from "diaban/field/screens/unlock";

export async function showDevice(state) {
  const { vault, area } = state;
  const [usage, isPersistent] = await measureStorage();
  const facts = [
    [t("field.device.account"), vault.device.account],
    [t("field.device.places"), area ? t("field.device.places_of", { n: area.places.length, day: writeDay(localDay(new Date(area.made_at))) }) : t("field.today.no_area")],
    [t("field.device.storage"), usage],
    [t("field.device.persistent"), isPersistent ? t("field.device.is_persistent") : t("field.device.not_persistent")],
  ];
  return h("div.page.page--form.stack", {},
    h("a.field-back", { href: "#/" }, icon("back"), t("field.back")),
    h("h1", {}, t("field.device.title")),
    h("dl.facts.card", {}, facts.map(([name, told]) => [h("dt", {}, name), h("dd", {}, told)])),
    canInstall() && h("section.card.stack", {}, h("h2.card__title", {}, t("field.install.title")), h("p", {}, t("field.install.lead")), button(t("field.install.now"), install, { look: "primary" })),
    facesCard(state),
    pinCard(vault),
    h("section.card.stack", {},
      h("h2.card__title", {}, t("field.device.end")),
      h("p", {}, t("field.device.end_lead")),
      confirmButton(t("field.device.wipe"), t("field.device.wipe_sure", { n: state.unsent() }), async () => {
        await state.wipe();
        location.hash = "";
        state.say("locked");
      })),
  );
}

async function measureStorage() {
  const { usage = 0, quota = 0 } = (await navigator.storage?.estimate?.()) ?? {};
  const megabytes = (bytes) => new Intl.NumberFormat(locale(), { maximumFractionDigits: bytes < 1e7 ? 1 : 0 }).format(bytes / 1e6);
  return [t("field.device.used", { used: megabytes(usage), quota: megabytes(quota) }), await navigator.storage?.persisted?.()];
}

/** The finder of faces is large, so that it comes when it is wanted: with the first photo, or from here. */
function facesCard({ config }) {
  const told = h("p.muted", { role: "status" });
  const fetchAll = async () => {
    told.textContent = t("field.faces.fetching");
    const { worker, model, modern } = config.finder;
    try {
      for (const address of [worker, model, modern.script, modern.binary]) await (await fetch(address)).arrayBuffer();
      told.textContent = t("field.faces.ready");
    } catch {
      told.textContent = t("field.failure.offline");
    }
  };
  return h("section.card.stack", {}, h("h2.card__title", {}, t("field.faces.title")), h("p", {}, t("field.faces.lead")), button(t("field.faces.fetch"), fetchAll), told);
}

function pinCard(vault) {
  const present = pinField("pin-now", t("field.pin.present"));
  const wanted = pinField("pin-new", t("field.pin.new"), t("field.pin.hint"));
  const told = h("p", { role: "status" });
  const submit = async (event) => {
    event.preventDefault();
    if (!isGoodPin(wanted.value())) {
      told.textContent = t("field.pin.weak");
      return;
    }
    const isChanged = await vault.changePin(present.value(), wanted.value());
    told.textContent = isChanged ? t("field.pin.changed") : t("field.lock.wrong");
    for (const { input } of [present, wanted]) input.value = "";
  };
  return h("details.card.field-more", {}, h("summary", {}, t("field.pin.change")),
    h("form.form", { noValidate: true, onsubmit: submit }, present.element, wanted.element, told, button(t("field.pin.change"), null, { type: "submit" })));
}
