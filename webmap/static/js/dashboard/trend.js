/** Draws places by state over time into a page, by the library of charts. */

import { LineChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

import { trendOption } from "diaban/dashboard/trend_option";

use([AriaComponent, GridComponent, LegendComponent, LineChart, MarkLineComponent, SVGRenderer, TooltipComponent]);

const NARROW_PX = 560;

/** Draws a trend into an element, and again whenever its width changes. */
export function drawTrend(place, told) {
  const chart = init(place, null, { renderer: "svg" });
  let isNarrow = null;
  new ResizeObserver(() => {
    chart.resize();
    if (isNarrow === place.clientWidth < NARROW_PX) return;
    isNarrow = place.clientWidth < NARROW_PX;
    chart.setOption(trendOption(told, { isNarrow, isStill: isStill() }), true);
  }).observe(place);
  return chart;
}

function isStill() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}
