/** Owns the loading of the map library, which the phone keeps but only the map needs. */

let loading = null;

/** Promises the library; a classic script that leaves one global. */
export function loadLeaflet(address) {
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.addEventListener("load", () => resolve(globalThis.L));
    script.addEventListener("error", () => {
      loading = null;
      reject(new Error("the map library did not load"));
    });
    script.src = address;
    document.head.append(script);
  });
  return loading;
}
