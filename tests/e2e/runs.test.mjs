// Runs A to H: which one goes when a ninth comes, and which are kept.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Lab, until } from "./lab.mjs";

const HASTY = { reducedMotion: "reduce" };

const train = async (lab, lr) => {
  await lab.type("Rate", lr);
  await lab.next("runend", () => lab.button("Train").click());
};

/** What the table says of the runs, such as ["A 0.1", "B 0.2"]. */
const runs = (lab) => lab.element.locator(".runs tbody tr").evaluateAll((rows) =>
  rows.map((row) => `${row.querySelector("b").textContent} ${row.querySelector(".series > span").textContent.replace("constant ", "")}`));

/** Eight runs fill the list. */
const EIGHT = ["0.01", "0.02", "0.03", "0.04", "0.05", "0.06", "0.07", "0.08"];
const listed = (...rates) => rates.map((lr, at) => `${"ABCDEFGH"[at]} ${lr}`);

const expectRuns = (lab, want) => until(async () => (await runs(lab)).join() === want.join(), `the runs never were ${want}`, 5000)
  .catch(async (error) => assert.fail(`${error.message}: ${await runs(lab)}`));

test("a pinned run stays, and the oldest that is not pinned goes, with a word", async (t) => {
  const lab = await Lab.openDone(t, { context: HASTY });
  for (const lr of EIGHT) await train(lab, lr);
  const pin = lab.button("Pin run A");
  await pin.focus();
  await lab.page.keyboard.press("Enter");
  await until(async () => (await pin.getAttribute("aria-pressed")) === "true", "A is not pinned");
  await train(lab, "0.5");
  await expectRuns(lab, listed("0.01", "0.5", ...EIGHT.slice(2)));
  await lab.element.locator(".runs").getByText("The previous run B, constant 0.02, has made room for this one.").waitFor();
  await train(lab, "0.6");
  await expectRuns(lab, listed("0.01", "0.5", "0.6", ...EIGHT.slice(3)));
  // No longer pinned, it is the oldest again.
  await pin.click();
  await train(lab, "0.7");
  await expectRuns(lab, listed("0.7", "0.5", "0.6", ...EIGHT.slice(3)));
  await lab.assertQuiet();
});

test("a training that is cut off gives its place back to the run that it took it from", async (t) => {
  const lab = await Lab.openDone(t, { context: HASTY });
  for (const lr of EIGHT) await train(lab, lr);
  await lab.button("Pin run A").click();
  await lab.type("Steps", "300000");
  await lab.button("Train").click();
  await until(async () => (await runs(lab)).includes("B 0.08"), "the ninth run did not take B's place");
  assert.equal(await lab.button("Pin run B").isVisible(), false, "a run that may be cut off can't be pinned");
  await lab.next("finderend", () => lab.element.evaluate((element) => element.run()));
  await expectRuns(lab, listed(...EIGHT));
  await lab.type("Steps", "40");
  await train(lab, "0.5");
  await expectRuns(lab, listed("0.01", "0.5", ...EIGHT.slice(2)));
  await lab.assertQuiet();
});

test("when all are pinned the page says so and trains no more, until one is removed", async (t) => {
  const lab = await Lab.openDone(t, { context: HASTY });
  for (const lr of EIGHT) await train(lab, lr);
  for (const letter of "ABCDEFGH") await lab.button(`Pin run ${letter}`).click();
  const words = lab.element.locator(".runs").getByText("All eight runs are pinned: unpin or remove one, and train again.");
  await words.waitFor();
  assert.equal(await lab.button("Train").getAttribute("aria-disabled"), "true");
  assert.match(await lab.element.locator(".why-not").textContent(), /All eight runs are pinned/, "a button that is off says why");
  const refused = await lab.next("error", () => lab.element.evaluate((element) => element.train()));
  assert.equal(refused.field, "runs");

  // The settings go back and forth, and the runs stay.
  await lab.button("Undo").click();
  await lab.button("Redo").click();
  await expectRuns(lab, listed(...EIGHT));

  const remove = lab.button("Remove run B");
  await remove.focus();
  await lab.page.keyboard.press("Enter");
  await expectRuns(lab, listed(...EIGHT).filter((run) => !run.startsWith("B")));
  await until(async () => !(await words.isVisible()), "the words stayed");
  assert.equal(await lab.button("Pin run C").evaluate((button) => button.getRootNode().activeElement === button), true, "the focus is lost");
  await lab.assertDrawn("loss");
  await train(lab, "0.5");
  await expectRuns(lab, listed("0.01", "0.5", ...EIGHT.slice(2)));
  for (const letter of "ABCDEFGH") await lab.button(`Remove run ${letter}`).click();
  await lab.element.getByText("Each training is a row here").waitFor();
  await lab.assertQuiet();
});

test("the table hides runs and shows them again", async (t) => {
  const lab = await Lab.openDone(t, { context: HASTY });
  for (const lr of ["0.1", "0.2"]) await train(lab, lr);
  const series = (label) => lab.element.locator(`.runs .run-${label} .series`);
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
