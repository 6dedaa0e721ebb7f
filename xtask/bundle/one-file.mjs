// Packs all of the lab into one file: the page for a disk, and the widget for notebooks. `node one-file.mjs <root> <out>`
import { readFileSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";
import { gzipSync } from "node:zlib";

import { DATA, WWW, bundle, filesFrom, mark, out, root, texts, workerText } from "./common.mjs";

const TYPES = { ".wasm": "application/wasm", ".css": "text/css", ".json": "application/json", ".gz": "application/gzip" };

/** A module in which all is inside. @param {string} entry its text, as of a file in www @param {string} worker */
async function whole(entry, worker) {
  const paths = [...texts, "../pkg/lr_lab_bg.wasm", ...DATA.map((name) => `../data/${name}`)];
  const packed = (path) => gzipSync(readFileSync(join(WWW, path)), { level: 9 }).toString("base64");
  const inside = `export const build = ${JSON.stringify(mark)};
export const worker = ${JSON.stringify(worker)};
export const types = ${JSON.stringify(Object.fromEntries(paths.map((path) => [path, TYPES[extname(path)]])))};
export const files = ${JSON.stringify(Object.fromEntries(paths.map((path) => [path, packed(path)])))};`;
  return bundle({ stdin: { contents: entry, resolveDir: WWW }, format: "esm", write: false, plugins: [filesFrom("inside.js", inside)] });
}

/** index.html with its style and its script in it. @param {string} script */
function singlePage(script) {
  let page = readFileSync(join(root, "index.html"), "utf8");
  /** @param {RegExp} what @param {string} by */
  const replace = (what, by) => {
    if (!what.test(page)) throw new Error(`index.html has no ${what}`);
    page = page.replace(what, () => by);
  };
  replace(/<link rel="stylesheet" href="www\/page\.css">/, `<style>\n${readFileSync(join(WWW, "page.css"), "utf8")}</style>`);
  replace(/(<link rel="preload" [^>]*>\n)+/, "");
  replace(/<!-- modules -->[^]*?<!-- end -->\n/, "");
  // What is inside arrives with the page.
  replace(/<script src="www\/unloaded\.js"><\/script>\n/, "");
  replace(/<!-- unloaded -->[^]*?<!-- end -->\n/, "");
  // A comment's beginning would change how the rest of a script in a page is read.
  replace(/(<script type="module" src="[^"]*"><\/script>\n)+/, `<script type="module">${script.replaceAll("<!--", "<\\!--")}</script>\n`);
  return page;
}

const worker = await workerText();
writeFileSync(join(out, "lr-lab.single.html"), singlePage(await whole('import "./page.js"; import "./lr-lab.js";', worker)));
writeFileSync(join(out, "lr-lab.anywidget.js"), await whole('export { default } from "./widget.js";', worker));
