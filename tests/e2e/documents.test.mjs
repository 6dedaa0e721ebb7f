// The five documents that the lab grew from, each within six presses from a fresh page.
import assert from "node:assert/strict";
import { test } from "node:test";

import { figures, Lab, until } from "./lab.mjs";

/** Presses, counted; choosing from a list takes two. */
class Presses {
  count = 0;

  /** @param {Lab} lab */
  constructor(lab) {
    this.lab = lab;
  }

  async press(target) {
    this.count += 1;
    await target.click();
  }

  async choose(field, value) {
    this.count += 2;
    await field.selectOption(value);
  }
}

// Three end with a range test and training at what it found; the other two are about schedules, and are lessons.
for (const document of ["000", "001", "003"]) {
  test(`document ${document}: its test and a training, within six presses`, async (t) => {
    const lab = await Lab.openDone(t, { context: { reducedMotion: "reduce" } });
    const reader = new Presses(lab);
    await lab.next("finderend", () => reader.choose(lab.field("Preset"), `document-${document}`), 60_000);
    const { trace } = await lab.next("runend", async () => {
      // The rate is the reader's to pick where the sweep says nothing.
      const train = lab.button("Train");
      await until(async () => (await train.getAttribute("aria-disabled")) === null, "there is no rate to train at", 60_000);
      await reader.press(train);
    }, 90_000);
    assert.ok(trace.losses.length > 1);
    figures.set(`presses for document ${document}`, String(reader.count));
    assert.ok(reader.count <= 6, `${reader.count} presses`);
    await lab.assertQuiet();
  });
}

/** Opens a lesson by its number and does its first step. */
async function doFirst(lab, reader, number) {
  const panel = lab.element.locator(".lesson");
  await reader.press(lab.element.locator(".lessons > summary"));
  await reader.press(lab.element.locator(".lessons li > button").nth(number));
  await panel.locator("input[type=radio]").first().waitFor();
  await reader.press(panel.locator("input[type=radio]").first());
  await reader.press(panel.getByRole("button", { name: "Check" }));
  await reader.press(panel.locator(".lesson-part.do button"));
  await until(async () => /done/.test(await panel.locator(".lesson-part.do").textContent()), "it was not done", 60_000);
  return panel;
}

test("document 002's five schedules stand beside each other on one budget, within six presses", async (t) => {
  const lab = await Lab.openDone(t, { context: { reducedMotion: "reduce" } });
  const reader = new Presses(lab);
  await doFirst(lab, reader, 3);
  const runs = await lab.element.locator(".runs tbody tr").evaluateAll((rows) => rows.map((row) => row.querySelector("th").textContent));
  assert.equal(runs.length, 5, runs.join("; "));
  const steps = new Set(runs.map((run) => /(\d+) steps/.exec(run)[1]));
  assert.equal(steps.size, 1, `they were trained for ${[...steps]} steps`);
  figures.set("presses for document 002", String(reader.count));
  assert.ok(reader.count <= 6, `${reader.count} presses`);
  await lab.assertQuiet();
});

test("document 004's schedule that jumps is seen before it is run, within six presses", async (t) => {
  const lab = await Lab.openDone(t, { context: { reducedMotion: "reduce" } });
  const reader = new Presses(lab);
  const panel = await doFirst(lab, reader, 5);
  await lab.assertDrawn("schedule");
  assert.match(await panel.textContent(), /0\.0165/);
  figures.set("presses for document 004", String(reader.count));
  assert.ok(reader.count <= 6, `${reader.count} presses`);
  await lab.assertQuiet();
});
