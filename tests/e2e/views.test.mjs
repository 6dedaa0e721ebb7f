// Every view of the page: axe finds nothing, nothing scrolls sideways, nothing jumps. In a usual run each view is looked at
// once, widths and themes in turns; with LR_LAB_PAGES=all (`cargo xtask test --pages`) all of them, with a picture each.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";

import { figures, Lab, until } from "./lab.mjs";

const ALL = process.env.LR_LAB_PAGES === "all";
const SIZES = [[1440, 900], [900, 900], [1024, 768], [390, 844], [320, 700]];
const THEMES = ["light", "dark"];
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const known = (lab) => lab.truth();
const part = (name) => async (lab) => {
  await known(lab);
  await lab.element.locator(`[data-part=${name}] > summary`).click();
};
const train = async (lab, lr) => {
  await lab.type("Rate", lr);
  await lab.next("runend", () => lab.button("Train").click());
};

/** How to get to each view, from an address. @type {Record<string, { path?: string, go?: (lab: Lab, narrow: boolean) => Promise<unknown> }>} */
const VIEWS = {
  start: { go: known },
  trained: { go: async (lab) => { await known(lab); for (const lr of ["0.02", "0.2", "3"]) await train(lab, lr); } },
  shape: { path: "#lr=0.05&schedule=one-cycle", go: async (lab) => { await known(lab); await lab.button("Shape").click(); } },
  "blown-up": { path: "#data=sine&lr=50", go: async (lab) => { await known(lab); await lab.next("runend", () => lab.button("Train").click()); await lab.element.locator(".why-diverged summary").click(); } },
  refused: { go: async (lab, narrow) => { await known(lab); if (narrow) await lab.button("Settings").click(); await lab.type("Batch size", "0"); await until(async () => (await lab.field("Batch size").getAttribute("aria-invalid")) === "true", "not refused"); } },
  nothing: { path: "#finder=1e-7:1e-5:100" },
  settings: { go: async (lab, narrow) => { if (narrow) await lab.button("Settings").click(); for (const group of ["data", "network", "training", "finder"]) await lab.button(`More: ${group}`).click(); } },
  menus: { go: async (lab, narrow) => { if (narrow) await lab.button("Undo, link, export").click(); await lab.element.locator(".tools .menu > summary").click(); } },
  seeds: { go: part("seeds") },
  stability: { go: async (lab) => { await part("stability")(lab); await lab.element.getByRole("button", { name: /^Measure/ }).click(); await lab.assertDrawn("stability"); } },
  epochs: { go: part("epochs") },
  code: { go: part("code") },
  "own-curve": { go: part("own") },
  "own-data": { go: part("table") },
  surface: { path: "#data=moons", go: async (lab) => { await part("decision")(lab); await lab.next("runend", () => lab.button("Train").click()); await lab.assertDrawn("decision"); } },
  embed: { path: "embed.html" },
  "embed-full": { path: "embed.html#view=full", go: known },
  lesson: { path: "#lesson=why-one-number-decides" },
};

const lessons = JSON.parse(readFileSync(join(import.meta.dirname, "../../www/lessons/index.json"), "utf8"));
// One lesson is like another, but for its texts.
for (const id of ALL ? lessons : []) VIEWS[`lesson-${id}`] = { path: `#lesson=${id}` };

let turn = 0;
for (const [name, { path = "", go }] of Object.entries(VIEWS)) {
  const every = SIZES.flatMap((size) => THEMES.map((theme) => ({ size, theme })));
  turn += 1;
  // Each view once, and over the views every size and theme.
  const chosen = ALL ? every : [every[(turn * 3) % every.length]];
  for (const { size: [width, height], theme } of chosen) {
    test(`${name}, ${width}×${height}, ${theme}`, async (t) => {
      const lab = await Lab.open(t, { path: path.startsWith("embed") ? path : `index.html${path}`, context: { viewport: { width, height }, colorScheme: theme, reducedMotion: "reduce" } });
      await lab.state("done", "idle");
      if (!path.includes("lesson")) await lab.state("done");
      await go?.(lab, width < 900);
      await lab.page.waitForTimeout(300);
      if (ALL) await lab.screenshot(`${name}-${width}-${theme}`, { fullPage: true });
      await lab.page.evaluate(axe);
      const { violations } = await lab.page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
      assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target, failureSummary }) => `${target.flat().join(" ")} (${failureSummary})`).join("; ")}`), []);
      const { scrollWidth, clientWidth } = await lab.page.evaluate(() => {
        const { scrollWidth, clientWidth } = document.documentElement;
        return { scrollWidth, clientWidth };
      });
      const far = await lab.element.evaluate((element, clientWidth) => [...element.shadowRoot.querySelectorAll(".app *")]
        .filter((part) => part.getBoundingClientRect().right > clientWidth + 0.5 && part.checkVisibility()).map((part) => `${part.localName}.${part.className}`).join(" "), clientWidth);
      assert.ok(scrollWidth <= clientWidth, `${scrollWidth} px in ${clientWidth}: ${far}`);
      await lab.assertQuiet();
    });
  }
}

/** In the page, before its scripts: sums up what jumps. */
function shifts() {
  window.jumped = [];
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput, sources } of list.getEntries()) {
      if (!hadRecentInput) window.jumped.push({ value, where: sources.map(({ node }) => node?.className ?? node?.nodeName) });
    }
  }).observe({ type: "layout-shift", buffered: true });
}

for (const [width, height] of ALL ? SIZES : [[1440, 900], [390, 844]]) {
  test(`nothing jumps while the page opens, finds and knows, at ${width} px`, async (t) => {
    const lab = await Lab.openDone(t, { init: shifts, context: { viewport: { width, height } } });
    await known(lab);
    await lab.page.waitForTimeout(300);
    const jumped = await lab.page.evaluate(() => window.jumped);
    const sum = jumped.reduce((total, { value }) => total + value, 0);
    figures.set(`cumulative layout shift at ${width} px`, sum.toFixed(4));
    assert.ok(sum < 0.005, `${sum}: ${JSON.stringify(jumped)}`);
  });
}

test("the keyboard alone finds, picks, shapes, trains, compares and shares, in 25 stops", async (t) => {
  const lab = await Lab.openDone(t);
  await known(lab);
  const { keyboard } = lab.page;
  let stops = 0;
  const focused = () => lab.page.evaluate(() => {
    const one = document.querySelector("lr-lab").shadowRoot.activeElement;
    return one ? `${one.getAttribute("aria-label") ?? ""} ${one.textContent ?? ""} ${one.id && one.getRootNode().querySelector(`label[for="${one.id}"]`)?.textContent}`.trim() : "";
  });
  const tabTo = async (what, back = false) => {
    for (let i = 0; i < 40; i += 1) {
      if (what.test(await focused())) return;
      await keyboard.press(back ? "Shift+Tab" : "Tab");
      stops += 1;
    }
    assert.fail(`no ${what} within 40 stops; at ${await focused()}`);
  };
  await tabTo(/^Skip to the verdict/);
  await keyboard.press("Enter");
  // Pick and train: the verdict's own button.
  await tabTo(/^Train at/);
  await lab.next("runend", () => keyboard.press("Enter"));
  // Shape: it leads there.
  await tabTo(/shape a schedule/);
  await keyboard.press("Enter");
  await until(async () => /Schedule/.test(await focused()), "the schedule has no focus");
  await keyboard.press("o");
  await until(async () => (await lab.field("Schedule").inputValue()) === "one-cycle", "the key chose nothing");
  await tabTo(/^\s*Train\b/);
  await lab.next("runend", () => keyboard.press("Enter"));
  assert.equal(await lab.element.locator(".runs tbody tr").count(), 2, "two runs to compare");
  // Share: at the top.
  await lab.page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.blur());
  await tabTo(/^Share/);
  await keyboard.press("Enter");
  await lab.element.getByText(/The link/).waitFor();
  figures.set("stops of the Tab key through find, pick, shape, train, compare, share", String(stops));
  assert.ok(stops <= 25, `${stops} stops`);
});
