// A trap in the core: the page says so, keeps the settings, and starts again.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Lab } from "./lab.mjs";

const WORKER = "**/www/jobs.js";
const ADVANCE = "job.run.advance(steps)";

test("after a trap Restart brings a new worker and the same settings", async (t) => {
  const lab = await Lab.openDone(t);
  const { losses } = await lab.next("finderend", () => lab.type("Seed", "7"));
  await lab.type("Steps", "123");

  // The worker is started anew after the element has left the page; this one traps.
  await lab.page.route(WORKER, async (route) => {
    const response = await route.fetch();
    const source = await response.text();
    assert.ok(source.includes(ADVANCE), "jobs.js calls advance in another way; mend this test");
    await route.fulfill({ response, body: source.replace(ADVANCE, '(() => { throw new WebAssembly.RuntimeError("unreachable"); })()') });
  });
  await lab.element.evaluate((element) => {
    const parent = element.parentNode;
    element.remove();
    return new Promise((done) => setTimeout(() => done(parent.append(element)), 100));
  });
  await lab.sweep.click();
  await lab.state("crashed");
  await lab.element.getByText(/stopped unexpectedly.*settings are kept/s).first().waitFor();
  await lab.page.unroute(WORKER);

  await lab.button("Restart").click();
  await lab.state("done", "idle");
  assert.equal(await lab.field("Seed").inputValue(), "7");
  assert.equal(await lab.field("Steps").inputValue(), "123");
  const again = await lab.next("finderend", () => lab.sweep.click());
  assert.deepEqual(again.losses, losses, "the same settings give other losses");
  await lab.state("done");
});
