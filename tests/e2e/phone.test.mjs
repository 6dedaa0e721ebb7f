// A phone shows one figure at a time.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Lab, until } from "./lab.mjs";

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true };
const SMALL_PHONE = { viewport: { width: 320, height: 700 }, hasTouch: true };

const tab = (lab, name) => lab.element.getByRole("tab", { name, exact: true });
const figures = ["finder", "truth", "schedule", "loss"];
const seen = async (lab) => {
  const shown = await Promise.all(figures.map((name) => lab.element.locator(`figure.${name}`).isVisible()));
  return figures.filter((_, at) => shown[at]);
};
const sees = (lab, want) => until(async () => (await seen(lab)).join() === want.join(), `not ${want} alone`, 8000)
  .catch(async (error) => assert.fail(`${error.message}: ${await seen(lab)}`));

/** A canvas has the pixels of its place. */
async function assertSized(lab, figure) {
  await lab.assertDrawn(figure);
  const { wide, high } = await lab.element.locator(`canvas[data-figure="${figure}"]`).evaluate((canvas) => ({
    wide: canvas.width / canvas.clientWidth / devicePixelRatio, high: canvas.height / canvas.clientHeight / devicePixelRatio,
  }));
  assert.ok(Math.abs(wide - 1) < 0.02 && Math.abs(high - 1) < 0.02, `${figure}: ${wide} × ${high}`);
}

for (const context of [PHONE, SMALL_PHONE]) {
  test(`tabs choose the figure at ${context.viewport.width} px, and nothing scrolls sideways`, async (t) => {
    const lab = await Lab.openDone(t, { context });
    await until(async () => (await seen(lab)).includes("truth"), "no truth");
    await sees(lab, ["finder", "truth"]);
    assert.equal(await lab.element.locator(".rules-table").isVisible(), true);
    const inside = async (what) => {
      const { scrollWidth, clientWidth } = await lab.page.evaluate(() => {
        const { scrollWidth, clientWidth } = document.documentElement;
        return { scrollWidth, clientWidth };
      });
      assert.ok(scrollWidth <= clientWidth, `${what}: ${scrollWidth} px in ${clientWidth}`);
    };
    for (const name of ["Find", "Shape", "Train"]) {
      const { height } = await tab(lab, name).boundingBox();
      assert.ok(height >= 44, `${name} is ${height} px high`);
    }
    await tab(lab, "Shape").tap();
    await sees(lab, ["schedule"]);
    await assertSized(lab, "schedule");
    await lab.element.locator(".schedule .zoom").getByRole("button", { name: "Zoom in" }).tap();
    await inside("Shape");
    await tab(lab, "Train").tap();
    await sees(lab, ["loss"]);
    for (let i = 0; i < 4; i += 1) await lab.next("runend", () => lab.button("Train").tap());
    await sees(lab, ["loss"]);
    await assertSized(lab, "loss");
    const { width, height } = await lab.button("Pin run A").boundingBox();
    assert.ok(width >= 44 && height >= 44, `Pin is ${width}×${height}`);
    await inside("Train");
    await tab(lab, "Find").tap();
    await sees(lab, ["finder", "truth"]);
    await assertSized(lab, "finder");
    await lab.element.locator(".finder .zoom").getByRole("button", { name: "Zoom in" }).tap();
    await inside("Find");
    await lab.assertQuiet();
  });
}

test("a run shows itself, and lets the choice of another tab be", async (t) => {
  const lab = await Lab.openDone(t, { context: PHONE });
  await tab(lab, "Train").tap();
  await lab.button("Run").tap();
  await until(async () => (await tab(lab, "Find").getAttribute("aria-selected")) === "true", "Run did not show the finder");
  await tab(lab, "Shape").tap();
  await until(async () => (await lab.count("finderend")) > 1, "the finder did not end");
  assert.equal(await tab(lab, "Shape").getAttribute("aria-selected"), "true");
  await lab.next("runend", () => lab.element.evaluate((element) => element.train()));
  await sees(lab, ["loss"]);
  await lab.assertQuiet();
});

test("the tabs have one tab stop and follow the arrow keys; wide, there are none", async (t) => {
  const lab = await Lab.openDone(t, { context: PHONE });
  await tab(lab, "Find").focus();
  await lab.page.keyboard.press("ArrowRight");
  assert.equal(await tab(lab, "Shape").evaluate((one) => one.getRootNode().activeElement === one), true);
  await sees(lab, ["schedule"]);
  await lab.page.keyboard.press("End");
  await sees(lab, ["loss"]);
  await lab.page.keyboard.press("ArrowRight");
  assert.equal(await tab(lab, "Find").getAttribute("aria-selected"), "true");
  assert.equal(await lab.element.locator("[role=tab][tabindex='0']").count(), 1);
  await lab.element.locator("[data-part=epochs] > summary").tap();
  await lab.assertDrawn("epochs");

  await tab(lab, "Train").tap();
  await lab.page.setViewportSize({ width: 1440, height: 900 });
  await sees(lab, ["finder", "truth", "loss"]);
  await assertSized(lab, "finder");
  assert.equal(await lab.element.getByRole("tablist").count(), 0);
  assert.equal(await lab.element.locator("[role=tabpanel]").count(), 0);
  await lab.assertQuiet();
});

test("the finder alone has no tabs", async (t) => {
  const lab = await Lab.openDone(t, { path: "embed.html", context: PHONE });
  assert.equal(await lab.element.getByRole("tablist").count(), 0);
  await until(async () => (await seen(lab)).includes("truth"), "no truth");
  assert.deepEqual(await seen(lab), ["finder", "truth"]);
  assert.equal(await lab.element.locator(".rules-table").isVisible(), true);
  await lab.assertQuiet();
});
