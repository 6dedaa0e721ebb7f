// What `cargo xtask dist` packs into one file: from a disk, in a sandboxed frame, and in a notebook.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";

import { Lab, until } from "./lab.mjs";
import { serve } from "./server.mjs";

const ROOT = join(import.meta.dirname, "../..");
const out = mkdtempSync(join(tmpdir(), "lr-lab-"));
after(() => rmSync(out, { recursive: true }));
execFileSync(process.execPath, [join(ROOT, "xtask/bundle/one-file.mjs"), ROOT, out]);

const single = pathToFileURL(join(out, "lr-lab.single.html")).href;

test("the single file runs from a disk: the same curve, pictures, lessons and German, and nothing is fetched", async (t) => {
  const { losses } = await (await Lab.openDone(t)).report();
  const lab = await Lab.openDone(t, { path: single });
  assert.deepEqual((await lab.report()).losses, losses);
  await assertWorks(lab.element);
  await lab.next("finderend", () => lab.element.evaluate((element) => element.openLink("data=mnist&model=8&steps=20&finder=1e-3:1:10")));
  await lab.element.evaluate((element) => element.openLink("lesson=why-one-number-decides&lang=de"));
  await lab.element.getByText(/Lernrate/).first().waitFor();
  const fetched = await lab.page.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => name).filter((name) => !/^(data|blob):/.test(name)));
  assert.deepEqual(fetched, []);
  await lab.assertQuiet();
});

test("the single file runs in a sandboxed frame", async (t) => {
  const page = `<!doctype html><link rel="icon" href="data:,"><iframe sandbox="allow-scripts" src="lr-lab.single.html#seed=3" width="1000" height="800"></iframe>`;
  const lab = await Lab.open(t, { path: `${await serve(t, { root: out, pages: { "/unit.html": page } })}unit.html` });
  const frame = lab.page.frames()[1];
  await frame.locator("lr-lab[state=done]").waitFor({ state: "attached" });
  await assertWorks(frame.locator("lr-lab"));
  assert.match(await frame.evaluate(() => document.querySelector("lr-lab").getLink()), /seed=3/);
  assert.deepEqual(lab.problems, []);
});

/** No sentence says that the page had to do the work of workers. @param {import("playwright-core").Locator} element */
async function assertWorks(element) {
  assert.equal(await element.locator(".notes").first().textContent(), "");
}

/** In the page: a model as a notebook has it, whose other side is `python`; the widget is loaded from a blob, as notebooks do. */
async function show([source, traits]) {
  const heard = new Map();
  const model = {
    traits,
    saved: [],
    get: (name) => model.traits[name],
    set(name, value) {
      if (JSON.stringify(model.traits[name]) === JSON.stringify(value)) return;
      model.traits[name] = value;
      for (const hear of heard.get(`change:${name}`) ?? []) hear();
    },
    save_changes: () => model.saved.push(JSON.stringify(model.traits)),
    on: (event, hear) => heard.set(event, [...(heard.get(event) ?? []), hear]),
    off: (event, hear) => heard.set(event, heard.get(event).filter((other) => other !== hear)),
  };
  window.model = model;
  window.listeners = () => [...heard.values()].flat().length;
  const { default: widget } = await import(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
  window.end = await widget.render({ model, el: document.body });
}

const widget = readFileSync(join(out, "lr-lab.anywidget.js"), "utf8");

/** Opens a page with a widget of these traits. */
async function notebook(t, traits) {
  const lab = await Lab.open(t, { path: `${await serve(t, { pages: { "/notebook.html": `<!doctype html><html lang="en"><link rel="icon" href="data:,"><body></body></html>` } })}notebook.html` });
  await lab.page.evaluate(show, [widget, traits]);
  const trait = (name) => lab.page.evaluate((name) => JSON.parse(window.model.saved.at(-1) ?? "{}")[name] ?? null, name);
  return { lab, trait };
}

test("in a notebook traits are keys, both ways, and the result comes back", async (t) => {
  const { lab, trait } = await notebook(t, { view: "full", data: "moons", seed: "4", lr: null, batch: null, curve: null, result: null });
  await lab.state("done");
  await until(async () => (await trait("result")) !== null, "no result came");
  const { suggestions, answer, read } = await trait("result");
  assert.ok(suggestions.length > 3 && answer.lr > 0);
  assert.equal(read, null);
  await assertWorks(lab.element);
  assert.equal(await lab.field("Data").inputValue(), "moons");

  // Python's change.
  const { losses } = await lab.next("finderend", () => lab.page.evaluate("model.set('seed', '5')"));
  assert.equal(await lab.field("Seed").inputValue(), "5");
  assert.notDeepEqual((await trait("result")).answer, answer);
  // The reader's.
  await lab.next("finderend", () => lab.type("Batch size", "16"));
  await until(async () => (await trait("batch")) === "16", "the reader's batch size did not come");
  assert.equal(await trait("data"), "moons");
  assert.equal(await trait("seed"), "5");
  // And back: what the link leaves out is null.
  const again = await lab.next("finderend", () => lab.element.evaluate((element) => element.undo()));
  await until(async () => (await trait("batch")) === null, "what was undone stayed");
  assert.deepEqual(again.losses, losses);
  await lab.assertQuiet();
  // With the cell it is gone.
  await lab.page.evaluate("end()");
  assert.equal(await lab.element.count(), 0);
  assert.equal(await lab.page.evaluate("listeners()"), 0);
});

test("where nobody is there to save for, as in MyST, the widget goes on and leaves", async (t) => {
  const { lab } = await notebook(t, { view: "full", data: "moons" });
  await lab.page.evaluate(() => {
    for (const name of ["save_changes", "off"]) window.model[name] = () => { throw new Error(`${name} not implemented`); };
  });
  await lab.state("done");
  await lab.next("finderend", () => lab.type("Batch size", "16"));
  await lab.page.evaluate("end()");
  assert.equal(await lab.element.count(), 0);
  await lab.assertQuiet();
});

test("in a notebook a curve from elsewhere is read, with what is known of it", async (t) => {
  const lrs = Array.from({ length: 60 }, (_, i) => 1e-5 * 1.25 ** i);
  const losses = lrs.map((lr, i) => (i === 59 ? null : 1 - 0.7 / (1 + (0.01 / lr) ** 2) + (lr / 3) ** 2));
  const { lab, trait } = await notebook(t, { curve: { lrs, losses, source: "fastai", smoothed: true, planned: 100 }, result: null });
  await lab.state("done");
  await until(async () => (await trait("result")) !== null, "no result came");
  const { read } = await trait("result");
  assert.equal(read.smoothed, true);
  assert.equal(read.planned, 100);
  const report = await lab.report();
  assert.deepEqual(report.losses.slice(0, 59), losses.slice(0, 59));
  // What cannot be read is said, and what was there stays.
  await lab.next("error", () => lab.page.evaluate((curve) => window.model.set("curve", curve), { lrs: [1, 0.5], losses: [1, 1], source: "table", smoothed: "auto", planned: null }));
  assert.equal(await lab.currentState(), "done");
});
