/** Owns the page of where an area stands: draws its trend, whose table is folded away then, and sends choices at once. */

import { drawTrend } from "diaban/dashboard/trend";

for (const form of document.querySelectorAll("[data-sends]")) {
  form.querySelector("button").hidden = true;
  form.addEventListener("change", () => form.requestSubmit());
}

for (const place of document.querySelectorAll("[data-chart]")) {
  const told = JSON.parse(document.getElementById(place.dataset.chart).textContent);
  if (told.days.length > 1 && told.series.length) {
    place.hidden = false;
    drawTrend(place, told);
    document.querySelector("[data-chart-table]").open = false;
  }
}
