/** Owns the map on which a finger says where a place lies; with keys, the middle of the map does. */

import { t } from "diaban/i18n";
import { CLOSE_ZOOM, drawPlaces, drawSpot, openAreaMap } from "diaban/field/drawing";
import { button, h } from "diaban/field/element";
import { loadLeaflet } from "diaban/field/leaflet";
import { tappedAt } from "diaban/field/proposal";

const CLOSER = 2;
const NEAR_ZOOM = CLOSE_ZOOM - 1; // closer than that the circle in which the place may lie fills the map

/** Returns {element, show, hide, close}; `onTap` is told {lon, lat, accuracy_m}. */
export function createTapMap(state, onTap) {
  const { area, config } = state;
  const frame = h("div.field-map.field-map--tap", { role: "application", "aria-label": t("field.propose.tap_label") });
  const element = h("div.stack", { hidden: true }, frame, button(t("field.propose.tap_middle"), () => mark(map.getCenter())));
  let L = null;
  let map = null;
  let marked = null;

  async function show(place) {
    element.hidden = false;
    if (map) return;
    L = await loadLeaflet(config.leaflet);
    if (!frame.isConnected || map) return;
    map = openAreaMap(L, frame, area, place);
    drawPlaces(L, map, area.places, config.symbols, { isQuiet: true });
    if (place) marked = drawSpot(L, place).addTo(map);
    map.on("click", ({ latlng }) => mark(latlng));
  }

  function mark({ lng, lat }) {
    const place = tappedAt({ lon: lng, lat }, map.getZoom(), area.limits);
    marked?.remove();
    marked = drawSpot(L, place).addTo(map);
    if (map.getZoom() < NEAR_ZOOM) map.setView([lat, lng], Math.min(map.getZoom() + CLOSER, NEAR_ZOOM));
    onTap(place);
  }

  const hide = () => {
    element.hidden = true;
  };
  return { element, show, hide, close: () => map?.remove() };
}
