// The lab goes on, or says why not: through storms of runs, lost workers, a lost connection, and in company.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Lab, until } from "./lab.mjs";
import { serve } from "./server.mjs";

/** In the page, before its scripts: `workers` has all that were begun. */
const noting = `{
  const Real = Worker;
  window.workers = [];
  window.Worker = class extends Real {
    constructor(...how) {
      super(...how);
      workers.push(this);
    }
  };
}`;

test("300 runs that are cancelled at once, or a moment later, end", async (t) => {
  const lab = await Lab.openDone(t, { path: "embed.html", init: noting });
  for (const pause of ["none", "a task", "a frame"]) {
    await lab.element.evaluate(async (element, pause) => {
      const wait = { "none": null, "a task": () => new Promise((done) => setTimeout(done)), "a frame": () => new Promise(requestAnimationFrame) }[pause];
      for (let i = 0; i < 100; i += 1) {
        element.run();
        if (wait) await wait();
        element.cancel();
        if (wait && i % 3 === 0) await wait();
      }
    }, pause);
    await lab.state("done", "idle");
  }
  const whole = await lab.next("finderend", () => lab.element.evaluate((element) => element.run()));
  assert.notEqual(whole.stop.reason, "cancelled");
  await lab.state("done");
  await lab.assertQuiet();
});

test("a worker that is killed in mid-run is replaced, and the run is begun again", async (t) => {
  const lab = await Lab.openDone(t, { path: "embed.html", init: noting });
  const { losses } = await lab.report();
  const killed = (cancelled) => lab.next("finderend", () => lab.element.evaluate(async (element, cancelled) => {
    const begun = new Promise((done) => element.addEventListener("progress", done, { once: true }));
    element.run();
    await begun;
    // The browser tells nobody.
    for (const worker of workers) worker.terminate();
    if (cancelled) element.cancel();
  }, cancelled));
  assert.deepEqual((await killed(false)).losses, losses);
  await lab.state("done");
  // Who has cancelled a run does not get it after all.
  assert.equal((await killed(true)).stop.reason, "cancelled");
  await lab.state("done");
  await lab.assertQuiet();
});

test("where the workers behind the sweep cannot start, the page does their work", async (t) => {
  const lab = await Lab.open(t, { path: "embed.html", init: `{
    const Real = Worker;
    let first = true;
    window.Worker = function (...how) {
      if (!first) throw new DOMException("no more", "SecurityError");
      first = false;
      return new Real(...how);
    };
  }` });
  await lab.state("done");
  await lab.truth();
  assert.equal(await lab.currentState(), "done");
  assert.deepEqual(lab.problems, []);
});

test("fifty elements on a page all get their answer, from workers that they share", async (t) => {
  const page = `<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>Fifty</title>
${Array.from({ length: 50 }, (_, i) => `<lr-lab autorun="yes" seed="${1 + (i % 5)}" finder="1e-4:10:40" style="display: block; width: 640px"></lr-lab>`).join("\n")}
<script type="module" src="www/lr-lab.js"></script></html>`;
  const lab = await Lab.open(t, { path: `${await serve(t, { pages: { "/fifty.html": page } })}fifty.html`, init: noting });
  const done = () => lab.page.locator("lr-lab[state=done]").count();
  await until(async () => (await done()) === 50, "not all fifty are done", 60_000);
  const { answers, workers } = await lab.page.evaluate(async () => {
    const reports = await Promise.all([...document.querySelectorAll("lr-lab")].map((element) => element.getResult()));
    return { answers: reports.map(({ losses }) => losses.join()), workers: workers.length };
  });
  answers.forEach((answer, i) => assert.equal(answer, answers[i % 5], `element ${i + 1}`));
  assert.equal(new Set(answers).size, 5);
  const processors = await lab.page.evaluate("navigator.hardwareConcurrency");
  assert.ok(workers <= 1 + Math.min(8, processors), `${workers} workers`);
  await lab.assertQuiet();
});

test("what is loaded goes on without a connection", async (t) => {
  const lab = await Lab.openDone(t, { path: "embed.html" });
  await lab.page.context().setOffline(true);
  const { losses } = await lab.next("finderend", () => lab.element.evaluate((element) => element.run()));
  assert.ok(losses.length > 50);
  // Workers that were not there yet have no script to start from.
  await lab.truth();
  const { trace } = await lab.next("runend", () => lab.element.evaluate((element) => element.train()));
  assert.equal(trace.losses.length, 400);
  assert.equal(await lab.currentState(), "done");
});
