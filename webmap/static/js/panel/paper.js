/** Owns what the printed sheet says below the map: the day, the boundaries, the sources, the accuracy. */

import { t } from "diaban/i18n";
import { shownVintage } from "diaban/model/choice";
import { formatDay } from "diaban/model/days";

export function createPaper({ parts, store, model, map }) {
  const show = () => {
    const vintage = shownVintage(model, store.value);
    parts("paper-date").textContent = t("map.paper.date", { date: formatDay(store.value.day), vintage: vintage?.title ?? "" });
    parts("paper-sources").textContent = t("map.paper.sources", { basis: [vintage?.basis, vintage?.source].filter(Boolean).join(". ") });
  };
  store.subscribe(show);
  show();
  globalThis.addEventListener("beforeprint", () => map.invalidateSize({ animate: false }));
  globalThis.addEventListener("afterprint", () => map.invalidateSize({ animate: false }));
}
