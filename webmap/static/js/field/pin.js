/** Owns the field in which a PIN is typed. */

import { h } from "diaban/field/element";

/** Returns {element, input, value}: digits only, never kept or offered by the browser. */
export function pinField(id, label, hint = "") {
  const input = h("input.input.pin", {
    id, type: "password", inputMode: "numeric", autocomplete: "off", maxLength: 32, "aria-describedby": hint ? `${id}-hint` : null,
  });
  const element = h("div.field", {},
    h("label.field__label", { htmlFor: id }, label),
    input,
    hint && h("p.field__hint", { id: `${id}-hint` }, hint),
  );
  return { element, input, value: () => input.value.trim() };
}
