/** Owns the optional basemap under everything else: XYZ tiles, or a PMTiles file drawn in the browser. */

import { loadLibrary } from "diaban/libraries";

/** Adds the configured basemap; without one the page draws canals and bridges itself. */
export async function addBasemap(map, basemap) {
  const { L } = globalThis;
  if (!basemap) return;
  map.attributionControl?.addAttribution(basemap.attribution ?? "");
  if (basemap.kind === "xyz") {
    L.tileLayer(basemap.url, { maxZoom: 22, maxNativeZoom: basemap.max_zoom ?? 19 }).addTo(map);
    return;
  }
  await loadLibrary("pmtiles");
  const protomaps = await loadLibrary("protomaps-leaflet");
  const isDark = matchMedia("(prefers-color-scheme: dark)").matches;
  protomaps.leafletLayer({ url: basemap.url, flavor: isDark ? "dark" : "light", lang: "vi" }).addTo(map);
}
