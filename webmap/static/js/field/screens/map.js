/** Owns the small map: wards, water, places, the walk of the day and where the phone is; it needs no signal and no tiles. */

import { t } from "diaban/i18n";
import { lonLat, walksOf } from "diaban/field/agenda";
import { button, h } from "diaban/field/element";
import { CLOSE_ZOOM, drawPlaces, drawSpot, drawWalk, openAreaMap } from "diaban/field/drawing";
import { loadLeaflet } from "diaban/field/leaflet";
import { followPosition } from "diaban/field/position";

export async function showMap(state, code) {
  const { area } = state;
  const told = h("p.visually-hidden", { role: "status" });
  const frame = h("div.field-map", { role: "application", "aria-label": t("field.map.label") });
  const element = h("div.field-map-page", {}, h("h1.visually-hidden", {}, t("field.map.title")), frame, told);
  if (!area) return element;
  let stop = () => {};
  let map = null;
  const L = await loadLeaflet(state.config.leaflet);

  requestAnimationFrame(() => {
    if (!frame.isConnected) return;
    const chosen = code && area.places.find((place) => place.code === code);
    map = openAreaMap(L, frame, area, chosen?.at ? lonLat(chosen.at) : null);
    for (const walk of walksOf(area, state.today())) drawWalk(L, map, walk);
    drawPlaces(L, map, area.places, state.config.symbols).get(chosen?.code)?.openPopup();
    frame.append(locateButton());
  });

  function locateButton() {
    let dot = null;
    return button(t("field.map.me"), () => {
      stop();
      let isFirst = true;
      stop = followPosition((here) => {
        dot?.remove();
        dot = drawSpot(L, here).addTo(map);
        if (isFirst) map.setView([here.lat, here.lon], Math.max(map.getZoom(), CLOSE_ZOOM - 1));
        isFirst = false;
        told.textContent = t("field.gps.found", { m: Math.round(here.accuracy_m) });
      }, () => {
        told.textContent = t("field.gps.failed");
      });
    }, { sign: "locate" });
  }

  return {
    element,
    onLeave: () => {
      stop();
      map?.remove();
    },
  };
}
