// The same link says the same at any speed of the machine, and what is said of a part is marked as one.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Lab, until } from "./lab.mjs";

/** In the page, before its scripts: workers hear and are heard late, by up to `most` milliseconds, in order. */
const slowed = (most, seed) => `{
  const Quick = Worker;
  let state = ${seed};
  const wait = () => (${most} * (state = (state * 48271) % 2147483647)) / 2147483647;
  window.Worker = class extends Quick {
    #said = Promise.resolve();
    #heard = Promise.resolve();
    postMessage(...message) {
      this.#said = this.#said.then(() => new Promise((done) => setTimeout(done, wait()))).then(() => super.postMessage(...message));
    }
    addEventListener(type, listener, ...rest) {
      if (type !== "message") return super.addEventListener(type, listener, ...rest);
      super.addEventListener(type, (event) => {
        this.#heard = this.#heard.then(() => new Promise((done) => setTimeout(done, wait()))).then(() => listener(event));
      }, ...rest);
    }
  };
}`;

const LINKS = ["", "#data=iris&opt=adam&seed=3&lr=0.2", "#data=moons&steps=150&rule=fastai-valley"];
/** What may be said before all is known: each names itself as a part. */
const PARTLY = [/^Not tried yet/, /^Trying rates/, /^First guess/, /from a race of/, /is not sure/, /leads after \d of 8 seeds/, /^Every rate diverges with \d of 8/, /^No seed has been trained at every rate yet/];

/** Everything that was said, until the truth is whole, and the last of it. */
async function said(lab) {
  const texts = [];
  await until(async () => {
    const offer = lab.element.locator("[data-act=judge]");
    if (await offer.isVisible()) await offer.click();
    const text = await lab.element.locator(".verdict h2").textContent();
    if (text !== texts.at(-1)) texts.push(text);
    return (await lab.count("truthend")) > 0;
  }, "no truth came", 60_000);
  await lab.page.waitForTimeout(400);
  const [verdict, why, kept] = await lab.element.evaluate(({ shadowRoot }) => [
    shadowRoot.querySelector("h2").textContent, shadowRoot.querySelector(".why").textContent,
    [...shadowRoot.querySelectorAll(".rules-table tr[data-rule]")].map((row) => row.textContent).join("; "),
  ]);
  return { texts: texts.filter((text) => text && text !== verdict), whole: { verdict, why, kept } };
}

for (const link of LINKS) {
  test(`${link || "the defaults"}: the same words at any speed`, async (t) => {
    const usual = await said(await Lab.openDone(t, { path: `index.html${link}` }));
    for (const most of [40, 250]) {
      const lab = await Lab.openDone(t, { path: `index.html${link}`, init: slowed(most, 7 + most) });
      const slow = await said(lab);
      assert.deepEqual(slow.whole, usual.whole, `delayed by up to ${most} ms`);
      // A rate of the reader's own is judged once all is known, and before that not at all.
      for (const text of [...slow.texts, ...usual.texts]) assert.ok(PARTLY.some((part) => part.test(text)), `said before all was known: ${text}`);
      await lab.assertQuiet();
    }
  });
}
