/** Owns "where am I": one position, asked for by the button, drawn with its true accuracy; never followed or sent. */

import { t } from "diaban/i18n";
import { theme } from "diaban/draw/theme";

export function createLocate(page) {
  const { L } = globalThis;
  const { map } = page;
  const mark = L.layerGroup();

  function show({ coords }) {
    const at = [coords.latitude, coords.longitude];
    const color = theme().select;
    mark.clearLayers();
    mark.addLayer(L.circle(at, { radius: coords.accuracy, color, weight: 1, fillOpacity: 0.12, interactive: false }));
    mark.addLayer(L.circleMarker(at, { radius: 7, color: theme().disc, weight: 3, fillColor: color, fillOpacity: 1, interactive: false }));
    mark.addTo(map);
    map.setView(at, Math.max(map.getZoom(), 16));
    page.say(t("map.locate.found", { n: Math.round(coords.accuracy) }));
  }

  function fail(error) {
    page.toolChanged("locate", false);
    page.say(t(error?.code === 1 ? "map.locate.refused" : "map.locate.failed"));
  }

  return {
    start() {
      if (!navigator.geolocation) return fail(null);
      page.say(t("map.locate.asking"));
      return navigator.geolocation.getCurrentPosition(show, fail, { enableHighAccuracy: true, timeout: 20_000 });
    },
    stop() {
      mark.remove();
    },
  };
}
