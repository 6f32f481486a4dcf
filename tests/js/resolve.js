/** Owns the way from "diaban/NAME" to webmap/static/js/NAME.js, under node. */

const FOLDER = new URL("../../webmap/static/js/", import.meta.url);

export function resolve(specifier, context, next) {
  if (!specifier.startsWith("diaban/")) return next(specifier, context);
  return next(new URL(`${specifier.slice("diaban/".length)}.js`, FOLDER).href, context);
}
