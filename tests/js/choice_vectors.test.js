/** The screen shows what paper shows: the vectors are made by webmap/maps/shown.py. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { areasOn, boundaryDay, chooseRows, wardsOf } from "diaban/model/choice";
import { unpackFeed } from "diaban/model/feed";
import { askOf, isSupervised } from "diaban/model/supervision";
import { viewOfSpec } from "diaban/model/view";

const { feed, cases } = JSON.parse(readFileSync(new URL("../data/map_choice.json", import.meta.url), "utf-8"));
const model = unpackFeed(feed);

function tell(view, row, state) {
  const ask = isSupervised(model, view) ? askOf(model, row, view.day) : null;
  return {
    code: model.hotspots.code[row],
    state: model.states[state],
    due: ask?.due ?? null,
    reply: ask?.reply ?? null,
    last: ask?.last ?? null,
    wards: wardsOf(model, row, boundaryDay(view)).map((area) => model.areas.id[area]),
  };
}

for (const { spec, total, areas, places } of cases) {
  test(`map ${JSON.stringify(spec)}`, () => {
    const view = viewOfSpec(spec, model);
    const choice = chooseRows(model, view);
    assert.equal(choice.total, total);
    assert.equal(areasOn(model.areas, boundaryDay(view)).length, areas);
    assert.deepEqual(choice.matched.map((row) => tell(view, row, choice.state[row])), places);
  });
}
