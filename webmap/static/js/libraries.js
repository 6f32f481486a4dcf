/**
 * Owns the loading of third-party libraries that the first drawing does not need.
 *
 * Each is a classic script that leaves one global. Live, the page config gives its URL in `libraries`; in the frozen
 * file its source already lies in the page as `<script type="text/plain" id="library-NAME">`, and is run from there.
 * Both work under a strict policy: the new element carries the page's nonce.
 */

const GLOBALS = {
  proj4: () => globalThis.proj4,
  geographiclib: () => globalThis.geodesic,
  pmtiles: () => globalThis.pmtiles,
  "protomaps-leaflet": () => globalThis.protomapsL,
};

const loaded = new Map();
let addresses = {};

/** Takes the URLs of the libraries, by name; empty in the frozen file. */
export function setLibraries(urls) {
  addresses = urls ?? {};
}

/** Returns a promise of the library's global object; a second call answers from the first. */
export function loadLibrary(name) {
  if (!loaded.has(name)) {
    const promise = run(name).catch((error) => {
      loaded.delete(name);
      throw error;
    });
    loaded.set(name, promise);
  }
  return loaded.get(name);
}

async function run(name) {
  const script = document.createElement("script");
  script.nonce = document.querySelector("script[nonce]")?.nonce ?? "";
  const inlined = document.getElementById(`library-${name}`);
  if (inlined) {
    script.textContent = inlined.textContent;
    document.head.append(script);
  } else {
    await new Promise((resolve, reject) => {
      script.addEventListener("load", resolve);
      script.addEventListener("error", () => reject(new Error(`library ${name} did not load`)));
      script.src = addresses[name];
      document.head.append(script);
    });
  }
  const library = GLOBALS[name]();
  if (!library) throw new Error(`library ${name} left no global`);
  return library;
}
