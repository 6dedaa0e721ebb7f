// The end-to-end test: `cargo xtask test` serves the page under the strict policy and calls this with LAB_URL (the
// served root), CHROMIUM (the browser) and LAB_OUT (where screenshots go). All tests share one process and one browser
// and run one after the other, so that they don't disturb each other's timings.
import { after } from "node:test";

import { closeBrowser, figures } from "./lab.mjs";

const FILES = [
  "lessons", "lesson-panel", "source", "loading", "standing", "embedding", "verdict", "steady", "finder", "truth", "shape", "zoom", "runs", "phone",
  "tools", "link", "data", "training", "fields", "choices", "texts", "words", "snippets", "documents", "crash", "page", "packages",
  "views",
];

// With LR_LAB_PAGES=all there is only one, in full.
for (const name of process.env.LR_LAB_PAGES === "all" ? ["views"] : FILES) await import(`./${name}.test.mjs`);

after(closeBrowser);

// At the very end, below the test reporter's own summary. Speeds are told, not judged: machines differ.
process.on("exit", () => {
  for (const [name, value] of figures) console.log(`${name}: ${value}`);
});
