import assert from "node:assert/strict";
import { test } from "node:test";

import { month, trendOption } from "diaban/dashboard/trend_option";

const TOLD = {
  days: ["2025-06-30", "2025-07-31", "2025-08-31"],
  series: [
    { name: "Đang theo dõi", sign: "!", color: "#D55E00", values: [4, 3, 3] },
    { name: "Đã chuyển hóa", sign: "✓", color: "#009E73", values: [0, 1, 1] },
  ],
  breaks: [{ on: "2025-07-01", words: "3 phường" }],
  texts: { label: "Số địa bàn", places: "địa bàn" },
};

test("a trend stacks the states, each with its sign and its own pattern, and marks breaks", () => {
  const { aria, series, animation, legend } = trendOption(TOLD, { isNarrow: false, isStill: true });
  assert.deepEqual(series.map(({ name, color, stack }) => [name, color, stack]), [
    ["! Đang theo dõi", "#D55E00", "all"],
    ["✓ Đã chuyển hóa", "#009E73", "all"],
  ]);
  assert.deepEqual(series[1].data, [["2025-06-30", 0], ["2025-07-31", 1], ["2025-08-31", 1]]);
  assert.deepEqual(series[0].markLine.data, [{ xAxis: "2025-07-01" }]);
  assert.equal(series[0].markLine.label.formatter({ dataIndex: 0 }), "1", "as the list below numbers them");
  assert.equal(series[1].markLine, undefined);
  assert.deepEqual(aria, { enabled: true, label: { description: "Số địa bàn" }, decal: { show: true } });
  assert.equal(animation, false);
  assert.equal(legend.orient, "horizontal");
});

test("on a phone the names stand below each other, and have room", () => {
  const wide = trendOption(TOLD, { isNarrow: false, isStill: false });
  const narrow = trendOption({ ...TOLD, series: Array(6).fill(TOLD.series[0]) }, { isNarrow: true, isStill: false });
  assert.equal(narrow.legend.orient, "vertical");
  assert.ok(narrow.grid.bottom > wide.grid.bottom + 60);
  assert.equal(month("2025-07-31T00:00:00"), "07/2025");
});
