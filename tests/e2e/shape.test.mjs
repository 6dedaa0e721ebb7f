// The schedule: any of the catalog, drawn, dragged, typed, checked, and trained by.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Lab, until } from "./lab.mjs";

async function openShape(t, options) {
  const lab = await Lab.openDone(t, options);
  await lab.button("Shape").click();
  return lab;
}

const choose = (lab, kind) => lab.field("Schedule").selectOption(kind);

test("every schedule of the catalog is drawn as soon as it is chosen, and trains", async (t) => {
  const lab = await openShape(t);
  await lab.type("Steps", "40");
  const kinds = await lab.field("Schedule").evaluate((select) => [...select.options].map(({ value }) => value));
  assert.ok(kinds.length >= 20, `only ${kinds.length} schedules`);
  for (const kind of kinds) {
    await t.test(kind, async () => {
      await choose(lab, kind);
      if (kind !== "plateau") await lab.assertDrawn("schedule");
      const { trace } = await lab.next("runend", () => lab.button("Train").click());
      assert.equal(trace.lrs.length, 40);
      assert.ok(trace.lrs.every((lr) => Number.isFinite(lr) && lr >= 0));
    });
  }
  await lab.assertQuiet();
});

test("a one-cycle follows the picked rate and the number of steps, until they are typed", async (t) => {
  const lab = await openShape(t);
  await choose(lab, "one-cycle");
  await lab.type("Rate", "0.3");
  await lab.type("Steps", "120");
  const own = await lab.next("runend", () => lab.button("Train").click());
  assert.equal(Math.max(...own.trace.lrs), 0.3);
  assert.equal(own.trace.lrs.length, 120);
  await lab.type("Highest rate", "0.05");
  const typed = await lab.next("runend", () => lab.button("Train").click());
  assert.equal(Math.max(...typed.trace.lrs), 0.05);
  // By the rates that it went by, not by the picked one.
  assert.match(await lab.text(), /Trained by one-cycle, 0.05 to/);
  await lab.assertQuiet();
});

test("a corner is dragged with the mouse and moved with the keys", async (t) => {
  const lab = await openShape(t);
  await choose(lab, "one-cycle");
  const peak = lab.element.getByRole("slider", { name: "Peak" });
  const before = Number(await peak.getAttribute("aria-valuenow"));
  const box = await peak.boundingBox();
  await lab.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await lab.page.mouse.down();
  await lab.page.mouse.move(box.x + box.width / 2 + 60, box.y + box.height / 2 + 40, { steps: 5 });
  await lab.page.mouse.up();
  await until(async () => Number(await peak.getAttribute("aria-valuenow")) < 0.95 * before, "the peak did not go down");
  assert.ok(Number(await lab.field("Turns at").inputValue()) > 0.3);
  const dragged = Number(await peak.getAttribute("aria-valuenow"));
  await peak.focus();
  await lab.page.keyboard.press("ArrowUp");
  await until(async () => Number(await peak.getAttribute("aria-valuenow")) > dragged, "the key did not raise it");
  // However many fields a corner has and however far it went, it comes back at once.
  await lab.page.waitForTimeout(1000);
  await lab.button("Undo").click();
  await until(async () => Number(await peak.getAttribute("aria-valuenow")) === before, "the drag is more than one change");
  await lab.assertQuiet();
});

test("what is wrong is said at its field, what is odd below the figure", async (t) => {
  const lab = await openShape(t);
  await choose(lab, "expression");
  await lab.type("Expression", "epoch < 5 ? 0.01 : 0.01*exp(0.1*(10-epoch))");
  await lab.element.locator(".findings").getByText(/65 %/).waitFor();
  await lab.type("Expression", "2 * stepp");
  await lab.element.getByText(/Column 5: "stepp" is unknown; did you mean step\?/).waitFor();
  // What goes on behind the curve takes nothing back, and says it nowhere else.
  await lab.page.waitForTimeout(500);
  assert.equal(await lab.element.getByText(/Column 5: "stepp" is unknown/).count(), 1);
  assert.equal(await lab.field("Expression").getAttribute("aria-invalid"), "true");
  await lab.type("Expression", "lr");
  await until(async () => (await lab.field("Expression").getAttribute("aria-invalid")) === null, "the message stayed");

  await choose(lab, "multi-step");
  await lab.type("Milestones", "10, ten");
  await lab.element.getByText(/“10, ten” is no list of numbers/).waitFor();
  await lab.type("Milestones", "10, 20");
  await choose(lab, "plateau");
  const { trace } = await lab.next("runend", () => lab.button("Train").click());
  assert.ok(trace.lrs.length > 0);
  await lab.assertDrawn("schedule");
  await lab.assertQuiet();
});

const piece = (lab, number) => lab.element.getByRole("group", { name: `Piece ${number}`, exact: true });
const kindOf = (lab, number) => piece(lab, number).getByLabel(`Piece ${number}`, { exact: true });
/** What is typed into each piece, and what holds where nothing is. */
const pieces = (lab) => lab.element.locator(".piece").evaluateAll((all) => all.map((one) =>
  [...one.querySelectorAll(".field:not([hidden]) > :is(input, select)")].map((input) => input.value || input.placeholder)));

test("a join is built from pieces, trained, linked and undone", async (t) => {
  const lab = await openShape(t);
  await choose(lab, "join");
  const rate = lab.element.getByRole("textbox", { name: "Rate", exact: true });
  await rate.fill("0.1");
  await rate.blur();
  await kindOf(lab, 1).selectOption("constant");
  await kindOf(lab, 2).selectOption("linear");
  await lab.button("Add a piece").click();
  // It is where the hands are, begins in the middle of what was the last stretch, and at the rate that holds there.
  await until(() => kindOf(lab, 3).evaluate((select) => select.getRootNode().activeElement === select), "the new piece has not the focus");
  assert.equal(await piece(lab, 3).getByLabel("Begins at step").getAttribute("placeholder"), "220");
  assert.equal(await piece(lab, 3).getByLabel("Constant rate").getAttribute("placeholder"), "0.05");
  await kindOf(lab, 3).selectOption("exponential");
  const begins = piece(lab, 2).getByLabel("Begins at step");
  await begins.pressSequentially("100");
  assert.equal(await begins.inputValue(), "100");

  const { trace } = await lab.next("runend", () => lab.button("Train").click());
  assert.equal(trace.lrs.length, 400);
  assert.deepEqual([trace.lrs[0], trace.lrs[99], trace.lrs[100]], [0.1, 0.1, 0.1]);
  assert.ok(trace.lrs[249] < 0.1 && trace.lrs[399] < trace.lrs[249]);

  const built = await pieces(lab);
  const link = await lab.page.evaluate(() => document.querySelector("lr-lab").getLink());
  const other = await Lab.openDone(t, { path: `index.html#${link.split("#").at(-1)}` });
  await other.button("Shape").click();
  assert.deepEqual(await pieces(other), built);
  const again = await other.next("runend", () => other.button("Train").click());
  assert.deepEqual(again.trace.lrs, trace.lrs);

  await lab.page.waitForTimeout(1000);
  await lab.button("Move piece 3 up").click();
  await until(async () => (await kindOf(lab, 2).inputValue()) === "exponential", "it did not move");
  await lab.page.waitForTimeout(1000);
  await lab.button("Remove piece 1").click();
  await until(async () => (await pieces(lab)).length === 2, "it was not removed");
  assert.equal(await kindOf(lab, 1).inputValue(), "exponential");
  for (let i = 0; i < 2; i += 1) await lab.button("Undo").click();
  await until(async () => JSON.stringify(await pieces(lab)) === JSON.stringify(built), "it did not come back");
  await lab.assertQuiet();
  await other.assertQuiet();
});

test("what is wrong with a piece is said at its field", async (t) => {
  const lab = await openShape(t);
  await choose(lab, "join");
  for (const [number, label, text, message] of [
    [2, "First rate", "-1", /-1 is not accepted/], [1, "Last rate", "0,1x", /“0,1x” is not a number/], [2, "Begins at step", "abc", /“abc” is not a number/],
  ]) {
    const field = piece(lab, number).getByLabel(label, { exact: true });
    const was = await field.inputValue();
    await field.fill(text);
    await until(async () => (await field.getAttribute("aria-invalid")) === "true", `${label} ${text} is not marked`);
    const told = piece(lab, number).locator(".message:not([hidden])");
    assert.match(await told.innerText(), message);
    assert.equal(await lab.element.locator(".shape .message:not([hidden])").count(), 1);
    assert.equal(await field.inputValue(), text);
    await field.fill(was);
    await until(async () => (await field.getAttribute("aria-invalid")) === null, `${label} stays marked`);
  }
  await lab.assertQuiet();
});

test("what is left open shows what holds", async (t) => {
  const lab = await openShape(t);
  const field = (label) => lab.element.locator(".shape-fields").getByLabel(label, { exact: true });
  await choose(lab, "one-cycle");
  assert.deepEqual([await field("Convention").inputValue(), await field("Path").inputValue()], ["pytorch", "cos"]);
  assert.equal(await field("Three phases").isChecked(), false);
  const turns = () => field("Turns at").getAttribute("placeholder");
  assert.equal(await turns(), "0.3");
  // The share before the peak is fastai's own.
  await field("Convention").selectOption("fastai");
  await until(async () => (await turns()) === "0.25", "fastai's share is not shown");
  await field("Convention").selectOption("optax");
  await field("Path").selectOption("linear");
  // optax's straight one has three.
  await until(() => field("Three phases").isChecked(), "three phases are not shown");
  await choose(lab, "plateau");
  assert.equal(await field("Watches").inputValue(), "val-loss");
  await lab.assertQuiet();
});
