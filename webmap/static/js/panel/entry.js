/** Owns one row of the list: a place with its symbol, its wards, its status and what supervision asks of it. */

import { t } from "diaban/i18n";
import { askedLine, askedParts } from "diaban/panel/asked";
import { line, sampleOf, wardNames } from "diaban/panel/rows";

/** Writes one row of the list. */
export function fillRow(page, node, row) {
  const { hotspots, kinds, states } = page.model;
  const code = states[page.choice.state[row]];
  const asked = page.ask(row);
  const words = line("list__words", "");
  words.append(
    line("list__name", hotspots.name[row]),
    line("list__about", wardNames(page, row).join(", ") || t("map.list.no_ward")),
    line("list__about", t(`codes.status.${code}`)),
  );
  if (asked) words.append(askedLine(askedParts(asked), { isShort: true }));
  node.append(sampleOf(code, kinds[hotspots.kind[row]], 56, 36), words);
}
