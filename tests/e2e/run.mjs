// The end-to-end test: `cargo xtask test` serves the page under the strict policy and calls this with LAB_URL (the
// served root), CHROMIUM (the browser) and LAB_OUT (where screenshots go). All tests share one process and one browser
// and run one after the other, so that they don't disturb each other's timings.
import { after } from "node:test";

import { closeBrowser, figures } from "./lab.mjs";

import "./lessons.test.mjs";
import "./verdict.test.mjs";
import "./finder.test.mjs";
import "./truth.test.mjs";
import "./shape.test.mjs";
import "./zoom.test.mjs";
import "./runs.test.mjs";
import "./phone.test.mjs";
import "./tools.test.mjs";
import "./words.test.mjs";
import "./lesson-panel.test.mjs";
import "./link.test.mjs";
import "./data.test.mjs";
import "./training.test.mjs";
import "./fields.test.mjs";
import "./choices.test.mjs";
import "./texts.test.mjs";
import "./crash.test.mjs";
import "./page.test.mjs";

after(closeBrowser);

// At the very end, below the test reporter's own summary. Speeds are told, not judged: machines differ.
process.on("exit", () => {
  for (const [name, value] of figures) console.log(`${name}: ${value}`);
});
