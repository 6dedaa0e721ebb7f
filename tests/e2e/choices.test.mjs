// Everything that can be chosen works: data sets, optimizers, networks. What there is comes from the page itself.
import assert from "node:assert/strict";
import { test } from "node:test";

import { figures, Lab, until } from "./lab.mjs";

// Runs are not spread over time for the eye, so that many of them fit into a test.
const HASTY = { context: { reducedMotion: "reduce" } };
const STEPS = "50";

test("every data set runs the finder to its end with the network that is there", async (t) => {
  const lab = await Lab.openDone(t, HASTY);
  const names = (await choices(lab, "Data")).filter(([, title]) => !/fetched/.test(title)).map(([name]) => name);
  for (const expected of ["breast-cancer", "iris", "wine", "digits", "diabetes", "moons", "sine"]) {
    assert.ok(names.includes(expected), `${expected} is not offered`);
  }
  // The first one has run when the page opened.
  for (const name of names.slice(1)) {
    await t.test(name, async () => {
      const report = await lab.next("finderend", () => lab.field("Data").selectOption(name));
      await lab.state("done");
      assert.ok(report.losses.length > 10, `only ${report.losses.length} losses`);
      assert.ok(Number.isFinite(report.losses[0]), `the first loss is ${report.losses[0]}`);
      assert.equal(await marked(lab), 0, "a field is marked");
    });
  }
  await lab.assertQuiet();
});

test("some classes of a data set alone, by a field and by a link", async (t) => {
  const lab = await Lab.openDone(t, { ...HASTY, path: "index.html#data=digits&classes=5:6:7:8:9" });
  assert.equal(await lab.field("Classes").inputValue(), "5, 6, 7, 8, 9");
  await lab.button("More: data").click();
  const link = () => lab.element.evaluate((element) => element.getLink());
  await lab.next("finderend", () => lab.type("Classes", "4; 0,1"));
  await until(async () => /classes=0:1:4/.test(await link()), "the link has other classes");
  const classes = lab.field("Classes");
  for (const [typed, said] of [["0, 10", /10 is not accepted; use a class below 10/], ["a", /a/]]) {
    await lab.type("Classes", typed);
    await until(async () => (await classes.getAttribute("aria-invalid")) === "true", `${typed} was taken`);
    assert.match(await lab.text(), said);
  }
  // Those of another set are others.
  await lab.next("finderend", () => lab.field("Data").selectOption("iris"));
  assert.equal(await lab.field("Classes").inputValue(), "");
  await until(async () => !/classes/.test(await link()), "the link still has classes");
  await lab.next("finderend", () => lab.field("Data").selectOption("moons"));
  assert.equal(await lab.field("Classes").count(), 0);
  await lab.assertQuiet();
});

test("a regression has its own losses and no accuracy, and a chosen loss stays where it fits", async (t) => {
  const lab = await Lab.openDone(t, HASTY);
  await lab.next("finderend", () => lab.field("Data").selectOption("diabetes"));
  assert.equal(await lab.field("Loss").inputValue(), "mse");
  assert.deepEqual((await choices(lab, "Loss")).map(([name]) => name), ["mse", "mae", "huber"]);
  await lab.type("Steps", STEPS);
  const { trace } = await lab.next("runend", () => lab.button("Train").click());
  assert.ok(trace.validation.losses.length > 0, "no validation losses");
  assert.doesNotMatch(await lab.text(), /%\)|% right|rows right/);

  await lab.next("finderend", () => lab.field("Loss").selectOption("huber"));
  await lab.next("finderend", () => lab.field("Data").selectOption("sine"));
  assert.equal(await lab.field("Loss").inputValue(), "huber");
  await lab.next("finderend", () => lab.field("Data").selectOption("iris"));
  assert.equal(await lab.field("Loss").inputValue(), "huber");
  await lab.assertQuiet();
});

test("every loss trains on the default data", async (t) => {
  const lab = await Lab.openDone(t, HASTY);
  await lab.type("Steps", STEPS);
  await lab.type("Rate", "0.01");
  for (const [loss] of await choices(lab, "Loss")) {
    await t.test(loss, async () => {
      if (loss !== (await lab.field("Loss").inputValue())) {
        await lab.next("finderend", () => lab.field("Loss").selectOption(loss));
      }
      const { trace } = await lab.next("runend", () => lab.button("Train").click());
      assert.equal(trace.losses.length, Number(STEPS));
      assert.ok(Number.isFinite(trace.validation.accuracies.at(-1)), "no accuracy");
    });
  }
  await lab.assertQuiet();
});

test("every optimizer trains under both conventions", async (t) => {
  const lab = await Lab.openDone(t, HASTY);
  await lab.type("Steps", STEPS);
  await lab.type("Rate", "0.001");
  await lab.button("More: training").click();
  const kinds = await choices(lab, "Optimizer");
  assert.ok(kinds.length >= 10, `only ${kinds.length} optimizers`);
  for (const convention of ["keras", "pytorch"]) {
    for (const [kind] of kinds) {
      await t.test(`${kind}, ${convention}`, async () => {
        await lab.field("Optimizer").selectOption(kind);
        await lab.field("Convention").selectOption(convention);
        const { trace } = await lab.next("runend", () => lab.button("Train").click());
        assert.equal(trace.losses.length, Number(STEPS));
        assert.equal(trace.stop.reason, "completed");
        assert.equal(await marked(lab), 0, "a field is marked");
      });
    }
  }
  await lab.assertQuiet();
});

test("a refused field of an optimizer is marked even where it is folded away", async (t) => {
  const lab = await Lab.openDone(t, HASTY);
  await lab.next("finderend", () => lab.field("Optimizer").selectOption("adam"));
  const more = lab.button("More: training");
  await more.click();
  await lab.type("Beta 2", "1.5");
  await until(async () => (await lab.field("Beta 2").getAttribute("aria-invalid")) === "true", "Beta 2 was not refused", 5000);
  await more.click();
  assert.equal(await lab.field("Beta 2").isVisible(), false);
  await lab.next("error", () => lab.sweep.click());
  await until(() => lab.field("Beta 2").isVisible(), "the refused field stays folded away", 5000);
  await lab.next("finderend", () => lab.type("Beta 2", "0.99"));
  assert.equal(await marked(lab), 0, "a field stays marked");
  await lab.assertQuiet();
});

const REFUSED = [
  ["Network", "10-fully8", /use units.*conv/],
  ["Network", "conv8x3-flat", /./],
  ["Dropout", "1.5", /1\.5/],
  ["Noise", "-1", /-1/],
  ["Samples", "2.5", /2\.5/],
];

test("refused networks and synthetic data mark their fields", async (t) => {
  const lab = await Lab.openDone(t, HASTY);
  await lab.next("finderend", () => lab.field("Data").selectOption("moons"));
  await lab.button("More: network").click();
  for (const [label, value, says] of REFUSED) {
    await t.test(`${label}: ${value}`, async () => {
      const accepted = await lab.field(label).inputValue();
      const { message } = await lab.next("error", () => lab.type(label, value));
      assert.match(message, says);
      assert.equal(await lab.field(label).getAttribute("aria-invalid"), "true", message);
      await lab.next("finderend", () => lab.type(label, accepted));
    });
  }
  assert.equal(await marked(lab), 0, "a field stays marked");
  await lab.assertQuiet();
});

test("a convolution reads the digits as images", async (t) => {
  const lab = await Lab.openDone(t, HASTY);
  await lab.next("finderend", () => lab.field("Data").selectOption("digits"));
  const report = await lab.next("finderend", () => lab.field("Type").selectOption("convolution"));
  assert.ok(report.losses.length > 10, `only ${report.losses.length} losses`);
  assert.match(await lab.field("Network").inputValue(), /^conv/);
  await lab.type("Steps", "200");
  const { trace } = await lab.next("runend", () => lab.button("Train").click());
  const accuracy = trace.validation.accuracies.at(-1);
  assert.ok(accuracy > 0.5, `${accuracy} of the held-out digits right`);
  // A set without images gets a network that it can feed.
  await lab.next("finderend", () => lab.field("Data").selectOption("iris"));
  assert.doesNotMatch(await lab.field("Network").inputValue(), /conv/);
  await lab.assertQuiet();
});

test("MNIST is fetched, and its digits are learnt in five epochs at the rate that was found", async (t) => {
  const lab = await Lab.openDone(t, HASTY);
  const patience = 120_000;
  const report = await lab.next("finderend", () => lab.field("Preset").selectOption("document-003"), patience);
  await lab.state("done");
  assert.ok(report.suggestions.length > 0, "no suggestion");
  assert.equal(await lab.field("Data").inputValue(), "mnist");
  assert.equal(await lab.field("Steps").inputValue(), "375"); // 5 epochs of 75
  const { trace } = await lab.next("runend", () => lab.button("Train").click(), patience);
  const accuracy = Math.max(...trace.validation.accuracies);
  figures.set("held-out MNIST digits right", `${(100 * accuracy).toFixed(1)} % at ${trace.lrs[0].toPrecision(3)}`);
  assert.ok(accuracy > 0.9, `${accuracy} of the held-out digits right`);
  await lab.assertQuiet();
});

test("data that can't be fetched is said at its field, and can be tried again", async (t) => {
  const lab = await Lab.openDone(t, HASTY);
  const good = await lab.report();
  await lab.page.route("**/data/mnist*", (route) => route.abort());
  const { field } = await lab.next("error", () => lab.field("Data").selectOption("mnist"));
  assert.equal(field, "data.name");
  assert.equal(await lab.currentState(), "done");
  assert.deepEqual(await lab.report(), good, "the last good result is gone");
  await lab.page.unroute("**/data/mnist*");
  const report = await lab.next("finderend", () => lab.button("Retry").click());
  assert.notDeepEqual(report.losses, good.losses);
  assert.equal(await marked(lab), 0, "the field stays marked");
});

/** Values and texts of a select's options. @param {Lab} lab @param {string} label @returns {Promise<[string, string][]>} */
const choices = (lab, label) => lab.field(label).locator("option").evaluateAll((options) => options.map(({ value, label }) => [value, label]));

/** How many fields are marked as refused. @param {Lab} lab */
const marked = (lab) => lab.element.locator("[aria-invalid=true]").count();
