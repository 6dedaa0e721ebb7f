// Runs A to D: which one goes when a fifth comes, and which are kept.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Lab, until } from "./lab.mjs";

const HASTY = { reducedMotion: "reduce" };

const train = async (lab, lr) => {
  await lab.type("Learning rate", lr);
  await lab.next("runend", () => lab.button("Train").click());
};

/** What the legend says of the runs, such as ["A 0.1", "B 0.2"]. */
const runs = (lab) => lab.element.locator(".legend li").evaluateAll((items) =>
  items.map((item) => `${item.querySelector("b").textContent} ${item.querySelector(".about").textContent.split(" ")[0]}`));

const expectRuns = (lab, want) => until(async () => (await runs(lab)).join() === want.join(), `the runs never were ${want}`, 5000)
  .catch(async (error) => assert.fail(`${error.message}: ${await runs(lab)}`));

test("a pinned run stays, and the oldest that is not pinned goes", async (t) => {
  const lab = await Lab.openDone(t, { context: HASTY });
  for (const lr of ["0.1", "0.2", "0.3", "0.4"]) await train(lab, lr);
  const pin = lab.button("Pin run A");
  await pin.focus();
  await lab.page.keyboard.press("Enter");
  await until(async () => (await pin.getAttribute("aria-pressed")) === "true", "A is not pinned");
  await train(lab, "0.5");
  await expectRuns(lab, ["A 0.1", "B 0.5", "C 0.3", "D 0.4"]);
  await train(lab, "0.6");
  await expectRuns(lab, ["A 0.1", "B 0.5", "C 0.6", "D 0.4"]);
  // No longer pinned, it is the oldest again.
  await pin.click();
  await train(lab, "0.7");
  await expectRuns(lab, ["A 0.7", "B 0.5", "C 0.6", "D 0.4"]);
  await lab.assertQuiet();
});

test("a training that is cut off gives its place back to the run that it took it from", async (t) => {
  const lab = await Lab.openDone(t, { context: HASTY });
  for (const lr of ["0.1", "0.2", "0.3", "0.4"]) await train(lab, lr);
  await lab.button("Pin run A").click();
  await lab.type("Training steps", "300000");
  await lab.button("Train").click();
  await until(async () => (await runs(lab)).includes("B 0.4"), "the fifth run did not take B's place");
  assert.equal(await lab.button("Pin run B").isVisible(), false, "a run that may be cut off can't be pinned");
  await lab.next("finderend", () => lab.button("Run").click());
  await expectRuns(lab, ["A 0.1", "B 0.2", "C 0.3", "D 0.4"]);
  await lab.type("Training steps", "40");
  await train(lab, "0.5");
  await expectRuns(lab, ["A 0.1", "B 0.5", "C 0.3", "D 0.4"]);
  await lab.assertQuiet();
});

test("when all are pinned the page says so and trains no more, until one is removed", async (t) => {
  const lab = await Lab.openDone(t, { context: HASTY });
  for (const lr of ["0.1", "0.2", "0.3", "0.4"]) await train(lab, lr);
  for (const letter of ["A", "B", "C", "D"]) await lab.button(`Pin run ${letter}`).click();
  const words = lab.element.locator(".loss").getByText("All four runs are pinned: unpin or remove one, and train again.");
  await words.waitFor();
  assert.equal(await lab.button("Train").getAttribute("aria-disabled"), "true");
  const refused = await lab.next("error", () => lab.element.evaluate((element) => element.train()));
  assert.equal(refused.field, "runs");

  // The settings go back and forth, and the runs stay.
  await lab.button("Undo").click();
  await lab.button("Redo").click();
  await expectRuns(lab, ["A 0.1", "B 0.2", "C 0.3", "D 0.4"]);

  const remove = lab.button("Remove run B");
  await remove.focus();
  await lab.page.keyboard.press("Enter");
  await expectRuns(lab, ["A 0.1", "C 0.3", "D 0.4"]);
  await until(async () => (await words.count()) === 0, "the words stayed");
  assert.equal(await lab.button("Pin run C").evaluate((button) => button.getRootNode().activeElement === button), true, "the focus is lost");
  await lab.assertDrawn("loss");
  await train(lab, "0.5");
  await expectRuns(lab, ["A 0.1", "B 0.5", "C 0.3", "D 0.4"]);
  for (const letter of ["A", "B", "C", "D"]) await lab.button(`Remove run ${letter}`).click();
  await lab.element.getByText("The loss of every batch appears here").waitFor();
  await lab.assertQuiet();
});

test("the legend hides runs and shows them again", async (t) => {
  const lab = await Lab.openDone(t, { context: HASTY });
  for (const lr of ["0.1", "0.2"]) await train(lab, lr);
  const series = (label) => lab.element.locator(`.legend .run-${label} .series`);
  const shown = async () => (await series("a").getAttribute("aria-pressed")) + (await series("b").getAttribute("aria-pressed"));
  const readout = async () => {
    const box = await lab.element.locator(".loss > .area").boundingBox();
    await lab.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    return lab.element.locator(".loss > .area .readout").textContent();
  };
  assert.match(await readout(), / A .* B /);
  await series("a").click();
  await until(async () => (await shown()) === "falsetrue", "A was not hidden");
  assert.doesNotMatch(await readout(), / A /);
  // One is always shown: the last one brings back the others.
  await series("b").click();
  await until(async () => (await shown()) === "truetrue", "A did not come back");
  await series("a").click();
  await lab.button("Remove run B").click();
  await until(async () => (await series("a").getAttribute("aria-pressed")) === "true", "nothing is shown");
  await lab.assertQuiet();
});
