/** Owns the words under the map: size, wards, what is outside or snapped, places nearby and faults, with the faulty spots marked on the map. */

import { t } from "diaban/i18n";

/** Returns {tell, say}; `panel` is the live region. */
export function createFeedback(map, panel) {
  const { L } = globalThis;
  const spots = L.layerGroup().addTo(map);

  function mark(faults) {
    spots.clearLayers();
    const look = { className: "drawing__spot", radius: 12, interactive: false, pmIgnore: true, snapIgnore: true };
    for (const { at } of faults) {
      if (at) spots.addLayer(L.circleMarker([at[1], at[0]], look));
    }
  }

  return {
    /** Shows one sentence instead of findings. */
    say(words, kind = "muted") {
      mark([]);
      panel.replaceChildren(element("p", kind, words));
    },
    /** Shows what the server found. */
    tell({ measure, faults, wards_title: title, wards, no_wards: noWards, neighbours, outside, snapped }) {
      mark(faults);
      const parts = faults.map(({ words }) => element("p", "drawing__fault", words));
      if (measure) parts.push(element("p", "drawing__measure", measure));
      if (wards.length > 0) parts.push(element("p", "drawing__wards", `${title} ${wards.map(({ words }) => words).join(" · ")}`));
      if (noWards) parts.push(element("p", "drawing__fault", noWards));
      if (outside?.words) parts.push(element("p", "drawing__warning", outside.words));
      if (snapped) parts.push(element("p", "drawing__wards", snapped.words));
      if (neighbours.length > 0) parts.push(near(neighbours));
      panel.replaceChildren(...parts);
    },
  };
}

function near(neighbours) {
  const box = element("div", "drawing__near");
  box.append(element("p", "", t("drawing.near", { n: neighbours.length })));
  const list = document.createElement("ul");
  for (const { url, code, name, words } of neighbours) {
    const link = element("a", "", `${name} (${code})`);
    link.href = url;
    link.target = "_blank"; // what is drawn would be lost in this one
    link.rel = "noopener";
    const row = document.createElement("li");
    row.append(link, ` · ${words}`);
    list.append(row);
  }
  box.append(list);
  return box;
}

function element(name, className, words = "") {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.textContent = words;
  return made;
}
