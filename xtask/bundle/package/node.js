// The core in Node, whose fetch knows no files: `await init()` reads the module from beside this one.
import { readFile } from "node:fs/promises";
import start from "./lr_lab.js";

export * from "./lr_lab.js";

/** @type {typeof start} */
export default async (input) => start(input ?? { module_or_path: await readFile(new URL("./lr_lab_bg.wasm", import.meta.url)) });
