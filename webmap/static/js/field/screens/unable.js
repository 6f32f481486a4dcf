/** Owns what is said where this browser cannot keep anything safely. */

import { t } from "diaban/i18n";
import { h } from "diaban/field/element";

export function showUnable() {
  return h("main.page.page--narrow.stack", { id: "main" },
    h("h1", {}, t("field.title")),
    h("div.notice.notice--warning", {}, h("p", {}, t("field.unable"))),
    h("p", {}, h("a.button.button--primary", { href: "/" }, t("field.unable_back"))),
  );
}
