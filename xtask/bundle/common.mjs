// What the packers have in common: where things are, and a bundle of the lab in which another file stands for www/files.js.
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";

/** The repository, and the folder that is written to. */
export const [root, out] = process.argv.slice(2).map((path) => resolve(path));
export const WWW = join(root, "www");
export const PKG = join(root, "pkg");
/** The pictures that are fetched when they are asked for. */
export const DATA = ["mnist-3000-images.idx3-ubyte.gz", "mnist-3000-labels.idx1-ubyte.gz"];

// It is among the page tests' packages.
const { build } = createRequire(join(root, "tests/e2e/package.json"))("esbuild");

const namesIn = (folder) => readdirSync(join(WWW, folder)).filter((name) => name.endsWith(".json"));

/** The texts that the page fetches of itself, as www/files.js is asked for them. */
export const texts = [
  ...["style.css", "figures.css", "lesson.css"].map((name) => `./${name}`),
  ...namesIn("texts").map((name) => `./texts/${name}`),
  ...namesIn("lessons").filter((name) => name !== "schema.json").map((name) => `./lessons/${name}`),
];

/** The mark of the build. */
export const mark = /export const build = "(\w+)"/.exec(readFileSync(join(PKG, "lr_lab.js"), "utf8"))[1];

/** A browser of the oldest kind that has WebAssembly with SIMD. */
const COMMON = {
  bundle: true, minify: true, charset: "utf8", target: "es2022", legalComments: "none", logLevel: "warning",
  // What asks for it is given the module instead.
  logOverride: { "empty-import-meta": "silent" },
};

/** @param {import("esbuild").BuildOptions} options @returns {Promise<string>} the text of the only file, if none is written */
export async function bundle(options) {
  const { outputFiles } = await build({ ...COMMON, ...options });
  return outputFiles?.[0].text;
}

/**
 * An esbuild plugin that puts a file in the place of www/files.js, and gives it values as its module `inside`.
 *
 * @param {string} file
 * @param {string} inside
 * @returns {import("esbuild").Plugin}
 */
export const filesFrom = (file, inside) => ({
  name: "files",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^\.\/files\.js$/ }, () => ({ path: join(import.meta.dirname, file) }));
    onResolve({ filter: /^inside$/ }, () => ({ path: "inside", namespace: "inside" }));
    onLoad({ filter: /.*/, namespace: "inside" }, () => ({ contents: inside, resolveDir: WWW, loader: "js" }));
  },
});

/** The worker as one classic script, which a blob may hold where there are no modules. */
export const workerText = () => bundle({ entryPoints: [join(WWW, "worker.js")], format: "iife", write: false });
