/** Owns opening an entry again that is not in the register yet: it is held back, and its form filled with what it says. */

import { t } from "diaban/i18n";
import { h, icon } from "diaban/field/element";
import { neverLeft } from "diaban/field/outbox";
import { showCountsAgain } from "diaban/field/screens/counts";
import { showProposeAgain } from "diaban/field/screens/propose";
import { showVisitAgain } from "diaban/field/screens/visit";
import { tellFailure } from "diaban/field/words";

const FORMS = { visit: showVisitAgain, place: showProposeAgain, count: showCountsAgain };

export async function showEdit(state, uuid) {
  const entry = state.entries.find((one) => one.uuid === uuid);
  if (!entry) return showClosed(uuid, t("field.entry.gone"));
  if (entry.state === "refused") return FORMS[entry.kind](state, entry);
  if (!neverLeft(entry)) return showClosed(uuid, t("field.failure.already_sent"));
  try {
    const held = await state.outbox.hold(uuid);
    await state.refresh();
    return await FORMS[entry.kind](state, held);
  } catch (error) {
    return showClosed(uuid, tellFailure(error));
  }
}

/** Says why there is nothing to be changed any more. */
function showClosed(uuid, words) {
  return h("div.page.page--narrow.stack", {},
    h("a.field-back", { href: `#/outbox/${uuid}` }, icon("back"), t("field.back")),
    h("h1", {}, t("field.entry.edit")),
    h("div.notice.notice--warning", {}, h("p", {}, words)),
  );
}
