// A phone has one column, with the rate and the next step at its bottom.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Lab, until } from "./lab.mjs";

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true };
const SMALL_PHONE = { viewport: { width: 320, height: 700 }, hasTouch: true };

const step = (lab) => lab.element.locator(".acts .next-steps > .primary");

/** A canvas has the pixels of its place. */
async function assertSized(lab, figure) {
  await lab.assertDrawn(figure);
  const { wide, high } = await lab.element.locator(`canvas[data-figure="${figure}"]`).evaluate((canvas) => ({
    wide: canvas.width / canvas.clientWidth / devicePixelRatio, high: canvas.height / canvas.clientHeight / devicePixelRatio,
  }));
  assert.ok(Math.abs(wide - 1) < 0.02 && Math.abs(high - 1) < 0.02, `${figure}: ${wide} × ${high}`);
}

for (const context of [PHONE, SMALL_PHONE]) {
  const { width: across, height: down } = context.viewport;
  test(`at ${across} px everything is in one column, and nothing scrolls sideways`, async (t) => {
    const lab = await Lab.openDone(t, { context });
    const inside = async (what) => {
      const { scrollWidth, clientWidth } = await lab.page.evaluate(() => {
        const { scrollWidth, clientWidth } = document.documentElement;
        return { scrollWidth, clientWidth };
      });
      assert.ok(scrollWidth <= clientWidth, `${what}: ${scrollWidth} px in ${clientWidth}`);
    };
    await until(async () => /^Train at/.test(await step(lab).textContent()), "there is no next step");
    await until(async () => (await lab.count("truthend")) > 0, "no truth");
    await inside("the start");
    const figure = await lab.element.locator("figure.finder > .area").boundingBox();
    assert.ok(figure.y < down / 2, `the finder's figure begins at ${figure.y} px of ${down}`);
    for (const name of ["finder", "truth"]) await assertSized(lab, name);
    await lab.button("Undo, link, export").tap();
    for (const target of [step(lab), lab.button("Settings"), lab.button("Higher rate"), lab.button("Share"), lab.button("Undo")]) {
      const { height } = await target.boundingBox();
      assert.ok(height >= 42, `${await target.textContent()} is ${height} px high`);
    }

    await lab.button("Undo, link, export").tap();
    await lab.button("Shape").tap();
    await assertSized(lab, "schedule");
    await lab.element.locator(".schedule .zoom").getByRole("button", { name: "Zoom in" }).tap();
    await inside("Shape");
    await lab.next("runend", () => step(lab).tap());
    const losses = lab.element.locator("figure.loss > .area");
    await until(async () => {
      const { y, height } = await losses.boundingBox();
      return y > -height / 2 && y < down;
    }, "the losses did not come into sight");
    for (let i = 0; i < 3; i += 1) await lab.next("runend", () => lab.button("Train").tap());
    await assertSized(lab, "loss");
    const { width, height } = await lab.button("Pin run A").boundingBox();
    assert.ok(width >= 44 && height >= 44, `Pin is ${width}×${height}`);
    await inside("four runs");
    await lab.element.locator(".finder .zoom").getByRole("button", { name: "Zoom in" }).tap();
    await inside("a closer look");
    await lab.assertQuiet();
  });
}

test("the sheet has the settings and the rarer acts, and gives the focus back", async (t) => {
  const lab = await Lab.openDone(t, { context: PHONE });
  await lab.button("Settings").tap();
  for (const name of ["Sweep again", "Step", "Reset"]) assert.equal(await lab.button(name).isVisible(), true, name);
  await lab.next("finderend", () => lab.type("Seed", "3"));
  await lab.field("Seed").press("Escape");
  assert.equal(await lab.field("Seed").isVisible(), false);
  assert.equal(await lab.button("Settings").evaluate((one) => one.getRootNode().activeElement === one), true);
  await lab.assertQuiet();
});

test("while a run is on, Cancel has the next step's place", async (t) => {
  const lab = await Lab.openDone(t, { context: PHONE });
  await lab.button("Settings").tap();
  await lab.page.keyboard.press("Escape");
  await lab.type("Steps", "200000");
  await lab.next("progress", () => lab.button("Train").tap());
  await lab.next("runend", () => lab.element.locator(".acts").getByRole("button", { name: "Cancel" }).tap());
  await lab.state("done");
  await lab.assertQuiet();
});

test("turned wide, the rate goes back to the training and the rail to the side", async (t) => {
  const lab = await Lab.openDone(t, { context: PHONE });
  await lab.page.setViewportSize({ width: 1440, height: 900 });
  await until(async () => (await lab.element.locator(".train-form .rate-field").count()) === 1, "the rate stayed in the bar");
  assert.equal(await lab.element.locator(".verdict .next-steps").count(), 1);
  await until(async () => {
    const { x, width } = await lab.element.locator(".rail").boundingBox();
    return x === 0 && width < 300;
  }, "the rail is no column");
  await assertSized(lab, "finder");
  await lab.assertQuiet();
});
