// A Reveal.js deck: keys pressed in the lab are the lab's, all others the deck's.
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, test } from "node:test";

import { Lab, closeBrowser, until } from "../e2e/lab.mjs";
import { serve } from "../e2e/server.mjs";
import { site, snippet, typeRate } from "./host.mjs";

after(closeBrowser);

const REVEAL = join(import.meta.dirname, "node_modules/reveal.js");

/** @param {string} lab the slide with the lab */
const deck = (lab) => `<!doctype html><html lang="en"><head><meta charset="utf-8"><link rel="icon" href="data:,"><title>Course slides</title>
<link rel="stylesheet" href="dist/reveal.css"><link rel="stylesheet" href="dist/theme/white.css"></head>
<body><div class="reveal"><div class="slides"><section>Before</section>${lab}<section>After</section></div></div>
<script src="dist/reveal.js"></script><script>Reveal.initialize({ transition: "none" });</script></body></html>`;

test("a Reveal.js deck turns no slide while one types in the lab", async (t) => {
  const address = await serve(t, { root: REVEAL, pages: { "/deck.html": deck(snippet("reveal", await site(t))) } });
  const lab = await Lab.openDone(t, { path: `${address}deck.html#/1` });
  await lab.assertDrawn("finder");
  const stands = () => lab.page.evaluate(() => [Reveal.getIndices().h, Reveal.isPaused()]);
  assert.deepEqual(await stands(), [1, false]);

  await typeRate(lab);
  const used = /** @type {const} */ ([
    [lab.field("Rate"), [".", "ArrowLeft", "ArrowRight", "ArrowDown"]],
    [lab.element.locator(".handle").first(), [".", "ArrowLeft", "ArrowRight", "Home"]],
    [lab.button("Share"), ["Space"]],
  ]);
  for (const [place, keys] of used) {
    await place.focus();
    for (const key of keys) {
      await lab.page.keyboard.press(key);
      assert.deepEqual(await stands(), [1, false], `${key} in ${place}`);
    }
  }

  // A button has no use for other keys, so that a speaker who has pressed one can go on; nor has the page.
  await lab.page.keyboard.press("ArrowRight");
  assert.deepEqual(await stands(), [2, false]);
  await lab.page.evaluate(() => document.activeElement.blur());
  await lab.page.keyboard.press(".");
  assert.deepEqual(await stands(), [2, true]);
  await lab.page.keyboard.press(".");
  await lab.page.keyboard.press("ArrowLeft");
  assert.deepEqual(await stands(), [1, false]);
  await until(async () => (await lab.currentState()) === "done", "the lab did not outlive its slide");
  await lab.assertDrawn("finder");
  await lab.assertQuiet();
});
