/** Owns the small map: wards, water, places, the walk of the day and where the phone is; it needs no signal and no tiles. */

import { t } from "diaban/i18n";
import { lonLat, walksOf } from "diaban/field/agenda";
import { button, h } from "diaban/field/element";
import { boundsOf, drawGround, drawPlaces, drawWalk } from "diaban/field/drawing";
import { loadLeaflet } from "diaban/field/leaflet";
import { followPosition } from "diaban/field/position";

const CLOSE_ZOOM = 17;

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
    map = L.map(frame, { zoomControl: true, attributionControl: false, preferCanvas: false, zoomSnap: 0.5 });
    map.zoomControl.setPosition("bottomleft");
    drawGround(L, map, area.feed);
    const bounds = boundsOf(L, area.places);
    for (const walk of walksOf(area, state.today())) drawWalk(L, map, walk);
    const marks = drawPlaces(L, map, area.places, state.config.symbols);
    const chosen = code && area.places.find((place) => place.code === code);
    if (chosen?.at) {
      const { lon, lat } = lonLat(chosen.at);
      map.setView([lat, lon], CLOSE_ZOOM);
      marks.get(code)?.openPopup();
    } else if (bounds) map.fitBounds(bounds, { padding: [40, 40], maxZoom: CLOSE_ZOOM });
    else map.setView([10.74, 106.65], 14);
    frame.append(locateButton());
  });

  function locateButton() {
    let dot = null;
    return button(t("field.map.me"), () => {
      stop();
      let isFirst = true;
      stop = followPosition((here) => {
        dot?.remove();
        dot = L.layerGroup([
          L.circle([here.lat, here.lon], { radius: here.accuracy_m, className: "field-me__halo", interactive: false }),
          L.circleMarker([here.lat, here.lon], { radius: 8, className: "field-me", interactive: false }),
        ]).addTo(map);
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
