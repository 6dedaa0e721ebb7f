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
