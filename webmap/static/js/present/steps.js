/** Says which step a key or a stroke of a finger asks for; the keys of a presenter's remote control are among them. */

const KEYS = {
  ArrowRight: "after",
  PageDown: "after",
  ArrowLeft: "before",
  PageUp: "before",
  ArrowUp: "later",
  ArrowDown: "earlier",
};
const SHORTEST_PX = 60;
const FLATTEST = 1.5;

/** Returns the step of a key; null where it asks for none, or belongs to the browser. */
export function stepOfKey({ key, altKey, ctrlKey, metaKey, shiftKey }) {
  return altKey || ctrlKey || metaKey || shiftKey ? null : (KEYS[key] ?? null);
}

/** Returns the step of a stroke from one point to another; null where it is short, or scrolls the page. */
export function stepOfStroke(from, to) {
  const [across, along] = [to.x - from.x, to.y - from.y];
  if (Math.abs(across) < SHORTEST_PX || Math.abs(across) < FLATTEST * Math.abs(along)) return null;
  return across < 0 ? "after" : "before";
}
