/** Owns the buttons on the map: zoom, show all, locate, measure, full screen, print, link. */

import { t } from "diaban/i18n";
import { copyText } from "diaban/copying";

const LAZY = {
  measure: async (page) => (await import("diaban/tools/measure")).createMeasure(page),
  locate: async (page) => (await import("diaban/tools/locate")).createLocate(page),
};

export function createToolbar(page) {
  const { map, parts } = page;
  const buttons = new Map([...parts("app").querySelectorAll("[data-tool]")].map((node) => [node.dataset.tool, node]));
  const made = new Map();
  const actions = {
    plus: () => map.zoomIn(),
    minus: () => map.zoomOut(),
    fit: () => page.showAll(),
    measure: () => toggle("measure"),
    locate: () => toggle("locate"),
    fullscreen: () => toggleFullscreen(parts("app")),
    print: () => globalThis.print(),
    link: async () => {
      await copyText(location.href);
      page.say(t("map.tools.link_copied"));
    },
  };

  async function toggle(name) {
    const isOn = buttons.get(name).getAttribute("aria-pressed") === "true";
    page.toolChanged(name, !isOn);
    try {
      if (!made.has(name)) made.set(name, await LAZY[name](page));
      made.get(name)[isOn ? "stop" : "start"]();
    } catch (error) {
      console.error(error);
      page.toolChanged(name, false);
      page.say(t("map.tools.unavailable"));
    }
  }

  page.toolChanged = (name, isOn) => buttons.get(name).setAttribute("aria-pressed", String(isOn));
  page.isMeasuring = () => made.get("measure")?.isOn() ?? false;
  for (const [name, node] of buttons) node.addEventListener("click", () => actions[name]());
  buttons.get("fullscreen").hidden = !document.fullscreenEnabled;
  document.addEventListener("fullscreenchange", () => page.toolChanged("fullscreen", Boolean(document.fullscreenElement)));
  map.on("zoomend", () => {
    buttons.get("plus").disabled = map.getZoom() >= map.getMaxZoom();
    buttons.get("minus").disabled = map.getZoom() <= map.getMinZoom();
  });
}

async function toggleFullscreen(element) {
  if (document.fullscreenElement) await document.exitFullscreen();
  else await element.requestFullscreen();
}
