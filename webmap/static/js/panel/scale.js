/** Owns the scale bar: a round length, true at the middle of the map. */

import { t } from "diaban/i18n";
import { sayExtent } from "diaban/tools/coordinates";
import { unitsPerMetre, worldY } from "diaban/model/shapes";

const LONGEST_PX = 110;

export function addScale(map) {
  const { L } = globalThis;
  const control = L.control({ position: "bottomleft" });
  control.onAdd = () => {
    const node = L.DomUtil.create("div", "scale");
    const show = () => {
      const metre = unitsPerMetre(worldY(map.getCenter().lat)) * 2 ** map.getZoom();
      const length = roundLength(LONGEST_PX / metre);
      node.style.width = `${Math.round(length * metre)}px`;
      node.textContent = sayExtent(length, false);
      node.setAttribute("aria-label", t("map.scale", { value: node.textContent }));
    };
    node.setAttribute("role", "img");
    map.on("move zoomend", show);
    show();
    return node;
  };
  control.addTo(map);
}

/** Returns the largest of 1, 2, 5 times a power of ten that is not over the limit. */
export function roundLength(limit) {
  const power = 10 ** Math.floor(Math.log10(limit));
  return [5, 2, 1].find((digit) => digit * power <= limit) * power;
}
