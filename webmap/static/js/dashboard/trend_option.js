/** Says how places by state over time are drawn: stacked, each state with a pattern, so that grey print tells them apart. */

/** Returns what the chart shows: one band a state, a line where criteria or boundaries changed. */
export function trendOption(told, { isNarrow, isStill }) {
  const bands = told.series.map((one, at) => ({
    name: `${one.sign} ${one.name}`.trim(),
    type: "line",
    step: "end",
    stack: "all",
    symbol: "none",
    color: one.color,
    lineStyle: { width: 1, color: "#1B2126" },
    areaStyle: { opacity: 0.85 },
    data: told.days.map((day, nth) => [day, one.values[nth]]),
    markLine: at === 0 ? markBreaks(told.breaks) : undefined,
  }));
  return {
    animation: !isStill,
    aria: { enabled: true, label: { description: told.texts.label }, decal: { show: true } },
    grid: { left: 8, right: 16, top: 24, bottom: isNarrow ? 24 * bands.length + 16 : 72, containLabel: true },
    legend: { bottom: 0, left: 0, orient: isNarrow ? "vertical" : "horizontal" },
    tooltip: { trigger: "axis", confine: true },
    xAxis: { type: "time", axisLabel: { formatter: (value) => month(value), hideOverlap: true } },
    yAxis: { type: "value", minInterval: 1, name: told.texts.places },
    series: bands,
  };
}

function markBreaks(breaks) {
  return {
    silent: true,
    symbol: "none",
    lineStyle: { color: "#1B2126", type: "dashed", width: 1.5 },
    label: { formatter: ({ dataIndex }) => String(dataIndex + 1), position: "end" },
    data: breaks.map(({ on }) => ({ xAxis: on })),
  };
}

/** Returns a moment as month and year. */
export function month(value) {
  const day = new Date(value);
  return `${String(day.getMonth() + 1).padStart(2, "0")}/${day.getFullYear()}`;
}
