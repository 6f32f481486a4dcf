/** Lets the tests import our modules as the page does, by "diaban/…": the twin of the page's import map. */

import { register } from "node:module";

register("./resolve.js", import.meta.url);
