/** Owns saying that a draft was found on the phone, and beginning anew without it. */

import { t } from "diaban/i18n";
import { dropDraft } from "diaban/field/drafts";
import { button, h } from "diaban/field/element";

/** Returns the notice over a form that was filled from the draft of a name. */
export function restoredNotice(state, name) {
  const startOver = async () => {
    await dropDraft(state.vault, name);
    dispatchEvent(new HashChangeEvent("hashchange"));
  };
  return h("div.notice.notice--info.row", {}, h("p", {}, t("field.visit.restored")), button(t("field.visit.start_over"), startOver, { look: "small" }));
}
