// The lessons are true: every file fits the schema, and every number and effect that it teaches comes out of the core, by
// the step's own link. Effects over many seeds are computed with LR_LAB_LESSONS=all only, since they take minutes.
import assert from "node:assert/strict";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { test } from "node:test";

import Ajv from "ajv/dist/2020.js";

import { Lesson } from "../../www/lesson.js";
import { overlaid } from "../../www/link.js";
import { opened } from "./bench.mjs";
import { QUANTITIES, measured } from "./quantities.mjs";

const FOLDER = new URL("../../www/lessons/", import.meta.url);
const read = (name) => JSON.parse(readFileSync(new URL(name, FOLDER), "utf8"));
const ALL = process.env.LR_LAB_LESSONS === "all";
const ONLY = process.env.LR_LAB_LESSON;

const index = read("index.json");
const schema = read("schema.json");
const isLesson = new Ajv({ strict: true, strictTypes: false, strictRequired: false, allErrors: true, allowUnionTypes: true }).compile(schema);
const lessons = index.map((id) => read(`${id}.json`)).filter(({ id }) => !ONLY || id === ONLY);
const glossary = read("glossary.json");

test("the list names every lesson, in order", () => {
  const files = readdirSync(FOLDER).filter((name) => !["index.json", "schema.json", "glossary.json"].includes(name));
  assert.deepEqual(files.sort(), index.map((id) => `${id}.json`).sort());
  assert.deepEqual(index.map((id) => read(`${id}.json`).number), index.map((_, i) => i));
});

test("every quantity of the schema can be computed", () => {
  assert.deepEqual(schema.$defs.kind.oneOf.map((one) => one.const).sort(), Object.keys(QUANTITIES).sort());
});

test("docs/lessons.md lists the quantities", () => {
  const page = new URL("../../docs/lessons.md", import.meta.url);
  const rows = schema.$defs.kind.oneOf.map(({ const: name, description }) => `| \`${name}\` | ${description} |\n`);
  const committed = readFileSync(page, "utf8");
  const made = committed.replace(/(<!-- quantities -->\n)[^]*(<!-- end -->)/, `$1| \`of\` | is |\n| --- | --- |\n${rows.join("")}$2`);
  if (process.env.LR_LAB_DOCS === "write") return writeFileSync(page, made);
  assert.equal(committed, made, "LR_LAB_DOCS=write node --test lessons.test.mjs renews it");
});

/** Each text of a lesson with its path. */
function* textsIn(value, path = "") {
  if (typeof value !== "object" || value === null) return;
  if (typeof value.en === "string") yield { path, text: value };
  else for (const [key, inner] of Object.entries(value)) yield* textsIn(inner, `${path}/${key}`);
}

const linkedIn = (words) => Array.from(words.matchAll(/\[[^\]]*\]\(([^)]*)\)/g), ([, term]) => term);

test("the glossary has each term that is linked, once, and links to others", () => {
  const terms = glossary.map(({ id }) => id);
  assert.equal(new Set(terms).size, terms.length);
  for (const { id, term, text } of glossary) {
    for (const language of ["en", "de"]) {
      assert.ok(term[language] && text[language], id);
      for (const linked of linkedIn(text[language])) assert.ok(terms.includes(linked) && linked !== id, `${id}: ${linked}`);
    }
  }
  for (const lesson of lessons) {
    for (const { path, text } of textsIn(lesson)) {
      for (const words of Object.values(text)) {
        for (const term of linkedIn(words)) assert.ok(terms.includes(term), `${lesson.id}${path}: no term ${term}`);
        assert.doesNotMatch(words.replaceAll(/\[[^\]]+\]\([a-z-]+\)/g, ""), /\]\(|\*\*|`/, `${lesson.id}${path}: markup`);
      }
      assert.deepEqual(linkedIn(text.en).sort(), linkedIn(text.de).sort(), `${lesson.id}${path}: both languages link the same terms`);
    }
  }
});

/** The link of a step, of one of its runs, or of what a check sets in their place. */
function linkOf(lesson, at, { run, set }, seed) {
  const step = new Lesson(lesson).turn(at);
  const link = step.link(set ?? (run === undefined ? "" : step.step.do.runs[run]));
  return seed === undefined ? link : overlaid(`seed=${seed}`, link);
}

/** What a check measures: a quantity, or one per another. */
function valueOf(lesson, at, check, seed) {
  const value = measured(linkOf(lesson, at, check, seed), check);
  return check.per ? value / measured(linkOf(lesson, at, check.per, seed), check.per) : value;
}

function holds(value, { is, within, from, to }) {
  if (typeof is === "number") return Math.abs(value - is) <= (within ?? 0.005 * Math.abs(is));
  if (is !== undefined) return value === is;
  return value >= (from ?? -Infinity) && value <= (to ?? Infinity);
}

/** A check over seeds holds as often as it says, and no more often where it gives a `most`. */
function judge(lesson, at, check) {
  if (!check.over) {
    const value = valueOf(lesson, at, check);
    return assert.ok(holds(value, check), `it is ${value}`);
  }
  const values = Array.from({ length: check.over }, (_, i) => valueOf(lesson, at, check, i + 1));
  const held = values.filter((value) => holds(value, check)).length;
  assert.ok(held >= (check.least ?? check.over) && held <= (check.most ?? check.over), `it holds for ${held} of ${check.over} seeds: ${values.join(", ")}`);
}

for (const lesson of lessons) {
  test(`lesson ${lesson.number}, ${lesson.id}`, async (t) => {
    assert.ok(isLesson(lesson), JSON.stringify(isLesson.errors, null, 1));
    for (const [at, step] of lesson.steps.entries()) {
      assert.ok(step.predict.right < step.predict.choices.length, `step ${at + 1} has a right choice`);
      for (const run of step.do.runs ?? [""]) opened(linkOf(lesson, at, { set: run }));
      for (const check of step.check) {
        if (check.over && !ALL) continue;
        await t.test(`step ${at + 1}: ${JSON.stringify(check)}`, () => judge(lesson, at, check));
      }
    }
  });
}
