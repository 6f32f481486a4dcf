/** Lets the tests import our modules as the page does, by "diaban/…": the twin of esbuild's alias. */

import { register } from "node:module";

register("./resolve.js", import.meta.url);
