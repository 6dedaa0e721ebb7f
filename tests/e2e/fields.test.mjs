// Values that cannot be: the field says so, and nothing else changes.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Lab, until } from "./lab.mjs";

const REFUSED = [
  ["Batch size", "0"],
  ["Batch size", "-3"],
  ["Batch size", "abc"],
  ["Batch size", "1e9"],
  ["From", "-1"],
  ["To", "1e-9"], // below From
  ["Steps", "0"],
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
  await lab.next("finderend", () => lab.button("Run").click());
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
