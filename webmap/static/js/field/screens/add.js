/** Owns the choice of what else can be recorded: a place that is not in the register, counts of a month. */

import { t } from "diaban/i18n";
import { h, icon } from "diaban/field/element";

export async function showAdd(state) {
  const may = new Set(state.vault.device.may ?? []);
  const ways = [
    ["#/propose", "place", "propose", may.has("hotspot.propose")],
    ["#/counts", "today", "counts", may.has("count.enter") && state.area?.units?.length > 0],
  ].filter(([, , , isOpen]) => isOpen);
  return h("div.page.stack", {},
    h("h1", {}, t("field.add.title")),
    ways.length ? h("ul.ways", {}, ways.map(([href, sign, name]) => h("li", {}, h("a.card.way", { href },
      h("span.way__sign", {}, icon(sign)),
      h("span.way__words", {}, h("strong", {}, t(`field.add.${name}`)), h("span.muted", {}, t(`field.add.${name}_lead`))),
      icon("chevron"),
    )))) : h("p.empty", {}, t("field.add.none")),
    h("p.notice", {}, t("field.add.never_persons")),
  );
}
