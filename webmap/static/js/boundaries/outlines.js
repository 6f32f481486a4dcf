/** Owns how the old outline of an area is drawn over what it becomes. */

/** Returns a layer with the outline of a geometry. */
export function outline(geometry) {
  const look = { className: "boundary__old", interactive: false, pmIgnore: true };
  return globalThis.L.geoJSON(geometry, { style: () => look, ...look });
}
