// Training: it learns, it can be paused and cancelled, and the page stays responsive meanwhile.
import assert from "node:assert/strict";
import { test } from "node:test";

import { figures, Lab, mean, until } from "./lab.mjs";

// More steps than any machine does before the test is through with them.
const ENDLESS = "200000";

// A cancel later than this is a fault and not a slow machine. The aim is 100 ms.
const CANCEL_LIMIT_MS = 1000;

test("training lowers the loss, validates, and leaves the page responsive", async (t) => {
  const lab = await Lab.openDone(t);
  const start = await lab.page.evaluate(() => performance.now());
  const { trace, fingerprint } = await lab.next("runend", () => lab.button("Train").click());

  const tenth = Math.floor(trace.losses.length / 10);
  assert.ok(tenth > 0, `only ${trace.losses.length} losses`);
  const [first, last] = [mean(trace.losses.slice(0, tenth)), mean(trace.losses.slice(-tenth))];
  assert.ok(last < first, `the loss went from ${first} to ${last}`);
  assert.ok(trace.validation.losses.length > 0, "no validation losses");
  assert.ok(fingerprint, "the run has no fingerprint");

  await lab.assertDrawn("loss");
  await lab.assertQuiet();

  const { longTasks } = await lab.record();
  const durations = longTasks.filter((task) => task.startTime >= start).map(({ duration }) => duration);
  const longest = Math.round(Math.max(0, ...durations));
  figures.set("long tasks while training", `${durations.length} over 50 ms, longest ${longest} ms`);
});

test("a run pauses, resumes, cancels at once, and another one works after it", async (t) => {
  const lab = await Lab.openDone(t);
  const { lrs } = await lab.report();
  await lab.type("Steps", ENDLESS);
  await lab.next("progress", () => lab.button("Train").click());
  await lab.state("running");

  await lab.button("Pause").click();
  await lab.state("paused");
  const paused = await lab.count("progress");
  await lab.page.waitForTimeout(500);
  // One event may have been under way.
  assert.ok((await lab.count("progress")) <= paused + 1, "progress went on while paused");
  await lab.next("progress", () => lab.button("Resume").click());
  await lab.state("running");

  await lab.button("Cancel").click();
  await until(async () => (await lab.currentState()) !== "running", "the run went on after Cancel");
  const { clicks, states } = await lab.record();
  const clicked = clicks.at(-1);
  const left = states.find(({ time, state }) => time >= clicked && state !== "running");
  const took = Math.round(left.time - clicked);
  figures.set("from Cancel to stopped", `${took} ms`);
  assert.ok(took <= CANCEL_LIMIT_MS, `cancelling took ${took} ms`);
  assert.deepEqual((await lab.report()).lrs, lrs, "the finder's report is gone");

  await lab.type("Steps", "50");
  await until(async () => {
    const { trace } = await lab.next("runend", () => lab.button("Train").click());
    return trace.losses.length === 50;
  }, "no run of 50 steps came after the cancelled one");
  await lab.assertQuiet();
});

test("a run that blows up is shown, and says what happened", async (t) => {
  const lab = await Lab.openDone(t);
  await lab.next("truthend", () => lab.field("Data").selectOption("sine"));
  await lab.type("Rate", "50");
  const { trace } = await lab.next("runend", () => lab.button("Train").click());
  assert.equal(trace.stop.reason, "non-finite");
  assert.match(await lab.element.locator(".ran").textContent(), new RegExp(`blew up at step ${trace.stop.step}`));
  const why = lab.element.locator(".why-diverged");
  await why.locator("summary").click();
  // What is said grows with what the pool has found out.
  for (const part of [/other side of the valley/, /2\/λ = [\d.]+, and the rate was \d+ times as high/, new RegExp(`at step ${trace.stop.step} the numbers`), /ended best/]) {
    await until(async () => part.test(await why.locator("p").textContent()), `nothing says ${part}`);
  }
  // A run that ends well has nothing to explain.
  await lab.type("Rate", "0.01");
  await lab.next("runend", () => lab.button("Train").click());
  await until(async () => !(await why.isVisible()), "the reason stayed");
  await lab.assertQuiet();
});

test("a rate's field that one has emptied stays empty while results come in", async (t) => {
  const lab = await Lab.openDone(t);
  await lab.field("Rate").fill("");
  await lab.next("finderend", () => lab.element.evaluate((element) => element.run()));
  await lab.next("progress", () => lab.element.evaluate((element) => element.train()));
  assert.equal(await lab.field("Rate").inputValue(), "");
  await lab.field("Rate").pressSequentially("1/128");
  assert.equal((await lab.element.evaluate((element) => element.getState())).picked.lr, 1 / 128);
  // Left empty, it says what is picked.
  await lab.type("Rate", "");
  await until(async () => (await lab.field("Rate").inputValue()) === "0.00781", "the rate is not said");
});
