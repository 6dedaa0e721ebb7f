// The page in German: its own words, and the core's, in workers that there are and in those that come after.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import de from "../../www/texts/de.js";
import en from "../../www/texts/en.js";
import { Lab, until } from "./lab.mjs";

/** The core's English, as docs/sentences.md lists it, and its German. */
const coreEn = Object.fromEntries([...(await readFile(new URL("../../docs/sentences.md", import.meta.url), "utf8")).matchAll(/^\| `([^`]+)` \| (.+) \|$/gm)].map(([, id, text]) => [id, text]));
const coreDe = JSON.parse(await readFile(new URL("../../www/texts/core-de.json", import.meta.url), "utf8"));

/** What finds an English text: one of few words only where nothing else stands, a sentence anywhere. @param {string} text */
function finder(text) {
  const pattern = text.replaceAll(/[.*+?^$()|[\]\\]/g, "\\$&").replaceAll(/\{\w+\}/g, ".+");
  const words = text.replaceAll(/\{\w+\}/g, "").match(/\p{L}{2,}/gu) ?? [];
  return words.length && new RegExp(words.length > 3 ? pattern : `^${pattern}$`, "i");
}

const english = [[en, de], [coreEn, coreDe]].flatMap(([from, to]) =>
  Object.entries(from).filter(([id, text]) => to[id] && to[id] !== text).map(([id, text]) => ({ id, found: finder(text), german: finder(to[id]) })).filter(({ found }) => found));

/** In the page, before its scripts: notes what is written on canvases. */
function recordPaint() {
  window.labPainted = new Set();
  const { fillText } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.fillText = function (text, ...rest) {
    window.labPainted.add(text);
    return fillText.call(this, text, ...rest);
  };
}

/** In the page: every text in the element, seen or not, and every attribute that is read. */
function textsIn(element) {
  const texts = new Set(window.labPainted);
  for (const one of element.shadowRoot.querySelectorAll("*")) {
    // Scripts for other libraries are in English.
    if (one.localName === "code" && one.textContent.includes("\n")) continue;
    const own = [...one.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map(({ data }) => data).join("");
    for (const text of [own, ...["aria-label", "aria-valuetext", "placeholder", "title", "label"].map((name) => one.getAttribute(name) ?? "")]) texts.add(text.trim());
  }
  return [...texts].filter(Boolean);
}

/** Fails where anything in the element is English. @param {Lab} lab @param {string} when */
async function assertGerman(lab, when) {
  const texts = await lab.element.evaluate(textsIn);
  // A word may be that of another text in German: Loss is no German, Seed is.
  const wrong = texts.flatMap((text) => english.filter(({ found, german }) => found.test(text) && !german.test(text)).map(({ id }) => `${id}: ${text}`));
  assert.deepEqual(wrong, [], when);
  return texts;
}

test("in German nothing is English: sweep, race, truth, training, schedule, errors", async (t) => {
  const lab = await Lab.open(t, { path: "index.html#lang=de&rates=8&seeds=2", init: recordPaint });
  await lab.state("done");
  const app = lab.element.locator(".app");
  assert.deepEqual([await app.getAttribute("lang"), await app.getAttribute("dir"), await lab.page.locator("html").getAttribute("lang")], ["de", "ltr", "de"]);
  await assertGerman(lab, "after the sweep");
  await until(async () => (await lab.element.locator(".verdict h2").textContent()) !== "" && (await lab.count("truthend")) + (await lab.element.locator(".truth .begin:visible").count()) > 0, "no truth came");
  if (!(await lab.count("truthend"))) await lab.next("truthend", () => lab.element.locator(".truth .begin").click());
  await until(async () => /^Nehmen Sie etwa [\d.]+\. Alles von /.test(await lab.element.locator(".verdict h2").textContent()), "the verdict is not German");
  for (const part of await lab.element.locator("details.part > summary").all()) if (await part.isVisible()) await part.click();
  for (const more of await lab.element.locator(".disclose").all()) await more.click();
  await lab.element.locator("[data-part=stability] button:visible").first().click();
  for (const table of await lab.element.locator("figure details > summary:visible").all()) await table.click();
  await lab.element.locator(".tools .menu > summary").click();
  await assertGerman(lab, "after the truth");
  await lab.page.keyboard.press("Escape");

  await lab.next("runend", () => lab.button("Trainieren").click());
  const after = await assertGerman(lab, "after a training");
  assert.ok(after.some((text) => /^Training mit [\d.]+: der Verlust fiel in 400 Schritten von /.test(text)), after.join("\n"));

  await lab.element.locator("[data-moment=shape]").click();
  for (const kind of await lab.field("Plan").locator("option").evaluateAll((options) => options.map(({ value }) => value))) {
    await lab.field("Plan").selectOption(kind);
    await lab.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    await assertGerman(lab, `as ${kind}`);
  }
  for (const kind of await lab.field("Optimierer").locator("option").evaluateAll((options) => options.map(({ value }) => value))) {
    await lab.field("Optimierer").selectOption(kind);
    await assertGerman(lab, `with ${kind}`);
  }

  for (const [field, value] of [["Seed", "x"], ["Batchgröße", "0"], ["Netz", "10-wide"]]) {
    const { message } = await lab.next("error", () => lab.type(field, value));
    assert.ok((await assertGerman(lab, message)).some((text) => text.length > 20 && message.includes(text.slice(1, -1))), `${field} says nothing of: ${message}`);
    await lab.next("finderend", () => lab.button("Rückgängig").click());
  }
  await lab.assertQuiet();
});

test("two elements of a page speak two languages, whichever is drawn last", async (t) => {
  const lab = await Lab.open(t, { path: "embed.html#lang=de", init: recordPaint });
  await lab.state("done");
  await lab.page.evaluate(() => {
    const other = Object.assign(document.createElement("lr-lab"), { id: "other" });
    other.setAttribute("lang", "en");
    other.setAttribute("autorun", "yes");
    document.body.append(other);
  });
  const [first, other] = [lab.page.locator("lr-lab").first(), lab.page.locator("#other")];
  await until(async () => (await other.getAttribute("state")) === "done", "the other did not sweep");
  const reasonOf = (element) => element.evaluate(async (element) => (await element.getResult()).stop.message);
  for (const [element, says] of [[first, /^Nach /], [other, /^Stopped after /]]) {
    // In turns, each after the other.
    await element.evaluate((element) => new Promise((done) => {
      element.addEventListener("finderend", done, { once: true });
      element.run();
    }));
    assert.match(await reasonOf(element), says);
  }
  assert.match(await first.locator(".verdict h2").textContent(), /^(Erste Schätzung|Nehmen Sie|Vielleicht|[\d.]+ führt)/);
  assert.match(await other.locator(".verdict h2").textContent(), /^(First guess|Take about|Perhaps|[\d.]+ leads)/);
});

test("the browser's language is spoken where no link asks for another", async (t) => {
  const lab = await Lab.openDone(t, { context: { locale: "de-AT" } });
  assert.equal(await lab.element.locator(".app").getAttribute("lang"), "de");
  assert.equal(await lab.page.locator("#theme span").textContent(), "Farben: System");
  const asked = await Lab.openDone(t, { path: "index.html#lang=en", context: { locale: "de-AT" } });
  assert.equal(await asked.element.locator(".app").getAttribute("lang"), "en");
});

test("what of a link was not taken at its word is said in the language that it asks for", async (t) => {
  const lab = await Lab.openDone(t, { path: "index.html#lang=de&batch=0" });
  const notes = lab.element.locator(".notes");
  assert.match(await notes.textContent(), /^batch: 0 .* Stattdessen/);
  await lab.element.evaluate((element) => element.openLink("lang=en&batch=0"));
  await until(async () => /^batch: 0 .* Taken instead/.test(await notes.textContent()), "it is not said in English");
});

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
