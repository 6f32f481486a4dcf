/** Owns one entry of the outbox: how it fares, its receipt, its photos. */

import { t } from "diaban/i18n";
import { writeDay } from "diaban/field/clock";
import { draftOf, dropDraft } from "diaban/field/drafts";
import { button, h, icon } from "diaban/field/element";
import { neverLeft } from "diaban/field/outbox";
import { discardButton, editLink, tellConflict, tellRefused } from "diaban/field/screens/decide";
import { stateOf, titleOf } from "diaban/field/words";

export async function showEntry(state, uuid) {
  const body = h("div.stack");
  const fill = () => {
    const entry = state.entries.find((one) => one.uuid === uuid);
    body.replaceChildren(...(entry ? tellEntry(state, entry) : [h("p.empty", {}, t("field.entry.gone"))]));
  };
  fill();
  const back = h("a.field-back", { href: "#/outbox" }, icon("back"), t("field.outbox.title"));
  const element = h("div.page.page--narrow.stack", {}, back, h("h1", {}, t("field.entry.title")), body);
  return { element, onLeave: state.on("change", fill) };
}

function tellEntry(state, entry) {
  const photos = state.photos.filter(({ entry: of }) => of === entry.uuid);
  const parts = { waiting: tellWaiting, held: tellHeld, sending: tellWaiting, stored: tellStored, refused: tellRefused, conflict: tellConflict, damaged: tellDamaged, replaced: () => [onward()] };
  return [
    h("section.card.stack", {},
      h("p.entry-title", {}, titleOf(entry)),
      entry.recorded_at && h("p.muted", {}, t("field.entry.recorded", { time: entry.recorded_at.slice(11, 16), day: writeDay(entry.recorded_at) })),
      h(`p.entry-state.entry-state--${entry.state}`, { role: "status" }, stateOf(entry)),
      photos.length > 0 && h("ul.entry-photos", {}, photos.map((photo, index) => h("li", {}, tellPhoto(photo, index)))),
    ),
    ...parts[entry.state](state, entry),
  ];
}

/** Returns the way on; the one thing to do where nothing is to be decided. */
function onward(look = "") {
  return h("p", {}, h(`a.button.button--wide${look}`, { href: "#/" }, icon("today"), t("field.entry.to_today")));
}

function tellPhoto({ state, answer }, index) {
  const told = state === "refused" ? answer.message || answer.code : "";
  return [t("field.photo.one", { number: index + 1 }), ": ", t(`field.photo.${state}`), told && ` (${told})`].filter(Boolean);
}

function tellWaiting(state, entry) {
  return [
    h("div.notice", {}, h("p", {}, t("field.entry.kept_here"))),
    onward(".button--primary"),
    neverLeft(entry) && h("p", {}, editLink(entry, t("field.entry.edit"))),
    entry.times === 0 && discardButton(state, entry),
  ].filter(Boolean);
}

/** An entry that somebody began to change: it waits for that person, since half of a change must not go out. */
function tellHeld(state, entry) {
  const letGo = async () => {
    await state.outbox.release(entry.uuid);
    await dropDraft(state.vault, draftOf.entry(entry.uuid));
    await state.refresh();
    state.meet();
  };
  return [
    h("div.notice.notice--warning", {}, h("p", {}, t("field.entry.held"))),
    h("p", {}, editLink(entry, t("field.entry.edit_on"), ".button--primary")),
    h("p", {}, button(t("field.entry.release"), letGo, { look: "wide" })),
    discardButton(state, entry),
  ];
}

function tellStored(state, { answer }) {
  return [h("div.notice.notice--good", {}, h("p.receipt", {}, answer.receipt), h("p", {}, t("field.entry.stored_lead"))), onward(".button--primary")];
}

function tellDamaged(state, entry) {
  return [h("div.notice.notice--error", {}, h("p", {}, t("field.entry.damaged"))), discardButton(state, entry), onward()];
}
