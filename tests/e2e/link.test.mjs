// Links: copying one, opening it and copying it again gives the same bytes and the same curve.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Lab } from "./lab.mjs";

const link = (lab) => lab.element.evaluate((element) => element.getLink());

/** Opens the page with a link and waits for its curve. */
const openAt = (t, hash) => Lab.openDone(t, { path: `index.html${hash && `#${hash}`}` });

/** What a person may have set, by label, with what it is set to. */
const CHANGES = [
  [],
  [["Seed", "7"], ["Batch size", "16"], ["Learning rate", "0.05"]],
  [["Data", "moons"], ["Network", "16-16"], ["Activation", "tanh"], ["Noise", "0.3"]],
  [["Optimizer", "adam"], ["From", "1e-6"], ["Steps", "120"], ["Smoothing", "0.9"]],
  [["As in", "fastai"], ["Seeds", "3"]],
  [["Data", "sine"], ["Training steps", "123"], ["Learning rate", "1/128"]],
  [["Preset", "document-001"], ["Batch size", "24"]],
];

for (const changes of CHANGES) {
  test(`copied, opened, copied: ${changes.map((change) => change.join(" ")).join(", ") || "the defaults"}`, async (t) => {
    const lab = await Lab.openDone(t);
    for (const [label, value] of changes) {
      const field = lab.field(label);
      if (await field.evaluate((element) => element.localName === "select")) await field.selectOption(value);
      else await lab.type(label, value);
    }
    await lab.next("finderend", () => lab.button("Run").click());
    const [first, report] = [await link(lab), await lab.report()];
    if (!changes.length) assert.equal(first, "");

    const other = await openAt(t, first);
    assert.equal(await link(other), first);
    assert.deepEqual((await other.report()).losses, report.losses);
    await lab.assertQuiet();
    await other.assertQuiet();
  });
}

test("a schedule travels too", async (t) => {
  const lab = await Lab.openDone(t);
  await lab.type("Learning rate", "0.3");
  await lab.button("Shape").click();
  await lab.field("Schedule").selectOption("one-cycle");
  await lab.type("Pct start", "0.4");
  const first = await link(lab);
  assert.match(first, /schedule=one-cycle/);
  const { fingerprint } = await lab.next("runend", () => lab.button("Train").click());
  const other = await openAt(t, first);
  assert.equal(await link(other), first);
  const again = await other.next("runend", () => other.button("Train").click());
  assert.equal(again.fingerprint, fingerprint);
});

test("what only a link could say before has its fields", async (t) => {
  for (const [hash, fields] of [
    ["model=16:tanh-16-2:softmax&seed=3", { Network: "16:tanh-16" }],
    ["model=4-2:relu&loss=mse&shuffle=no", { Output: "relu", Network: "4" }],
    ["data=line&model=1&weights=1x1:0.1;1:-2", { Init: "given", Network: "none" }],
  ]) {
    const lab = await openAt(t, hash);
    assert.equal((await lab.element.locator(".notes").textContent()).trim(), "", hash);
    for (const [label, value] of Object.entries(fields)) assert.equal(await lab.field(label).inputValue(), value, hash);
    const first = await link(lab);
    const other = await openAt(t, first);
    assert.equal(await link(other), first);
    assert.deepEqual((await other.report()).fingerprints, (await lab.report()).fingerprints);
    await other.assertQuiet();
  }
  // Another way to draw them takes the place of given weights.
  const lab = await openAt(t, "data=line&model=1&weights=1x1:0.1;1:-2");
  await lab.next("finderend", () => lab.type("Network", "3:nonesuch").then(() => lab.type("Network", "3:tanh")));
  assert.doesNotMatch(await link(lab), /weights/);
  assert.match(await link(lab), /model=3-1&act=tanh/);
  await lab.assertQuiet();
});

test("any link opens, and says what it could not take at its word", async (t) => {
  for (const hash of ["seed=-4&data=mooons&nonsense=1", "%%%", "model=[{]&opt=,,,&schedule=one-cycle(((", "lr=NaN&steps=1e99"]) {
    const lab = await openAt(t, hash);
    assert.notEqual((await lab.element.locator(".notes").textContent()).trim(), "", hash);
    await lab.assertQuiet();
  }
});

test("Copy link puts it into the address", async (t) => {
  const lab = await Lab.openDone(t);
  await lab.next("finderend", () => lab.type("Seed", "9"));
  await lab.button("Copy link").click();
  await lab.element.locator(".notes").waitFor();
  assert.equal(new URL(lab.page.url()).hash, "#seed=9");
  await lab.assertQuiet();
});
