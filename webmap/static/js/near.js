/** Owns the list of places near the reader: sorts what the page holds by distance, when asked to; nothing is sent. */

const EARTH_RADIUS_M = 6371008.8;

/** Returns the distance on the sphere between two positions in degrees, in metres. */
export function distanceM(a, b) {
  const rad = Math.PI / 180;
  const half = (angle) => Math.sin(angle / 2) ** 2;
  const h = half((b.lat - a.lat) * rad) + Math.cos(a.lat * rad) * Math.cos(b.lat * rad) * half((b.lon - a.lon) * rad);
  return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** Writes a distance as people say it: 90 m, 1,2 km. */
export function sayDistance(metres, locale) {
  const rounded = Math.max(10, Math.round(metres / 10) * 10);
  const [value, unit, digits] = rounded < 1000 ? [rounded, "meter", 0] : [metres / 1000, "kilometer", metres < 10_000 ? 1 : 0];
  return new Intl.NumberFormat(locale, { style: "unit", unit, maximumFractionDigits: digits }).format(value);
}

/** Puts the rows nearest first, says how far each is, and leaves only the first ones to be seen. */
export function sortRows(list, here, { first, locale }) {
  const rows = [...list.children].map((row) => {
    const away = distanceM(here, { lon: Number(row.dataset.lon), lat: Number(row.dataset.lat) });
    return { row, away };
  });
  rows.sort((one, other) => one.away - other.away);
  rows.forEach(({ row, away }, index) => {
    row.querySelector("[data-away]").textContent = sayDistance(away, locale);
    row.hidden = index >= first;
    list.append(row);
  });
  list.hidden = false;
}

function start(section) {
  const ask = section.querySelector("[data-near-ask]");
  const told = section.querySelector("[data-near-told]");
  const list = section.querySelector("[data-near-list]");
  ask.hidden = false;
  ask.addEventListener("click", () => {
    ask.disabled = true;
    const found = ({ coords }) => {
      sortRows(list, { lon: coords.longitude, lat: coords.latitude }, {
        first: Number(section.dataset.first),
        locale: document.documentElement.lang,
      });
      told.textContent = section.dataset.found;
      ask.disabled = false;
    };
    const failed = () => {
      told.textContent = section.dataset.failed;
      ask.disabled = false;
    };
    if (navigator.geolocation) navigator.geolocation.getCurrentPosition(found, failed, { timeout: 15_000, maximumAge: 60_000 });
    else failed();
  });
}

if (typeof document !== "undefined") document.querySelectorAll("[data-near]").forEach(start);
