// The truth under the finder: real training at every rate, on all processors; the second pass; a curve from elsewhere.
import assert from "node:assert/strict";
import { test } from "node:test";

import { figures, Lab, until } from "./lab.mjs";

/** Opens the page and waits for the first truth. */
async function openTrue(t, options) {
  const lab = await Lab.openDone(t, options);
  await lab.truth();
  return { lab, truth: await lab.next("truthend", async () => lab.page.evaluate(() => {
    const { events } = window.labRecord;
    events.push(events.find(({ type }) => type === "truthend"));
  })) };
}

/** In the page, before its scripts: another number of processors. */
const processors = (count) => `Object.defineProperty(Navigator.prototype, "hardwareConcurrency", { get: () => ${count} })`;

/** What the table says of a rule. */
const priceOf = (lab, lr) => lab.element.locator(`tr:has(button[data-lr="${lr}"]) .kept`).first().textContent();

test("every suggestion has its price, measured by training at it", async (t) => {
  const { lab, truth } = await openTrue(t);
  const report = await lab.report();
  assert.equal(truth.seeds.length, 8);
  assert.equal(truth.steps, 400);
  assert.equal(truth.judgedBy, "validation");
  assert.equal(truth.finals.length, truth.lrs.length * 8);
  assert.ok(truth.finals.every((loss) => loss !== null && !Number.isNaN(loss)), "a run is missing");
  assert.equal(truth.stop.reason, "completed");

  for (const { rule, lr } of report.suggestions) {
    const gain = truth.gain[truth.lrs.indexOf(lr)];
    assert.ok(gain <= 1, `${rule} at ${lr} was not trained`);
    const price = await priceOf(lab, lr);
    assert.ok(Math.abs(parseFloat(price) - Math.max(0, 100 * gain)) <= 0.5, `${rule}: ${price} for ${gain}`);
  }
  assert.equal(await priceOf(lab, truth.best.lr), "100\u00a0%");
  const rows = await lab.element.locator(".rules-table tr[data-rule]").evaluateAll((all) =>
    all.map((row) => [row.dataset.rule, parseFloat(row.querySelector(".kept").textContent)]));
  assert.deepEqual(rows.slice(0, 3).map(([rule]) => rule), ["best", "race", "sweep"]);
  const libraries = rows.slice(3).map(([, kept]) => kept);
  assert.deepEqual(libraries, libraries.toSorted((a, b) => b - a), "the libraries' answers are not in the order of what they keep");
  await lab.assertDrawn("truth");
  assert.match(await lab.text(), /Take about 0\.0\d+\. Anything from 0\.0\d+ to 0\.\d+ does nearly as well\./);
  assert.equal(await lab.currentState(), "done", "what goes on behind changes no state");

  // What it means that a rate does nearly as well is one press away.
  await lab.button("nearly as well").click();
  const asked = lab.element.locator("dialog.glossary dt.asked");
  await asked.waitFor();
  assert.equal(await asked.textContent(), "Gain kept");
  await lab.page.keyboard.press("Escape");

  const { events } = await lab.record();
  const [found, known] = ["finderend", "truthend"].map((type) => events.find((event) => event.type === type).time);
  figures.set("from the finder's report to the truth", `${Math.round(known - found)} ms, ${truth.finals.length} runs of ${truth.steps} steps`);
  await lab.assertQuiet();
});

test("the picked rate is the best answer there is, until the reader goes by it", async (t) => {
  const { lab, truth } = await openTrue(t);
  const report = await lab.report();
  const { events } = await lab.record();
  const picks = await lab.page.evaluate(() =>
    window.labRecord.events.filter(({ type }) => type === "pick").map(({ time, detail }) => ({ time, lr: detail.lr })));
  const rateOf = async (rule) => Number(await lab.element.locator(`tr[data-rule="${rule}"] button`).getAttribute("data-lr"));
  const race = await rateOf("race");
  assert.deepEqual(picks.map(({ lr }) => lr), [report.answer.lr, race, truth.best.lr]);
  assert.equal(await rateOf("sweep"), report.answer.lr);
  const found = events.find(({ type }) => type === "finderend").time;
  figures.set("from the finder's report to the race's answer", `${Math.round(picks[1].time - found)} ms`);

  await lab.next("runend", () => lab.button("Train").click());
  const before = await lab.count("truthend");
  await lab.type("Steps", "100");
  await lab.truth(before);
  assert.equal((await lab.record()).events.filter(({ type }) => type === "pick").length, picks.length, "what was trained at stays");
  await lab.assertQuiet();
});

test("nothing is claimed while it is still being measured", async (t) => {
  const { lab } = await openTrue(t);
  const before = await lab.count("truthend");
  await lab.type("Steps", "3000");
  const head = lab.element.locator(".verdict");
  await until(async () => /First guess|from a race|leads after/.test(await head.textContent()), "what was found out before still stands");
  let looks = 0;
  const offer = lab.element.locator("[data-act=judge]");
  while ((await lab.count("truthend")) === before) {
    // Where the machine is busy it may take long, and waits for a word.
    if (await offer.isVisible()) await offer.click();
    const [words, prices] = await lab.page.evaluate(() => {
      const root = document.querySelector("lr-lab").shadowRoot;
      return [root.querySelector(".verdict").textContent, [...root.querySelectorAll(".kept")].map((cell) => cell.textContent).join("")];
    });
    if ((await lab.count("truthend")) > before) break;
    assert.doesNotMatch(words, /Anything from|as good as|keeps/);
    assert.equal(prices, "");
    looks += 1;
  }
  assert.ok(looks > 3, `looked ${looks} times`);
  await until(async () => /Take about .* Anything from/.test(await head.textContent()), "the truth is not told");
  await lab.assertQuiet();
});

test("nothing is said of the settings before", async (t) => {
  const { lab } = await openTrue(t);
  // At once, before anything new could have been measured.
  const saidAfter = (label, value) => lab.field(label).evaluate((input, value) => {
    input.value = value;
    input.dispatchEvent(new Event("input"));
    input.dispatchEvent(new Event("change"));
    const root = input.getRootNode();
    return [root.querySelector(".verdict").textContent, [...root.querySelectorAll(".kept")].map((cell) => cell.textContent).join("")];
  }, value);
  const [ofSteps, prices] = await saidAfter("Steps", "900");
  assert.doesNotMatch(ofSteps, /Take about|keeps/);
  assert.equal(prices, "");
  const [ofSeed] = await saidAfter("Seed", "5");
  assert.match(ofSeed, /^Not tried yet with these settings\./);
  await until(async () => /Take about/.test(await lab.element.locator(".verdict").textContent()), "nothing was found for these settings");
  await lab.assertQuiet();
});

test("the truth is the same whatever the number of processors", async (t) => {
  const [one, three] = await Promise.all([1, 3].map((count) => openTrue(t, { init: processors(count) })));
  assert.deepEqual(one.truth.lrs, three.truth.lrs);
  assert.deepEqual(one.truth.finals, three.truth.finals);
});

test("other steps are another budget: the truth is measured anew, the curve is not", async (t) => {
  const { lab } = await openTrue(t);
  const finders = await lab.count("finderend");
  const truth = await lab.next("truthend", () => lab.type("Steps", "40"));
  assert.equal(truth.steps, 40);
  assert.equal(await lab.count("finderend"), finders);

  await lab.next("truthend", () => lab.type("Seeds", "1"));
  await lab.type("Seeds", "0");
  await until(async () => (await lab.field("Seeds").getAttribute("aria-invalid")) === "true", "0 seeds were accepted");
  await lab.next("truthend", () => lab.type("Seeds", "2"));
  assert.equal(await lab.field("Seeds").getAttribute("aria-invalid"), null);
  await lab.assertQuiet();
});

test("what would take long is offered, and can be stopped", async (t) => {
  const { lab } = await openTrue(t);
  await lab.type("Steps", "35000");
  const offer = lab.element.getByRole("button", { name: /^Train at every rate, about/ });
  await offer.waitFor();
  await offer.click();
  const stop = lab.element.locator(".truth").getByRole("button", { name: "Stop" });
  await stop.waitFor();
  const truth = await lab.next("truthend", () => stop.click());
  assert.equal(truth.stop.reason, "cancelled");
  await lab.assertQuiet();
});

test("a second pass looks closer and keeps the first curve", async (t) => {
  const { lab } = await openTrue(t);
  const whole = await lab.report();
  await lab.next("finderend", () => lab.element.getByRole("button", { name: /^Sweep [\d.]/ }).click());
  const closer = await lab.report();
  assert.ok(closer.lrs[0] > whole.lrs[0], "it begins where the first did");
  assert.equal(Number(await lab.field("From").inputValue()), closer.lrs[0]);
  const ghosts = () => lab.element.evaluate((element) => element.shadowRoot.querySelector(".finder canvas").getAttribute("aria-label"));
  assert.ok(await ghosts());

  await lab.next("finderend", () => lab.button("Whole range").click());
  assert.deepEqual((await lab.report()).losses, whole.losses, "the whole range is another than before");
  assert.equal(await lab.field("From").inputValue(), "1e-5");
  await lab.assertQuiet();
});

test("a range drawn with the mouse is run, and picks no rate", async (t) => {
  const { lab } = await openTrue(t);
  const picks = await lab.count("pick");
  const box = await lab.element.locator("canvas[data-figure=finder]").boundingBox();
  const y = box.y + box.height / 2;
  await lab.page.mouse.move(box.x + 0.4 * box.width, y);
  await lab.page.mouse.down();
  await lab.page.mouse.move(box.x + 0.6 * box.width, y, { steps: 5 });
  await lab.page.mouse.up();
  const run = lab.element.getByRole("button", { name: /^Run from/ });
  await run.waitFor();
  assert.equal(await lab.count("pick"), picks);
  await lab.next("finderend", () => run.click());
  const { lrs } = await lab.report();
  assert.ok(lrs[0] > 1e-4 && lrs.at(-1) < 1, `${lrs[0]} to ${lrs.at(-1)}`);
  await lab.assertQuiet();
});

test("a curve from elsewhere meets the same rules, and bad ones are refused by line", async (t) => {
  const { lab } = await openTrue(t);
  await lab.element.locator("summary", { hasText: "Your own curve" }).click();
  const table = lab.element.locator("#own-curve");
  await table.fill("lr,loss\n0.1,0.5\n0.2,oops\n");
  await lab.button("Read it").click();
  await lab.element.getByText("Line 3, column \"loss\": \"oops\" is no number.").waitFor();

  const rows = Array.from({ length: 60 }, (_, i) => {
    const lr = 1e-5 * 1.25 ** i;
    return `${lr},${lr < 0.5 ? 2 / (1 + 30 * lr) : 2 + lr}`;
  });
  const report = await lab.next("finderend", async () => {
    await table.fill(`lr,loss\n${rows.join("\n")}`);
    await lab.button("Read it").click();
  });
  assert.ok(report.suggestions.length > 5);
  assert.equal(report.fingerprints, null);
  // With the next frame.
  await until(async () => !(await lab.element.locator(".truth").isVisible()), "there is nothing to train under it");
  await lab.assertDrawn("finder");
  await lab.next("finderend", () => lab.sweep.click());
  assert.notEqual((await lab.report()).fingerprints, null);
  await lab.assertQuiet();
});

/** In the page, before its scripts: counts the texts that are written on each figure. */
function countTexts() {
  window.written = {};
  const { fillText } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.fillText = function (...args) {
    const { figure } = this.canvas.dataset;
    window.written[figure] = (window.written[figure] ?? 0) + 1;
    return fillText.apply(this, args);
  };
}

test("a figure is drawn anew only where it shows something else", async (t) => {
  const { lab } = await openTrue(t, { init: countTexts });
  await lab.next("runend", () => lab.button("Train").click());
  // The band and the edge of stability may still be on their way.
  await lab.page.waitForTimeout(1500);
  const written = () => lab.page.evaluate(() => ({ ...window.written }));
  const before = await written();
  await lab.field("batch loss").uncheck();
  await until(async () => (await written()).loss > before.loss, "the losses were not drawn anew");
  const { finder, truth } = await written();
  assert.deepEqual({ finder, truth }, { finder: before.finder, truth: before.truth });
  await lab.assertQuiet();
});
