// The core in another language: in the workers that there are, and in those that come after.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Lab } from "./lab.mjs";

test("workers say their reports in the language that they are given", async (t) => {
  const lab = await Lab.openDone(t);
  let seed = 10;
  const stop = async () => (await lab.next("finderend", () => lab.type("Seed", `${(seed += 1)}`))).stop.message;
  /** @param {string | null} file */
  const speak = (file) => lab.page.evaluate(async (file) => {
    const texts = file && await (await fetch(file)).json();
    const { speak } = await import(new URL("www/workers.js", document.baseURI).href);
    speak(texts);
  }, file);

  assert.match(await stop(), /^Stopped after .* at a rate of /);
  await speak("www/texts/core-de.json");
  assert.match(await stop(), /^Nach .* Schritten beendet, bei einer Lernrate von /);

  // The worker is started anew after the element has left the page.
  await lab.element.evaluate((element) => {
    const parent = element.parentNode;
    element.remove();
    return new Promise((done) => setTimeout(() => done(parent.append(element)), 100));
  });
  assert.match(await stop(), /^Nach /);
  await speak(null);
  assert.match(await stop(), /^Stopped after /);
});
