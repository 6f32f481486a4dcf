/** Owns which areas are chosen, and what can be done with so many. */

/** Returns {keys, has, toggle, put, clear, acts}; `changed` is called after each change. */
export function createSelection(changed) {
  let chosen = [];
  const set = (keys) => {
    chosen = keys;
    changed();
  };
  return {
    get keys() {
      return [...chosen];
    },
    has: (key) => chosen.includes(key),
    toggle: (key) => set(chosen.includes(key) ? chosen.filter((one) => one !== key) : [...chosen, key]),
    put: (keys) => set([...new Set(keys)]),
    clear: () => set([]),
    acts: () => actsFor(chosen.length),
  };
}

/** Returns the names of the actions that fit a number of chosen areas. */
export function actsFor(count) {
  if (count === 0) return ["add", "check"];
  return count === 1 ? ["edit", "split", "clear"] : ["merge", "clear"];
}
