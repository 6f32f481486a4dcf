/** Owns the making of elements: everything on the field page is built by `h`, text never as markup. */

const SVG = "http://www.w3.org/2000/svg";

const ICONS = {
  add: "M12 5v14M5 12h14",
  back: "M15 5l-7 7 7 7",
  camera: "M3 8h4l2-3h6l2 3h4v11H3zM15.5 13.5a3.5 3.5 0 1 1-7 0 3.5 3.5 0 0 1 7 0z",
  check: "m5 12 5 5 9-10",
  chevron: "M9 5l7 7-7 7",
  locate: "M12 2v4M12 18v4M2 12h4M18 12h4M16 12a4 4 0 1 1-8 0 4 4 0 0 1 8 0z",
  lock: "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
  map: "M9 4 3 6.5v13L9 17l6 2.5 6-2.5v-13L15 6.500zM9 4v13M15 6.500v13",
  out: "M12 15V4M7 9l5-5 5 5M4 15v5h16v-5",
  picture: "M3 5h18v14H3zM4 18l5-6 4 4 3-3 4 4M16.500 9.500a1 1 0 1 1-2 0 1 1 0 0 1 2 0z",
  place: "M12 21s7-6.500 7-12a7 7 0 0 0-14 0c0 5.500 7 12 7 12zM14.500 9a2.500 2.500 0 1 1-5 0 2.500 2.500 0 0 1 5 0z",
  settings: "M4 7h10M18 7h2M4 17h2M10 17h10M18 7a2 2 0 1 1-4 0 2 2 0 0 1 4 0zM10 17a2 2 0 1 1-4 0 2 2 0 0 1 4 0z",
  sync: "M20 11a8 8 0 0 0-14-4L4 9M4 4v5h5M4 13a8 8 0 0 0 14 4l2-2M20 20v-5h-5",
  today: "M4 6h16v14H4zM4 10h16M8 3v4M16 3v4M8 14h3",
  walk: "M6 20a2 2 0 1 0 0-.01M18 4a2 2 0 1 0 0 .01M8 20h6a4 4 0 0 0 0-8h-4a4 4 0 0 1 0-8h6",
};

/**
 * Returns a new element. `name` is a tag with classes, such as "p.muted.big"; `more` are attributes, properties, and
 * listeners (`onclick`); children are elements, texts, or nothing.
 */
export function h(name, more = {}, ...children) {
  const [tag, ...classes] = name.split(".");
  const element = document.createElement(tag || "div");
  if (classes.length) element.className = classes.join(" ");
  for (const [key, value] of Object.entries(more)) give(element, key, value);
  element.append(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** Returns one of the line icons; decoration only, the control that holds it has the words. */
export function icon(name) {
  const svg = drawn("svg", { class: "icon", viewBox: "0 0 24 24", "aria-hidden": "true", focusable: "false" });
  svg.append(drawn("path", { d: ICONS[name] }));
  return svg;
}

/** Returns an element of a drawing. */
export function drawn(tag, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

/** Returns a button with an icon and words; `more.className` adds to its looks. */
export function button(words, onclick, { look = "", sign = null, ...more } = {}) {
  const classes = ["button", ...look.split(" ").filter(Boolean).map((one) => `button--${one}`)].join(".");
  return h(`button.${classes}`, { type: "button", onclick, ...more }, sign && icon(sign), h("span", {}, words));
}

function give(element, key, value) {
  if (value === null || value === undefined || value === false) return;
  if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
  else if (key === "dataset") Object.assign(element.dataset, value);
  else if (key in element && !["list", "form", "role"].includes(key) && !key.startsWith("aria")) element[key] = value;
  else element.setAttribute(key, value === true ? "" : value);
}
