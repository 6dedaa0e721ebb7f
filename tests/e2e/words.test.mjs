// The page's words: every language has them all.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

import { LANGUAGES } from "../../www/language.js";
import { learn, say } from "../../www/texts.js";

const WWW = new URL("../../www/", import.meta.url);
const tables = Object.fromEntries(await Promise.all(LANGUAGES.map(async (language) => [language, (await import(`../../www/texts/${language}.js`)).default])));
const { en } = tables;
const placesIn = (text) => Array.from(text.matchAll(/\{(\w+)\}/g), ([, name]) => name).sort();

test("each language has a table, and each table a language", () => {
  assert.deepEqual(readdirSync(new URL("texts", WWW)).filter((name) => name.endsWith(".js")).sort(), LANGUAGES.map((language) => `${language}.js`).sort());
});

for (const language of LANGUAGES) {
  test(`${language} has every text of English, with the same places in it`, () => {
    assert.deepEqual(Object.keys(tables[language]), Object.keys(en));
    for (const [id, text] of Object.entries(tables[language])) {
      assert.ok(text.trim() === text && text, id);
      assert.deepEqual(placesIn(text), placesIn(en[id]), id);
    }
  });
}

test("every text is said somewhere", () => {
  const code = readdirSync(WWW).filter((name) => name.endsWith(".js")).map((name) => readFileSync(new URL(name, WWW), "utf8")).join("\n");
  // What a step does names its own text.
  const named = ["sweep", "train", "truth", "edge", "look"].map((action) => `lesson.${action}`);
  for (const id of Object.keys(en)) assert.ok(named.includes(id) || code.includes(`"${id}"`), `nobody says ${id}`);
});

test("values stand at their places; a language that is not here, or not yet, is English", async () => {
  assert.equal(say("lesson.place", { number: 0, step: 3, steps: 4 }), "Lesson 0 · Step 3 of 4");
  assert.equal(say("lesson.place", { number: 0, step: 3 }), "Lesson 0 · Step 3 of {steps}");
  assert.equal(say("lesson.next", {}, "de"), en["lesson.next"]);
  await learn("de");
  assert.equal(say("lesson.next", {}, "de"), tables.de["lesson.next"]);
  await learn("fr");
  assert.equal(say("lesson.next", {}, "fr"), en["lesson.next"]);
});
