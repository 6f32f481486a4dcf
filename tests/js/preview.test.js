/** The address of a sheet: what its map says, then what the form says; never what only a form sent needs. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { parametersOf } from "diaban/preview";

test("a sheet is told by its map and by what was chosen", () => {
  const fields = new FormData();
  for (const [name, value] of Object.entries({
    csrf_token: "x",
    uuid: "y",
    not_person: "Tèo",
    map: "q=h%E1%BA%BBm&on=2026-11-22",
    title: "Giao ban & họp",
    subtitle: "  ",
    paper: "A3",
  })) {
    fields.append(name, value);
  }
  const told = parametersOf(fields);
  assert.deepEqual(Object.fromEntries(told), {
    q: "hẻm",
    on: "2026-11-22",
    title: "Giao ban & họp",
    paper: "A3",
  });
});
