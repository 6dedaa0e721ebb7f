// Packs the lab for npm: the core as it is, the element with its texts as modules beside it. `node package.mjs <root> <out>` with
// Cargo's facts of the package in LR_LAB_PACKAGE, after one-file.mjs.
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { DATA, PKG, WWW, bundle, filesFrom, mark, out, root, texts, workerText } from "./common.mjs";

const { name, version, description, keywords, license } = JSON.parse(process.env.LR_LAB_PACKAGE);
const folder = join(out, "npm");
const OWN = join(import.meta.dirname, "package");

const CORE = "./types/pkg/lr_lab.d.ts";
// Types come first: who reads the conditions takes the first that fits.
const manifest = {
  name, version, description, keywords, license, type: "module", engines: { node: ">=20" },
  exports: {
    ".": { types: CORE, node: "./node.js", default: "./lr_lab.js" },
    "./element": { types: "./types/www/lr-lab.d.ts", default: "./element.js" },
    "./anywidget": { types: "./types/www/widget.d.ts", default: "./anywidget.js" },
    "./worker": { types: "./types/www/worker.d.ts", default: "./worker.js" },
    "./lr_lab_bg.wasm": "./lr_lab_bg.wasm",
    "./package.json": "./package.json",
  },
  types: CORE,
  // The element defines itself; nothing else does anything by being imported.
  sideEffects: ["./element.js", "./anywidget.js", "./worker.js"],
};

const inside = `export const build = ${JSON.stringify(mark)};
export const texts = { ${texts.map((path) => `${JSON.stringify(path)}: () => import(${JSON.stringify(path)})`).join(", ")} };`;

mkdirSync(join(folder, "types/pkg"), { recursive: true });
await bundle({
  entryPoints: { element: join(WWW, "lr-lab.js") }, format: "esm", splitting: true, outdir: folder, chunkNames: "[name]-[hash]",
  loader: { ".css": "text", ".json": "text" },
  plugins: [filesFrom("package/files.js", inside), {
    // Who uses both has one core.
    name: "core",
    setup: ({ onResolve }) => onResolve({ filter: /^\.\.\/pkg\/lr_lab\.js$/ }, () => ({ path: "./lr_lab.js", external: true })),
  }],
});
writeFileSync(join(folder, "worker.js"), await workerText());
writeFileSync(join(folder, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
for (const [from, file] of [
  [OWN, "README.md"], [OWN, "node.js"], [PKG, "lr_lab.js"], [PKG, "lr_lab_bg.wasm"], ...DATA.map((file) => [join(root, "data"), file]),
  [root, "LICENSE-MIT"], [root, "LICENSE-APACHE"],
]) copyFileSync(join(from, file), join(folder, file));
copyFileSync(join(PKG, "lr_lab.d.ts"), join(folder, CORE));
copyFileSync(join(out, "lr-lab.anywidget.js"), join(folder, "anywidget.js"));
