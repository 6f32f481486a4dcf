/** Owns what a form says of its draft: that one was found on the phone, and how it is kept now. */

import { t } from "diaban/i18n";
import { dropDraft } from "diaban/field/drafts";
import { button, h, icon } from "diaban/field/element";
import { tellFailure } from "diaban/field/words";

/** Returns the notice over a form that was filled from the draft of a name. */
export function restoredNotice(state, name) {
  const startOver = async () => {
    await dropDraft(state.vault, name);
    dispatchEvent(new HashChangeEvent("hashchange"));
  };
  return h("div.notice.notice--info.row", {}, h("p", {}, t("field.visit.restored")), button(t("field.visit.start_over"), startOver, { look: "small" }));
}

/**
 * Returns {element, failure, follow}: the way out to `back` with whether the draft lies safe, the place where failures are
 * told, and what follows a keeping to its end (`data-draft` of the element: keeping, kept, failed).
 */
export function createDraftTold(back) {
  const told = h("span.muted");
  const failure = h("p.field__error", { role: "alert" });
  const element = h("div.row.field-leave", {}, h("a.field-back", { href: back }, icon("back"), t("field.visit.leave")), told);
  let under = 0;

  function settle(state) {
    under -= 1;
    if (under && state === "kept") return;
    element.dataset.draft = state;
    told.textContent = state === "kept" ? t("field.visit.kept") : "";
  }

  async function follow(keeping) {
    under += 1;
    element.dataset.draft = "keeping";
    try {
      await keeping;
      settle("kept");
    } catch (error) {
      failure.textContent = tellFailure(error);
      settle("failed");
    }
  }
  return { element, failure, follow };
}
