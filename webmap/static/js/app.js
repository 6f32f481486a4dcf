/** Owns the start of the map page: reads the config, gets the feed, and wires model, painters and panel together. */

import { setTexts, t } from "diaban/i18n";
import { setLibraries } from "diaban/libraries";
import { unpackFeed } from "diaban/model/feed";
import { createStore, specOfParameters, viewOfSpec } from "diaban/model/view";
import { setSymbols } from "diaban/draw/symbols";
import { createScene } from "diaban/draw/scene";
import { createPage } from "diaban/page";

/** Brings the folium map to life. `config` is what lies in #map-config; see webmap/render/folium_map.py. */
export async function mount(map, config) {
  setTexts(config.texts, config.locale);
  setLibraries(config.libraries);
  setSymbols(config.symbols);
  const parts = findParts();
  const spec = config.mode === "frozen" ? specOfParameters(location.hash.slice(1), config.spec) : config.spec;
  prepareMap(map, spec, config);
  parts("retry").addEventListener("click", () => start(map, config, spec, parts));
  await start(map, config, spec, parts);
}

async function start(map, config, spec, parts) {
  setState("loading");
  parts("failure").hidden = true;
  parts("loading").hidden = false;
  try {
    const model = unpackFeed(await readFeed(config.feed));
    const store = createStore(viewOfSpec(spec, model));
    const needsFit = config.mode === "live" && !new URLSearchParams(location.search).has("at");
    const page = createPage({ map, config, model, store, scene: createScene(map, model, config), parts, needsFit });
    if (config.tiles) await (await import(config.tiles.script)).open(page);
  } catch (error) {
    console.error(error);
    setState("failed");
    parts("failure").hidden = false;
    return;
  } finally {
    parts("loading").hidden = true;
  }
  setState("drawn");
  performance.mark("map-drawn");
}

async function readFeed(feed) {
  if (feed.inline) return JSON.parse(document.getElementById(feed.inline).textContent);
  const answer = await fetch(feed.url, { headers: {} });
  if (!answer.ok) throw new Error(`feed ${answer.status}`);
  return answer.json();
}

/** Returns a finder of the page's parts by their data-part; every one is in templates/map. */
function findParts() {
  const found = new Map();
  return (name) => {
    if (!found.has(name)) found.set(name, document.querySelector(`[data-part="${name}"]`));
    return found.get(name);
  };
}

function prepareMap(map, spec, config) {
  map.zoomControl?.remove();
  map.attributionControl?.setPrefix(false);
  map.options.minZoom ??= 4;
  if (!config.basemap) map.options.zoomSnap = 0.25;
  map.invalidateSize({ animate: false, pan: false });
  map.setView([spec.center[1], spec.center[0]], spec.zoom, { animate: false });
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) holdStill(map);
  const container = map.getContainer();
  container.setAttribute("role", "application");
  container.setAttribute("aria-label", t("map.canvas"));
}

/** Leaflet reads its animation options once, at its start: for readers who want none they are taken back here. */
function holdStill(map) {
  const panBy = map.panBy.bind(map);
  map._zoomAnimated = false;
  map.options.inertia = false;
  map.panBy = (offset, options) => panBy(offset, { ...options, animate: false });
}

function setState(state) {
  document.documentElement.dataset.mapState = state;
}
