/** Owns what the register says it lately received from this account, from whichever phone: for whoever began anew here. */

import { t } from "diaban/i18n";
import { localTime, writeDay } from "diaban/field/clock";
import { button, h, icon } from "diaban/field/element";
import { tellFailure } from "diaban/field/words";

export function showReceived(state) {
  const told = h("p.muted", { role: "status" });
  const list = h("ol.spot-list", { hidden: true });
  const ask = button(t("field.received.ask"), fetchAll, { sign: "sync", hidden: true });

  async function fetchAll() {
    ask.hidden = true;
    told.textContent = t("field.received.asking");
    try {
      const entries = await state.transportFor(state.vault.device.uuid).received();
      told.textContent = entries.length ? "" : t("field.received.none");
      list.replaceChildren(...entries.map(rowOf));
      list.hidden = !entries.length;
    } catch (error) {
      told.textContent = tellFailure(error);
      ask.hidden = false;
    }
  }

  fetchAll();
  return h("div.page.stack", {},
    h("a.field-back", { href: "#/outbox" }, icon("back"), t("field.outbox.title")),
    h("h1", {}, t("field.received.title")),
    h("p.page__lead", {}, t("field.received.lead")),
    told, h("p", {}, ask), list,
  );
}

function rowOf({ receipt, kind, about, name, recorded_at: at }) {
  const when = localTime(new Date(at));
  return h("li", {}, h("div.spot-row", {},
    h("span.entry-sign.entry-sign--stored", {}, icon("check")),
    h("span.spot-row__words", {},
      h("strong", {}, [t(`field.kind.${kind}`), name].filter(Boolean).join(": ")),
      h("span.muted", {}, t("field.received.told", { receipt, about, time: when.slice(11, 16), day: writeDay(when) }))),
  ));
}
