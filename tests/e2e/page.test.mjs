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
