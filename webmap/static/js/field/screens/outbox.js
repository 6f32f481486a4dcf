/** Owns the list of what was recorded on this phone: what waits, what was taken under which receipt, what needs a decision. */

import { t } from "diaban/i18n";
import { writeDay } from "diaban/field/clock";
import { h, icon } from "diaban/field/element";
import { stateOf, titleOf } from "diaban/field/words";

const PARTS = [
  ["decide", ["held", "refused", "conflict", "damaged"]],
  ["waiting", ["waiting", "sending"]],
  ["stored", ["stored"]],
];

export async function showOutbox(state) {
  const list = h("div.stack");
  const fill = () => {
    const parts = PARTS.map(([name, states]) => partOf(name, state.entries.filter((entry) => states.includes(entry.state)), state.photos));
    list.replaceChildren(...(parts.some(Boolean) ? parts.filter(Boolean) : [h("p.empty", {}, t("field.outbox.empty"))]));
  };
  fill();
  const more = h("p", {}, h("a.button.button--wide", { href: "#/received" }, icon("check"), t("field.received.open")));
  return { element: h("div.page.stack", {}, h("h1", {}, t("field.outbox.title")), list, more), onLeave: state.on("change", fill) };
}

function partOf(name, entries, photos) {
  if (!entries.length) return null;
  const rows = [...entries].reverse().map((entry) => entryRow(entry, photos));
  return h("section", { "aria-labelledby": `part-${name}` },
    h("h2.list-title", { id: `part-${name}` }, t(`field.outbox.${name}`), " ", h("span.count", {}, String(entries.length))),
    h("ol.spot-list", {}, rows));
}

function entryRow(entry, photos) {
  const waiting = photos.filter(({ entry: of, state }) => of === entry.uuid && state === "waiting").length;
  const when = entry.recorded_at ? `${entry.recorded_at.slice(11, 16)} ${writeDay(entry.recorded_at)}` : "";
  return h("li", {}, h("a.spot-row", { href: `#/outbox/${entry.uuid}` },
    h(`span.entry-sign.entry-sign--${entry.state}`, {}, icon(entry.state === "stored" ? "check" : "out")),
    h("span.spot-row__words", {},
      h("strong", {}, titleOf(entry)),
      h("span.muted", {}, [when, stateOf(entry), waiting ? t("field.outbox.photos_waiting", { n: waiting }) : ""].filter(Boolean).join(" · "))),
    icon("chevron"),
  ));
}
