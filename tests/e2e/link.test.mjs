// Links: copying one, opening it and copying it again gives the same bytes and the same curve.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Lab, until } from "./lab.mjs";

const link = (lab) => lab.element.evaluate((element) => element.getLink());

/** Opens the page with a link and waits for its curve. */
const openAt = (t, hash) => Lab.openDone(t, { path: `index.html${hash && `#${hash}`}` });

/** What a person may have set, by label, with what it is set to. */
const CHANGES = [
  [],
  [["Seed", "7"], ["Batch size", "16"], ["Rate", "0.05"]],
  [["Data", "moons"], ["Network", "16-16"], ["Activation", "tanh"], ["Noise", "0.3"]],
  [["Optimizer", "adam"], ["From", "1e-6"], ["Rates", "120"], ["Smoothing", "0.9"]],
  [["As in", "fastai"], ["Seeds", "3"]],
  [["Data", "sine"], ["Steps", "123"], ["Rate", "1/128"]],
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
    await lab.next("finderend", () => lab.sweep.click());
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
  await lab.type("Rate", "0.3");
  await lab.button("Shape").click();
  await lab.field("Schedule").selectOption("one-cycle");
  await lab.type("Turns at", "0.4");
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

test("Share puts it into the address, with the rate that is picked, so that it trains alike everywhere", async (t) => {
  const lab = await Lab.openDone(t);
  const truths = await lab.count("truthend");
  await lab.next("finderend", () => lab.type("Seed", "9"));
  // Nothing moves the pick any more.
  await lab.truth(truths);
  await lab.button("Share").click();
  await lab.element.locator(".notes").waitFor();
  const { hash } = new URL(lab.page.url());
  assert.match(hash, /^#seed=9&lr=0\.\d+$/);
  const { fingerprint } = await lab.next("runend", () => lab.button("Train").click());
  const other = await Lab.openDone(t, { path: `index.html${hash}` });
  assert.equal((await other.next("runend", () => other.button("Train").click())).fingerprint, fingerprint);
  await lab.assertQuiet();
});

const PAGES = ["index.html", "embed.html"];
const notes = (lab) => lab.element.locator(".notes").textContent();

/** Every key with its example and what it needs beside it, as the link that it is. */
async function examples(lab) {
  const keys = await lab.page.evaluate(async () => (await import(new URL("pkg/lr_lab.js", document.baseURI).href)).linkKeys());
  assert.equal(keys.length, 40);
  const whole = {
    n: "data=moons&n=500", classes: "data=digits&classes=0:1:2", noise: "data=moons&noise=0.2", weights: "data=line&model=1&weights=1x1:0.1;1:0",
    schedule: "lr=0.05&schedule=one-cycle(pctStart=0.4)&steps=300", runs: "lr=0.05&runs=0.1;0.02:cosine",
  };
  return keys.map(({ name, example }) => [name, whole[name] ?? `${name}=${example}`, name === "v" ? "" : whole[name] ?? `${name}=${example}`]);
}

for (const path of PAGES) {
  test(`every key comes back as it was, from the hash and from attributes, on ${path}`, async (t) => {
    const lab = await Lab.open(t, { path: `${path}#autorun=no` });
    await lab.state("idle");
    assert.equal(await link(lab), "autorun=no");
    for (const [key, said, written] of await examples(lab)) {
      const again = await lab.page.evaluate(async (hash) => {
        const lab = document.querySelector("lr-lab");
        const open = async (link) => {
          location.hash = link;
          await new Promise((done) => addEventListener("hashchange", done, { once: true }));
        };
        await open("seed=2");
        await open(hash);
        const fromHash = lab.getLink();
        await open("seed=2");
        await open("autorun=no");

        // A changed attribute changes its own key.
        const pairs = hash.split("&").map((pair) => [pair.split("=")[0], decodeURIComponent(pair.slice(pair.indexOf("=") + 1))]);
        for (const [name, value] of pairs) lab.setAttribute(name, value);
        await null;
        const fromChange = lab.getLink();
        // A title is taken off the element, so that it is no tooltip; an empty one takes its place.
        for (const [name] of pairs) if (name === "title") lab.setAttribute(name, ""); else lab.removeAttribute(name);
        await null;
        const after = lab.getLink();

        // An element that has them from the start.
        const other = document.createElement("lr-lab");
        for (const [name, value] of pairs) other.setAttribute(name, value);
        const ready = new Promise((done) => other.addEventListener("ready", done));
        document.body.append(other);
        await ready;
        const fromAttributes = other.getLink();
        other.remove();
        return { fromHash, fromChange, after, fromAttributes };
      }, said);
      const changed = key === "autorun" ? written : [written, "autorun=no"].filter(Boolean);
      assert.equal(again.fromHash, written, key);
      assert.equal(again.fromAttributes, written, key);
      assert.deepEqual(again.fromChange.split("&").sort(), [changed].flat().join("&").split("&").sort(), key);
      assert.equal(again.after, key === "autorun" ? "" : "autorun=no", key);
    }
    await lab.assertQuiet();
  });

  test(`what a link asks of ${path} is there, and comes along with Share, undo and redo`, async (t) => {
    const hash = "data=moons&seed=3&view=full&rule=fastai-valley&lock=data,opt&autorun=no&theme=dark";
    const lab = await Lab.open(t, { path: `${path}#${hash}` });
    await lab.state("idle");
    const words = (await link(lab)).split("&").sort();
    assert.deepEqual(words, hash.split("&").sort());
    assert.equal(await lab.element.locator(".app").getAttribute("data-theme"), "dark");
    assert.equal(await lab.element.locator(".train-panel").isVisible(), true);
    assert.equal(await lab.field("Data").isDisabled(), true);
    assert.equal(await lab.field("Optimizer").isDisabled(), true);
    assert.equal(await lab.field("Seed").isDisabled(), false);

    const report = await lab.next("finderend", () => lab.sweep.click());
    const { lr } = report.suggestions.find(({ rule }) => rule === "fastai-valley");
    assert.equal(Number(await lab.field("Rate").inputValue()), Number(lr.toPrecision(3)));
    await lab.next("finderend", () => lab.type("Seed", "4"));
    await lab.next("finderend", () => lab.button("Undo").click());
    assert.deepEqual((await link(lab)).split("&").sort(), words);
    await lab.next("finderend", () => lab.button("Redo").click());
    assert.deepEqual((await link(lab)).replace("seed=4", "seed=3").split("&").sort(), words);
    assert.match(await link(lab), /seed=4/);

    await lab.button("Share").click();
    const address = new URL(lab.page.url());
    assert.ok(address.pathname.endsWith(`/${path}`));
    const other = await Lab.open(t, { path: `${path}${address.hash}` });
    await other.state("idle");
    assert.equal(`#${await link(other)}`, address.hash);
    await lab.assertQuiet();
    await other.assertQuiet();
  });

  test(`only the named parts are shown on ${path}`, async (t) => {
    const seen = async (show, parts) => {
      const lab = await Lab.openDone(t, { path: `${path}#view=full&${show}`, context: { reducedMotion: "reduce" } });
      // On a busy machine it is offered, and stands there all the same.
      await until(() => lab.element.locator(".truth").evaluate(({ hidden }) => !hidden), "no truth");
      for (const [part, selector] of Object.entries(PARTS)) {
        assert.equal(await lab.element.locator(selector).first().isVisible(), parts.includes(part), `${show}: ${part}`);
      }
      assert.equal(await lab.sweep.isVisible(), true);
      await lab.assertQuiet();
      return lab;
    };
    const lab = await seen("show=finder,truth", ["finder", "truth"]);
    assert.equal(await lab.field("Rate").isVisible(), true);
    await seen("show=headline,settings,schedule,code", ["headline", "settings", "schedule", "code"]);
    await seen("show=rules,loss,export", ["rules", "loss", "export"]);
  });

  test(`under lock=all the reader can run and train, and change nothing, on ${path}`, async (t) => {
    const lab = await Lab.openDone(t, { path: `${path}#view=full&lr=0.05&lock=all` });
    const inputs = lab.element.locator(".settings :is(input, select), .rate-field :is(input, button), .train-form input, .rules-table button");
    assert.ok((await inputs.count()) > 20);
    for (const input of await inputs.all()) assert.equal(await input.isDisabled(), true, await input.evaluate(({ outerHTML }) => outerHTML));
    const before = await link(lab);
    await lab.button("Reset").click();
    await lab.next("finderend", () => lab.sweep.click());
    const box = await lab.element.locator(".finder > .area").boundingBox();
    await lab.page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
    await lab.element.locator(".handle").evaluate((handle) => handle.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true })));
    await lab.next("runend", () => lab.button("Train").click());
    await lab.next("finderend", () => lab.sweep.click());
    assert.equal(await link(lab), before);
    await lab.assertQuiet();
  });

  test(`what is not in this version, or not understood, is said once on ${path}`, async (t) => {
    const later = await Lab.openDone(t, { path: `${path}#backend=gpu&seed=2` });
    assert.equal(await notes(later), "backend: not in this version yet.");
    const wrong = await Lab.openDone(t, { path: `${path}#themee=dark&seed=-1` });
    assert.match(await notes(wrong), /themee: "themee" is unknown; did you mean theme\?.*seed: -1 is not accepted/);
    await later.element.evaluate((element) => {
      element.setAttribute("class", "x");
      element.setAttribute("data-seed", "4");
      element.setAttribute("batch", "none");
    });
    await later.element.getByText("batch: \"none\" is not accepted").waitFor();
    assert.equal(await link(later), "seed=2&backend=gpu");
    await later.assertQuiet();
  });
}

/** Where each part of `show` stands. */
const PARTS = {
  headline: ".verdict", settings: ".settings", finder: ".finder", truth: ".truth", rules: ".rules-table", schedule: ".shape", loss: ".train-panel",
  band: "[data-part=seeds]", edge: "[data-part=stability]", epochs: "[data-part=epochs]", table: "[data-part=table]", code: "[data-part=code]", export: ".tools",
};

test("a link's runs are trained and pinned, and those that the reader lets go leave it", async (t) => {
  const lab = await Lab.openDone(t, { path: "embed.html#view=full&lr=0.05&runs=0.1;0.02:cosine&steps=100" });
  const names = () => lab.element.locator(".runs .series > span").evaluateAll((items) => items.map(({ textContent }) => textContent));
  await until(async () => (await lab.count("runend")) === 2, "the runs were not trained");
  // The last of 100 steps: 0.02 · (1 + cos(0.99 π)) / 2.
  assert.deepEqual(await names(), ["constant 0.1", "cosine, 0.02 to 4.9e−6"]);
  for (const label of ["A", "B"]) assert.equal(await lab.button(`Pin run ${label}`).getAttribute("aria-pressed"), "true");
  assert.doesNotMatch(await lab.element.locator("h2").textContent(), /Trained/, "nobody asked what became of these runs");
  await lab.next("runend", () => lab.button("Train").click());
  assert.deepEqual(await names(), ["constant 0.1", "cosine, 0.02 to 4.9e−6", "constant 0.05"]);
  // Other data: they are trained on it too.
  const ended = await lab.count("runend");
  await lab.field("Data").selectOption("moons");
  await until(async () => (await lab.count("runend")) === ended + 2, "the runs were not trained again");
  await lab.button("Remove run A").click();
  assert.match(await link(lab), /runs=0.02:cosine/);
  await lab.next("runend", () => lab.button("Undo").click());
  assert.match(await link(lab), /runs=0.1;0.02:cosine/);
  await lab.assertQuiet();
});

test("a hash goes over attributes, and Share on somebody's page leads to the lab", async (t) => {
  const lab = await Lab.openDone(t, { path: "embed.html" });
  const { link: both, address } = await lab.page.evaluate(async () => {
    const element = document.createElement("lr-lab");
    for (const [name, value] of Object.entries({ data: "moons", opt: "adam", lr: "0.02", view: "finder", autorun: "no" })) element.setAttribute(name, value);
    document.body.append(element);
    element.openLink("#opt=sgd:m=0.9&seed=2");
    await new Promise((done) => element.addEventListener("ready", done));
    const asked = new Promise((done) => element.addEventListener("link", ({ detail }) => done(detail), { once: true }));
    element.shadowRoot.querySelector(".share").click();
    return { link: element.getLink(), address: (await asked).address };
  });
  assert.equal(both, "view=finder&data=moons&opt=sgd:m=0.9&seed=2&lr=0.02&autorun=no");
  assert.equal(address, `${new URL(lab.page.url()).origin}/embed.html#${both}`);
});

test("the theme button takes over from a link, and the reader's own choice is in no link", async (t) => {
  const lab = await Lab.openDone(t, { path: "index.html#theme=dark" });
  const theme = () => lab.page.evaluate(() => [document.documentElement, document.querySelector("lr-lab").shadowRoot.querySelector(".app")].map(({ dataset }) => dataset.theme).join());
  await until(async () => (await theme()) === "dark,dark", "the page is not dark");
  await lab.page.locator("#theme").click();
  await until(async () => (await theme()) === "light,light", "the page is not light");
  assert.equal(await link(lab), "");
  const locked = await Lab.openDone(t, { path: "index.html#theme=dark&lock=theme" });
  await until(() => locked.page.locator("#theme").isDisabled(), "the button is not locked");
});

test("a changed attribute leaves the rest as it is: what is half typed, and a table of the reader's own", async (t) => {
  const lab = await Lab.openDone(t);
  const attribute = (name, value) => lab.element.evaluate((element, [name, value]) => element.setAttribute(name, value), [name, value]);
  await lab.field("Batch size").fill("1x");
  await attribute("seed", "5");
  await until(async () => (await lab.field("Seed").inputValue()) === "5", "the attribute did not apply");
  assert.equal(await lab.field("Batch size").inputValue(), "1x");
  await lab.next("finderend", () => lab.type("Batch size", "16"));

  await lab.element.locator("[data-part=table] > summary").click();
  await lab.element.locator("#own-table").fill(`a,b,kind\n${Array.from({ length: 40 }, (_, i) => `${i},${(i * 7) % 40},${i % 2}`).join("\n")}`);
  await lab.next("finderend", () => lab.button("Train on it").click());
  const finders = await lab.count("finderend");
  await attribute("theme", "dark");
  await until(async () => (await lab.element.locator(".app").getAttribute("data-theme")) === "dark", "the page is not dark");
  assert.equal(await lab.field("Data").inputValue(), "own");
  assert.equal(await lab.count("finderend"), finders);
  await lab.next("finderend", () => attribute("opt", "adam"));
  assert.equal(await lab.field("Data").inputValue(), "own");
  // The reader's undo takes an attribute's change back like any other.
  await lab.next("finderend", () => lab.button("Undo").click());
  assert.equal(await lab.field("Optimizer").inputValue(), "sgd");
  await lab.assertQuiet();
});
