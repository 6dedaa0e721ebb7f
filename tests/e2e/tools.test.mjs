// Undo and redo, and what can be taken away.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { Lab, until } from "./lab.mjs";

const value = (lab, label) => lab.field(label).inputValue();

/** Chooses from the export menu and gives the file's name and text. */
async function take(lab, title) {
  await lab.element.locator(".tools .menu > summary").click();
  const [download] = await Promise.all([lab.page.waitForEvent("download"), lab.button(title).click()]);
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), "utf8") };
}

test("every change can be undone and redone, with the curve that belongs to it", async (t) => {
  const lab = await Lab.openDone(t);
  const first = await lab.report();
  await lab.next("finderend", () => lab.type("Seed", "2"));
  const second = await lab.report();
  await lab.next("finderend", () => lab.type("Batch size", "16"));
  await lab.next("finderend", () => lab.button("Undo").click());
  assert.deepEqual((await lab.report()).losses, second.losses);
  await lab.next("finderend", () => lab.button("Undo").click());
  assert.deepEqual((await lab.report()).losses, first.losses);
  assert.equal(await value(lab, "Seed"), "1");
  assert.equal(await lab.button("Undo").getAttribute("aria-disabled"), "true");
  await lab.next("finderend", () => lab.button("Redo").click());
  assert.deepEqual((await lab.report()).losses, second.losses);
  assert.equal(await value(lab, "Seed"), "2");

  // With the keys, where nobody is typing.
  await lab.sweep.focus();
  await lab.next("finderend", () => lab.page.keyboard.press("Control+z"));
  assert.equal(await value(lab, "Seed"), "1");
  await lab.next("finderend", () => lab.page.keyboard.press("Control+Shift+z"));
  assert.equal(await value(lab, "Seed"), "2");
  await lab.assertQuiet();
});

test("a picked rate is undone without a new sweep", async (t) => {
  const lab = await Lab.openDone(t);
  // Until the truth has come, the picked rate moves to the best answer there is.
  await until(async () => (await lab.count("truthend")) > 0, "no truth came");
  const before = await value(lab, "Rate");
  await lab.type("Rate", "0.033");
  const finders = await lab.count("finderend");
  await lab.button("Undo").click();
  await until(async () => (await value(lab, "Rate")) === before, "the rate did not come back");
  assert.equal(await lab.count("finderend"), finders);
  await lab.assertQuiet();
});

test("curve, report, picture and scripts can be taken away", async (t) => {
  const lab = await Lab.openDone(t, { context: { acceptDownloads: true } });
  const report = await lab.report();
  const csv = await take(lab, "Finder as CSV");
  const lines = csv.text.trim().split("\n");
  assert.equal(lines[0], "lr,loss,smoothed");
  assert.equal(lines.length, report.lrs.length + 1);
  assert.deepEqual(lines[1].split(",").map(Number), [report.lrs[0], report.losses[0], report.smoothed[0]]);
  assert.deepEqual(JSON.parse((await take(lab, "Finder as JSON")).text).losses, report.losses);
  assert.match((await take(lab, "Finder as SVG")).text, /^<svg/);
  assert.equal((await take(lab, "Finder as PNG")).text.slice(1, 4), "PNG");

  for (const [title, library] of [["Keras", "keras"], ["PyTorch", "torch"], ["Optax", "optax"]]) {
    assert.match((await take(lab, `${title} script`)).text, new RegExp(`import ${library}`));
  }
  const { trace, fingerprint } = await lab.next("runend", () => lab.button("Train").click());
  const run = JSON.parse((await take(lab, "Data for the scripts")).text);
  assert.deepEqual(run.losses, trace.losses);
  assert.equal(run.fingerprints.after, fingerprint);
  await lab.assertQuiet();
});

test("the run stands in the page as code, and can be copied", async (t) => {
  const lab = await Lab.openDone(t, { context: { permissions: ["clipboard-read", "clipboard-write"] } });
  const part = lab.element.locator("details[data-part=code]");
  const code = part.locator("code");
  await part.locator("summary").click();
  await until(async () => (await code.textContent()).includes("import keras"), "no script came");
  await part.getByRole("button", { name: "PyTorch" }).click();
  await until(async () => (await code.textContent()).includes("import torch"), "no other script came");
  await lab.type("Rate", "0.0625");
  await until(async () => (await code.textContent()).includes("0.0625"), "the script has another rate");
  await part.getByRole("button", { name: "Copy" }).click();
  await part.getByText("Copied.").waitFor();
  assert.equal(await lab.page.evaluate(() => navigator.clipboard.readText()), await code.textContent());
  await part.getByLabel("With range test and race").check();
  await until(async () => /class Training:[^]*def race\(/.test(await code.textContent()), "the script does not look for a rate");
  const { otherStarts } = JSON.parse((await take(lab, "Data for the scripts")).text);
  assert.equal(otherStarts.length, 1, "a long race has two seeds");
  // What is not accepted is said where the script was.
  await lab.type("Steps", "-3");
  await until(async () => (await code.textContent()).includes("-3 is not accepted"), "nothing was said");
  await lab.assertQuiet();
});
