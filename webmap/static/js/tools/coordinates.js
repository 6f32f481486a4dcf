/** Owns how positions and sizes are written: lengths and areas in the unit a reader expects, WGS 84 in degrees or in degrees, minutes, seconds, and VN-2000 in metres. */

import { formatNumber, t } from "diaban/i18n";
import { loadLibrary } from "diaban/libraries";

/** Writes a WGS 84 position, latitude first as people here say it; `format` is decimal (as other programs take it) or dms. */
export function sayPoint(lon, lat, format) {
  if (format === "dms") return `${sayAngle(lat, "N", "S")}  ${sayAngle(lon, "E", "W")}`;
  return `${lat.toFixed(5)}, ${lon.toFixed(5)}`;
}

/** Writes a VN-2000 position as Vietnamese sheets do: X is north, Y is east, metres. */
export function sayLocal(east, north) {
  return `X\u00a0${formatNumber(north, 1)} · Y\u00a0${formatNumber(east, 1)}`;
}

/** Returns a function (lon, lat) -> promise of the written VN-2000 position; the projection loads at its first use. */
export function createLocalPoint(crs) {
  let projection = null;
  return async (lon, lat) => {
    projection ??= loadLibrary("proj4").then((proj4) => proj4("EPSG:4326", crs.proj4));
    try {
      const [east, north] = (await projection).forward([lon, lat]);
      return sayLocal(east, north);
    } catch (error) {
      projection = null;
      console.warn(error);
      return "–";
    }
  };
}

function sayAngle(value, positive, negative) {
  const tenths = Math.round(Math.abs(value) * 36_000);
  const degrees = Math.floor(tenths / 36_000);
  const minutes = Math.floor((tenths % 36_000) / 600);
  const seconds = (tenths % 600) / 10;
  return `${degrees}°${String(minutes).padStart(2, "0")}′${formatNumber(seconds, 1).padStart(4, "0")}″${value < 0 ? negative : positive}`;
}

/** Returns the words for a length or an area, in the unit a reader expects. */
export function sayExtent(value, isArea) {
  if (isArea) return value >= 10_000 ? t("map.unit.ha", { value: formatNumber(Math.round(value / 100) / 100) }) : t("map.unit.m2", { value: formatNumber(Math.round(value)) });
  return value >= 1000 ? t("map.unit.km", { value: formatNumber(Math.round(value / 10) / 100) }) : t("map.unit.m", { value: formatNumber(Math.round(value)) });
}
