// The finder: the default one that runs by itself, and the notebook's own sweep.
import assert from "node:assert/strict";
import { test } from "node:test";

import { figures, Lab, until } from "./lab.mjs";

// As the notebook of document 001 printed them, one rate a batch.
const DOCUMENT_001 = `
  0.05000 0.05869 0.06890 0.08088 0.09494 0.11144 0.13082 0.15357 0.18026 0.21161 0.24840 0.29158
  0.34228 0.40179 0.47165 0.55365 0.64991 0.76290 0.89554 1.05124 1.23401 1.44856 1.70042 1.99606
  2.34310 2.75048 3.22868 3.79003 4.44898 5.22250 6.13050 7.19637 8.44755 9.91627 11.64034 13.66417
  16.03987 18.82861 22.10222 25.94498 30.45586 35.75102 41.96681 49.26329 57.82837 67.88261 79.68490 93.53918
`.trim().split(/\s+/);

const REASONS = ["completed", "diverged", "non-finite", "lr-cap", "cancelled"];

test("the page opens and finds a rate by itself", async (t) => {
  const lab = await Lab.openDone(t);
  const report = await lab.report();

  assert.ok(report.lrs.length > 10, `only ${report.lrs.length} rates`);
  assert.equal(report.losses.length, report.lrs.length);
  assert.equal(report.smoothed.length, report.lrs.length);
  assert.ok(report.suggestions.length > 0, "no suggestion");
  assert.ok(REASONS.includes(report.stop.reason), `unknown stop reason ${report.stop.reason}`);
  assert.ok(report.stop.message, "the stop has no message");

  const { before, after } = report.fingerprints;
  assert.equal(before, after, "the finder changed the model");
  await lab.element.locator(".finder figcaption summary").click();
  // The first four digits: the page may shorten what nobody reads to the end.
  assert.ok((await lab.text()).includes(before.slice(0, 4)), `the page does not show the fingerprint ${before}`);

  await lab.assertDrawn("finder");
  await lab.assertQuiet();

  const { events, longTasks } = await lab.record();
  const done = events.find(({ type }) => type === "finderend")?.time;
  figures.set("from navigation to the finder's report", done === undefined ? "no finderend event" : `${Math.round(done)} ms`);
  const longest = Math.max(0, ...longTasks.map(({ duration }) => duration));
  figures.set("long tasks while loading", `${longTasks.length} over 50 ms, longest ${Math.round(longest)} ms`);
});

test("document 001's rates come out to the last printed digit", async (t) => {
  const lab = await Lab.openDone(t);
  await lab.field("Preset").selectOption("document-001");
  // The choice may run the finder by itself; wait for a run that was asked for after it.
  await lab.state("done", "idle");
  await lab.next("finderend", () => lab.sweep.click());
  await lab.state("done");
  const { lrs } = await lab.report();
  assert.deepEqual(lrs.map((lr) => lr.toFixed(5)), DOCUMENT_001);
  await lab.assertQuiet();
});

test("a sweep of more rates than are drawn is shown too", async (t) => {
  const lab = await Lab.openDone(t);
  const { lrs } = await lab.next("finderend", () => lab.type("Rates", "12000"));
  assert.ok(lrs.length > 8192, `${lrs.length} rates are drawn as they are`);
  await lab.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  assert.equal(await lab.currentState(), "done");
  await lab.assertDrawn("finder");
  await lab.assertQuiet();
});

test("while the rates rise the page tells the loss on held-out rows", async (t) => {
  const lab = await Lab.openDone(t);
  const said = new Set();
  const before = await lab.count("finderend");
  await lab.sweep.click();
  await until(async () => {
    said.add(await lab.element.locator(".verdict .why").textContent());
    return (await lab.count("finderend")) > before;
  }, "the sweep did not end");
  assert.ok([...said].some((why) => /^Held-out loss [\d.]+, at the start [\d.]+\./.test(why)), [...said].join("\n"));
  await lab.assertQuiet();
});
