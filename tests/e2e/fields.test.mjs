// Values that cannot be: the field says so, and nothing else changes.
import assert from "node:assert/strict";
import { test } from "node:test";

import { figures, Lab, until } from "./lab.mjs";

const REFUSED = [
  ["Batch size", "0"],
  ["Batch size", "-3"],
  ["Batch size", "abc"],
  ["Batch size", "1e9"],
  ["From", "-1"],
  ["To", "1e-9"], // below From
  ["To", "abc"],
  ["Rates", "0"],
  ["Seeds", "0"],
  ["Seeds", "1e9"], // so many are never begun
  ["Steps", "0"],
  ["Steps", "-5"],
  ["Steps", "1e9"],
  ["Steps", "abc"],
];

test("a refused value marks its field and keeps the last good result", async (t) => {
  const lab = await Lab.openDone(t);
  const good = await lab.report();

  for (const [label, value] of REFUSED) {
    await t.test(`${label}: ${value}`, async () => {
      const field = lab.field(label);
      const accepted = await field.inputValue();
      await lab.type(label, value);
      try {
        await until(() => refused(lab, label), `${label} ${value} was not refused`, 5000);
        assert.ok(await field.evaluate(hasVisibleMessage), `${label} ${value} has no visible message`);
        const state = await lab.currentState();
        assert.ok(!["crashed", "loading", null].includes(state), `the element is ${state}`);
        assert.deepEqual(await lab.report(), good, "the last good result is gone");
      } finally {
        await lab.type(label, accepted);
      }
      await until(async () => !(await refused(lab, label)), `${label} stays refused with ${accepted}`, 5000);
    });
  }

  // The same settings give the same bits.
  await lab.next("finderend", () => lab.sweep.click());
  await lab.state("done");
  assert.deepEqual(await lab.report(), good);
  await lab.assertQuiet();
});

/** @param {Lab} lab @param {string} label */
const refused = async (lab, label) => (await lab.field(label).getAttribute("aria-invalid")) === "true";

/** In the page: whether the text that the field names as its message, or an alert, can be seen. */
function hasVisibleMessage(field) {
  const root = field.getRootNode();
  const ids = ["aria-errormessage", "aria-describedby"].flatMap((name) => field.getAttribute(name)?.split(/\s+/) ?? []);
  const named = ids.map((id) => root.getElementById(id));
  const messages = [...named, ...root.querySelectorAll("[role=alert]")];
  return messages.some((message) => message?.checkVisibility({ visibilityProperty: true }) && message.innerText.trim());
}

test("a number moves under the hand, and the curve with it", async (t) => {
  const lab = await Lab.openDone(t);
  const label = lab.element.locator("label", { hasText: /^Batch size$/ });
  const box = await label.boundingBox();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const before = await lab.count("finderend");
  await lab.page.mouse.move(x, y);
  await lab.page.mouse.down();
  const began = Date.now();
  const from = await lab.page.evaluate(() => performance.now());
  // A notch a move, as fast as the page takes them.
  for (let i = 1; i <= 40; i += 1) await lab.page.mouse.move(x + 6 * i, y);
  const took = Date.now() - began;
  await lab.page.mouse.up();
  await until(async () => (await lab.count("finderend")) > before, "the curve did not follow");
  await lab.state("done");
  const curves = (await lab.count("finderend")) - before;
  const { longTasks } = await lab.record();
  const during = longTasks.filter(({ startTime }) => startTime >= from);
  figures.set("long tasks while dragging", `${during.length} over 50 ms, longest ${Math.round(Math.max(0, ...during.map(({ duration }) => duration)))} ms`);
  figures.set("curves a second while dragging the batch size", `${((1000 * curves) / took).toFixed(0)} of ${Math.round(40_000 / took)} values`);
  assert.ok(Number(await lab.field("Batch size").inputValue()) > 200);
  // One gesture is one change.
  await lab.next("finderend", () => lab.button("Undo").click());
  assert.equal(await lab.field("Batch size").inputValue(), "32");

  await lab.field("Seed").focus();
  await lab.next("finderend", () => lab.page.keyboard.press("ArrowUp"));
  assert.equal(await lab.field("Seed").inputValue(), "2");
  await lab.field("From").focus();
  await lab.next("finderend", () => lab.page.keyboard.press("PageUp"));
  assert.ok(Math.abs(Number(await lab.field("From").inputValue()) / 3.16e-5 - 1) < 0.01);
  await lab.assertQuiet();
});
