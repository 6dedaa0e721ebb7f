// The page as a page: without SIMD, on small screens, and in pictures.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Lab, until } from "./lab.mjs";

const WIDE = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };
const SMALL_PHONE = { width: 320, height: 700 };

test("a browser without WebAssembly SIMD gets a sentence", async (t) => {
  const lab = await Lab.open(t, {
    init: () => {
      WebAssembly.validate = () => false;
    },
  });
  await until(async () => (await lab.text()).includes("SIMD"), "the page does not say that it needs SIMD");
});

for (const viewport of [PHONE, SMALL_PHONE]) {
  test(`nothing scrolls sideways at ${viewport.width}×${viewport.height}`, async (t) => {
    const lab = await Lab.openDone(t, { context: { viewport } });
    assert.deepEqual(await lab.page.evaluate(overflowing), []);
  });
}

test("the default settings fit into the rail without scrolling", async (t) => {
  const lab = await Lab.openDone(t, { context: { viewport: WIDE } });
  const { inside, room } = await lab.element.locator(".settings").evaluate(({ scrollHeight, clientHeight }) => ({ inside: scrollHeight, room: clientHeight }));
  assert.ok(inside <= room, `${inside} px of settings in ${room} px`);
});

test("all four figures are whole on a wide screen, with four runs and a closer look at each", async (t) => {
  const lab = await Lab.openDone(t, { context: { viewport: WIDE, reducedMotion: "reduce" } });
  await until(async () => lab.element.locator("canvas[data-figure=truth]").isVisible(), "no truth came");
  for (let i = 0; i < 4; i += 1) await lab.next("runend", () => lab.button("Train").click());
  await lab.button("Shape").click();
  for (const button of await lab.element.getByRole("button", { name: "Zoom in" }).all()) {
    if (await button.isVisible()) await button.dispatchEvent("click");
  }
  for (const figure of ["finder", "truth", "schedule", "loss"]) {
    await lab.assertDrawn(figure);
    const { y, height } = await lab.element.locator(`canvas[data-figure=${figure}]`).boundingBox();
    assert.ok(y >= 0 && y + height <= WIDE.height, `the ${figure} figure reaches to ${y + height}`);
  }
});

test("nothing scrolls sideways with the longest settings open on a small phone", async (t) => {
  const lab = await Lab.openDone(t, { context: { viewport: SMALL_PHONE } });
  await lab.button("Settings").click();
  for (const group of ["data", "network", "training"]) await lab.button(`More: ${group}`).click();
  await lab.next("finderend", () => lab.field("Data").selectOption("digits"));
  await lab.next("finderend", () => lab.field("Type").selectOption("convolution"));
  for (const kind of await lab.field("Optimizer").locator("option").evaluateAll((options) => options.map(({ value }) => value))) {
    await lab.field("Optimizer").selectOption(kind);
    const { inside, room } = await lab.element.locator(".settings").evaluate(({ scrollWidth, clientWidth }) => ({ inside: scrollWidth, room: clientWidth }));
    assert.ok(inside <= room, `${kind}: ${inside} px of settings in ${room} px`);
  }
  assert.deepEqual(await lab.page.evaluate(overflowing), []);
});

test("the page has its picture taken", async (t) => {
  const lab = await Lab.openDone(t);
  // With a run, so that no figure is empty.
  await lab.next("runend", () => lab.button("Train").click());
  for (const colorScheme of ["light", "dark"]) {
    await lab.page.emulateMedia({ colorScheme });
    await lab.page.setViewportSize(WIDE);
    await lab.screenshot(`wide-${colorScheme}`);
    await lab.page.setViewportSize(PHONE);
    await lab.screenshot(`phone-${colorScheme}`, { fullPage: true });
  }
  await lab.assertQuiet();
});

/** In the page: what reaches beyond its right edge, if the document scrolls sideways. */
function overflowing() {
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return [];
  const shadow = document.querySelector("lr-lab")?.shadowRoot;
  const all = [...document.querySelectorAll("*"), ...(shadow?.querySelectorAll("*") ?? [])];
  const beyond = all.filter((element) => element.getBoundingClientRect().right > clientWidth + 1);
  return beyond.map((element) => `<${element.localName} class="${element.className}"> in a document of ${scrollWidth} px`);
}

test("the default result is there before the program is, and gives way to the live one", async (t) => {
  const lab = await Lab.openDone(t);
  const late = await Lab.open(t, {
    init: "WebAssembly.compileStreaming = () => new Promise(() => {});",
  });
  const first = late.page.locator("div.early");
  await first.getByRole("heading", { name: /First guess: 0\.15/ }).waitFor();
  assert.equal(await first.locator("svg:visible").count(), 1);
  assert.ok((await first.locator("tr").count()) > 5);
  assert.equal(await lab.page.locator("div.early").isVisible(), false);
});

/** In the page, before its scripts: notes each frame in which neither the first picture nor a drawn curve is seen. */
function blanks() {
  window.blank = [];
  let begun = false;
  const seen = (element) => Boolean(element?.getClientRects().length);
  const look = () => {
    const first = seen(document.querySelector(".early svg:not([hidden])")) || [...document.querySelectorAll(".early svg")].some(seen);
    begun ||= first;
    const canvas = document.querySelector("lr-lab")?.shadowRoot?.querySelector(".finder canvas");
    if (begun && !first && !(seen(canvas) && canvas.width > 0)) window.blank.push(performance.now());
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

test("at 1.6 Mbit/s the first picture stays, the controls say that they load, and the curve comes without a blank", async (t) => {
  const lab = await Lab.open(t, { path: "embed.html", init: blanks });
  const session = await lab.page.context().newCDPSession(lab.page);
  await session.send("Network.enable");
  await session.send("Network.setCacheDisabled", { cacheDisabled: true });
  await session.send("Network.emulateNetworkConditions", { offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 0.75e6 / 8 });
  const index = new URL("index.html", lab.page.url()).href;
  const opened = lab.page.goto(index, { waitUntil: "commit" });
  const first = lab.page.locator(".early svg.light.wide");
  await first.waitFor();
  await until(() => lab.element.evaluate((element) => /loading …/.test(element.shadowRoot?.querySelector(".settings")?.textContent ?? "")), "no control says that it loads");
  assert.equal(await first.isVisible(), true, "the first picture went before the program came");
  await opened;
  await lab.state("done");
  await lab.assertDrawn("finder");
  assert.deepEqual(await lab.page.evaluate(() => window.blank), []);
});
