/** A small feed for the tests: two vintages, three places, packed as webmap/maps/feed.py packs. */

const DAY = (iso) => Date.parse(iso) / 86_400_000;

/** Whole numbers as text, five bits to a letter from the lowest up. */
export function packIntegers(numbers) {
  let text = "";
  for (const number of numbers) {
    let folded = ((number << 1) ^ (number >> 31)) >>> 0;
    for (; folded >= 32; folded >>>= 5) text += String.fromCharCode((folded & 31) + 32 + 63);
    text += String.fromCharCode(folded + 63);
  }
  return text;
}

function packValues(values) {
  const told = [...new Set(values.map((value) => JSON.stringify(value)))];
  return { values: told.map((text) => JSON.parse(text)), row: packIntegers(values.map((value) => told.indexOf(JSON.stringify(value)))) };
}

const START = -719_162;
const END = 2_932_896;

function pack(shapes) {
  const packed = { kind: "", parts: [], sizes: [], xy: [] };
  let last = [0, 0];
  for (const { kind, parts } of shapes) {
    packed.kind += kind;
    packed.parts.push(parts.length);
    for (const part of parts) {
      packed.sizes.push(part.length);
      for (const [lon, lat] of part) {
        const point = [Math.round(lon * 1e5), Math.round(lat * 1e5)];
        packed.xy.push(point[0] - last[0], point[1] - last[1]);
        last = point;
      }
    }
  }
  return { kind: packed.kind, parts: packIntegers(packed.parts), sizes: packIntegers(packed.sizes), xy: packIntegers(packed.xy) };
}

const square = (west, south, size) => [[[west, south], [west + size, south], [west + size, south + size], [west, south + size], [west, south]]];

/**
 * What supervision asks: the alley was visited and a visit is planned, of the bridge nothing is known, the landing is
 * closed to the reader; of the two recommendations about the alley one was answered.
 */
export function makeSupervision() {
  const [visited, sent] = [DAY("2026-10-20"), DAY("2026-10-01")];
  return {
    since: DAY("2025-01-01"), soon: 7, plans_from: DAY("2026-11-22"),
    asked: packValues([
      [0, 0, 7, DAY("2024-05-01") - DAY("2012-02-08"), 0, 14, DAY("2024-12-30") - DAY("2024-05-01"), 1, 14,
        visited - 10 - DAY("2024-12-30"), 1, 14, 10, 1, 14],
      [0, 0, 7], [DAY("2012-02-08") - DAY("2020-01-01"), 0, 7], null,
    ]),
    planned: packValues([[DAY("2026-11-25"), 20], [], [], []]),
    replies: packValues([[sent, 21, 9, sent + 4, 21, null], [], [], []]),
  };
}

export function makeFeed() {
  return {
    revision: "r", today: DAY("2026-11-22"), known_on: null, decimals: 5,
    vintages: [{ from: null, title: "16 phường" }, { from: DAY("2025-07-01"), title: "3 phường" }],
    areas: {
      id: ["27424@start", "27415@start", "27424@2025-07-01"], code: ["27424", "27415", "27424"],
      name: ["Phường 6", "Phường 12", "Phường Bình Đông"], level: ["ward", "ward", "ward"],
      from: packIntegers([START, START, DAY("2025-07-01")]), to: packIntegers([DAY("2025-07-01"), DAY("2025-07-01"), END]), partial: [0, 0, 0],
      label: [[106.65, 10.73], [106.66, 10.74], [106.65, 10.73]],
      also: packValues(["p6 f6 p f", "p12 f12 p f", "bd"]), population: [null, null, null],
      geometry: pack([{ kind: 2, parts: square(106.64, 10.72, 0.02) }, { kind: 2, parts: square(106.66, 10.72, 0.02) }, { kind: 2, parts: square(106.64, 10.72, 0.04) }]),
    },
    landmarks: { kind: [], name: [], geometry: pack([]) },
    hotspots: {
      code: ["DB00001", "DB00002", "DB00002", "DB00003"],
      name: ["Hẻm 1678 Phạm Thế Hiển", "Cầu Hiệp Ân", "Cầu Hiệp Ân", "Bến Bình Đông"],
      kind: packIntegers([0, 1, 1, 3]), topics: packIntegers([1, 2, 2, 8]),
      accuracy: packIntegers([250, 100, 100, 20]), size: packIntegers([140, 5000, 6000, 0]),
      from: packIntegers(["2012-02-08", "2012-02-08", "2020-01-01", "2018-01-01"].map(DAY)),
      to: packIntegers([END, DAY("2020-01-01"), END, END]), wards: packValues([[0, 2], [1, 0, 2], [1, 0, 2], [0, 2]]),
      status: packValues([
        [1, 0, 2, DAY("2024-05-01") - DAY("2012-02-08")], [1, 0], [1, DAY("2012-02-08") - DAY("2020-01-01")],
        [0, 0, 3, DAY("2023-01-01") - DAY("2018-01-01"), -1, DAY("2026-01-01") - DAY("2023-01-01")],
      ]),
      also: packValues(["pth", "ha", "ha", "bd"]),
      geometry: pack([
        { kind: 1, parts: [[[106.65, 10.73], [106.65, 10.731], [106.65, 10.734]]] },
        { kind: 2, parts: square(106.66, 10.73, 0.001) },
        { kind: 2, parts: square(106.66, 10.73, 0.002) },
        { kind: 0, parts: [[[106.645, 10.725]]] },
      ]),
    },
    kinds: ["alley", "bridge", "area", "point"], topics: ["toi_pham", "ma_tuy", "mai_dam", "te_nan_khac"],
    states: ["DE_XUAT", "THEO_DOI", "DANG_CHUYEN_HOA", "ON_DINH"],
  };
}

export const day = DAY;
