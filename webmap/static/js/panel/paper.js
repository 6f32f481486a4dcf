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
  followPaper(map);
}

/** On paper the map has another size: it shows the same ground there, and comes back as it was. */
function followPaper(map) {
  let before = null;
  const enter = () => {
    before ??= { bounds: map.getBounds(), center: map.getCenter(), zoom: map.getZoom() };
    map.invalidateSize({ animate: false, pan: false });
    map.fitBounds(before.bounds, { animate: false });
  };
  const leave = () => {
    if (!before) return;
    map.invalidateSize({ animate: false, pan: false });
    map.setView(before.center, before.zoom, { animate: false });
    before = null;
  };
  matchMedia("print").addEventListener("change", ({ matches }) => (matches ? enter() : leave()));
  globalThis.addEventListener("beforeprint", enter);
  globalThis.addEventListener("afterprint", leave);
}
