// The page in German: its own words, and the core's, in workers that there are and in those that come after.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Lab } from "./lab.mjs";

test("workers say their reports in the language of the element", async (t) => {
  const lab = await Lab.openDone(t);
  let seed = 10;
  const stop = async () => (await lab.next("finderend", () => lab.page.evaluate((seed) => document.querySelector("lr-lab").setAttribute("seed", seed), `${(seed += 1)}`))).stop.message;
  const speak = (language) => lab.next("finderend", () => lab.element.evaluate((element, language) => element.setAttribute("lang", language), language));

  assert.match(await stop(), /^Stopped after .* at a rate of /);
  // What was found is said anew at once.
  assert.match((await speak("de")).stop.message, /^Nach .* Schritten beendet, bei einer Lernrate von /);
  assert.match(await stop(), /^Nach .* Schritten beendet, bei einer Lernrate von /);

  // The worker is started anew after the element has left the page.
  await lab.element.evaluate((element) => {
    const parent = element.parentNode;
    element.remove();
    return new Promise((done) => setTimeout(() => done(parent.append(element)), 100));
  });
  assert.match(await stop(), /^Nach /);
  await speak("en");
  assert.match(await stop(), /^Stopped after /);
});
