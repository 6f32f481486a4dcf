/**
 * Owns the worker that looks for faces: it loads LiteRT and the model, and answers for one photo after the other.
 *
 * It is sent {id, addresses, sizes}, where each size is {width, height, pixels}, and answers {id, faces}: boxes, or null
 * where it cannot look, because something did not load or this browser cannot run it.
 */

import { Tensor, loadAndCompile, loadLiteRt, supportsFeature } from "@litertjs/core";

import { SIDE, distinct, facesIn, readWindow, windowsOf } from "diaban/images/windows";

let model = null;

addEventListener("message", async ({ data: { id, addresses, sizes } }) => {
  let faces = null;
  try {
    model ??= load(addresses);
    faces = await look(await model, sizes);
  } catch {
    model = null; // the next photo may fare better: the network may be back
  }
  postMessage({ id, faces });
});

async function load({ model: address, modern, plain }) {
  const { script, binary } = (await supportsFeature("relaxedSimd")) ? modern : plain;
  const quiet = () => {};
  globalThis.Module = { locateFile: () => binary, print: quiet, printErr: quiet };
  Object.defineProperty(navigator, "gpu", { value: undefined }); // else it starts a graphics processor that is not used
  console.warn = quiet; // it says that it found none
  await loadLiteRt(`${script}#.js`); // it takes an address for a script by its end, where ours tells the content
  return loadAndCompile(address, { accelerator: "wasm" });
}

async function look(compiled, sizes) {
  const faces = [];
  for (const size of sizes) {
    for (const corner of windowsOf(size.width, size.height)) {
      faces.push(...facesIn(await ask(compiled, readWindow(size, corner)), size, corner));
    }
  }
  return distinct(faces);
}

async function ask(compiled, values) {
  const shown = new Tensor(values, [1, SIDE, SIDE, 3]);
  const told = await compiled.run([shown]);
  const answers = told.map((tensor) => tensor.toTypedArray().slice());
  const [places, scores] = answers.toSorted((one, other) => other.length - one.length);
  for (const tensor of [shown, ...told]) tensor.delete();
  return { places, scores };
}
