/** Owns the colours of the painted map: read from the design tokens, again when light turns to dark or to paper. */

const NAMES = [
  "ground", "area", "water", "water-edge", "water-text", "border", "border-halo", "text", "text-halo", "casing", "glyph", "disc", "select",
];

export const FONT = '"Be Vietnam Pro", system-ui, "Noto Sans", sans-serif';

let colours = null;

/** Returns the colours by token name without `--map-`. */
export function theme() {
  if (!colours) {
    const style = getComputedStyle(document.documentElement);
    colours = Object.fromEntries(NAMES.map((name) => [name, style.getPropertyValue(`--map-${name}`).trim()]));
  }
  return colours;
}

/** Calls back whenever the colours have changed. */
export function onThemeChange(callback) {
  for (const query of ["(prefers-color-scheme: dark)", "print"]) {
    matchMedia(query).addEventListener("change", () => {
      colours = null;
      callback();
    });
  }
}
