/** Owns the coordinates on show: of the pointer, of the last place clicked, or of the middle of the map. */

import { copyText } from "diaban/copying";
import { t } from "diaban/i18n";
import { sayPoint } from "diaban/tools/coordinates";

const STORED = "diaban-pointer-format";

export function createPointer(page) {
  const { map, parts } = page;
  const pointer = { lat: map.getCenter().lat, lon: map.getCenter().lng, isPinned: false, request: 0 };
  const format = parts("pointer-format");
  format.value = remembered() ?? "decimal";
  format.addEventListener("change", () => {
    remember(format.value);
    show();
  });

  function point(latlng, isPinned) {
    Object.assign(pointer, { lat: latlng.lat, lon: latlng.lng, isPinned });
    cancelAnimationFrame(pointer.request);
    pointer.request = requestAnimationFrame(show);
  }

  async function show() {
    const { lat, lon } = pointer;
    const text = format.value === "local" ? await page.localPoint(lon, lat) : sayPoint(lon, lat, format.value);
    if (pointer.lat === lat && pointer.lon === lon) parts("pointer-value").textContent = text;
  }

  map.on("mousemove", (event) => point(event.latlng, false));
  map.on("click", (event) => point(event.latlng, true));
  map.on("moveend", () => !pointer.isPinned && point(map.getCenter(), false));
  map.getContainer().addEventListener("pointerleave", () => !pointer.isPinned && point(map.getCenter(), false));
  parts("pointer-copy").addEventListener("click", async () => {
    if (!pointer.isPinned) point(map.getCenter(), false);
    await show();
    await copyText(parts("pointer-value").textContent);
    page.say(t("map.pointer.copied", { text: parts("pointer-value").textContent }));
  });
  show();
}

function remembered() {
  try {
    return localStorage.getItem(STORED);
  } catch {
    return null;
  }
}

function remember(value) {
  try {
    localStorage.setItem(STORED, value);
  } catch {
    return;
  }
}
