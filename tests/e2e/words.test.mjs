// The page's words: every table has every text, with the same places; every text is said somewhere; nothing is said past them.
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { test } from "node:test";

import ts from "typescript";

import de from "../../www/texts/de.js";
import en from "../../www/texts/en.js";
import * as core from "../../pkg/lr_lab.js";

const WWW = new URL("../../www/", import.meta.url);

/** Every file of the page, parsed. @type {{ name: string, source: ts.SourceFile }[]} */
const sources = await Promise.all((await readdir(WWW)).filter((name) => name.endsWith(".js")).map(async (name) => ({
  name, source: ts.createSourceFile(name, await readFile(new URL(name, WWW), "utf8"), ts.ScriptTarget.ESNext, true, ts.ScriptKind.JS),
})));

/** Every literal text of a file, with its node; of a template the pieces between what is put in. */
function* literals(node) {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node) || ts.isTemplateHead(node) || ts.isTemplateMiddle(node) || ts.isTemplateTail(node)) yield node;
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return;
  for (const child of node.getChildren()) yield* literals(child);
}

const placesOf = (text) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

test("both tables have the same texts with the same places", () => {
  assert.deepEqual(Object.keys(de), Object.keys(en));
  for (const [id, text] of Object.entries(en)) {
    assert.deepEqual([...new Set(placesOf(de[id]))], [...new Set(placesOf(text))], id);
    assert.match(id, /^[a-z]+(\.[A-Za-z0-9-]+)*$/);
    assert.ok(text.trim() && de[id].trim(), id);
  }
  for (const id of Object.keys(en).filter((id) => id.endsWith(".one"))) assert.ok(id.replace(/one$/, "other") in en, id);
});

/** Ids that are put together, by what they begin with; names, choices and handles are the core's. */
const PUT_TOGETHER = { lesson: ["sweep", "train", "truth", "edge", "look"], theme: ["system", "light", "dark"], moment: ["pick", "shape"], "course.view": ["finder", "truth", "schedule", "train", "compare", "full"] };

test("every text is said somewhere", () => {
  const said = new Set(Object.entries(PUT_TOGETHER).flatMap(([area, ends]) => ends.map((end) => `${area}.${end}`)));
  const begun = new Set();
  for (const { source } of sources) {
    for (const node of literals(source)) (ts.isTemplateHead(node) ? begun : said).add(node.text);
  }
  for (const area of [...Object.keys(PUT_TOGETHER), "name", "choice", "handle"]) assert.ok(begun.has(`${area}.`), area);
  const isSaid = (id) => said.has(id) || said.has(id.replace(/\.(one|other)$/, "")) || /^(name|choice|handle)\./.test(id);
  assert.deepEqual(Object.keys(en).filter((id) => !isSaid(id)), []);
});

test("every setting, choice and corner that the core has has a name, and no other", async () => {
  await core.default({ module_or_path: await readFile(new URL("../../pkg/lr_lab_bg.wasm", import.meta.url)) });
  const { optimizers, schedules } = core.catalog();
  const fields = [...optimizers, ...schedules, ...core.datasets()].flatMap((kind) => kind.fields);
  const named = (area) => Object.keys(en).filter((id) => id.startsWith(`${area}.`)).map((id) => id.slice(area.length + 1)).sort();
  assert.deepEqual(named("name"), [...new Set(fields.map(({ name }) => name))].sort());
  assert.deepEqual(named("choice"), [...new Set(fields.flatMap(({ choices }) => choices))].sort());
  const corners = schedules.flatMap(({ kind }) => handlesOf(kind)).map((label) => label.toLowerCase().replaceAll(/[^a-z]+/g, "-"));
  assert.deepEqual(named("handle"), [...new Set(corners)].sort());
});

/** What the corners of a kind of schedule are called, in a run that suits it. */
function handlesOf(kind) {
  const suited = core.suitedSchedule(kind, { lr: 0.1, steps: 100, stepsPerEpoch: 10, unit: "step" });
  return ["keras", "pytorch", "optax", "fastai", undefined].flatMap((convention) => {
    try {
      return core.scheduleHandles({ kind, ...suited, ...(convention && { convention }) }).map(({ label }) => label);
    } catch {
      return []; // it has no such convention
    }
  });
}

/** Literals with words in them that nobody reads, or that are the same in every language. */
const EXCEPTIONS = new Set([
  "LrLabError", "Keras", "PyTorch", "Optax",
  // For whoever writes the code.
  "The core is not there yet.",
  // A context of the canvas's, a header, media types.
  "Content-Type",
  // Keys of the keyboard.
  "ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "PageUp", "PageDown", "Home", "End", "Escape", "Enter",
]);

/** Calls and properties whose texts are names for machines: classes, selectors, styles. */
const MACHINE = /^(class|className|rel|viewBox)$|^(querySelector|querySelectorAll|closest|matches|matchMedia|setProperty|replaceSync|toggle|add|remove|animate)$/;

function isForMachines(node) {
  let at = node.parent;
  while (at && (ts.isConditionalExpression(at) || ts.isTemplateExpression(at) || ts.isTemplateSpan(at) || ts.isBinaryExpression(at) || ts.isParenthesizedExpression(at))) at = at.parent;
  if (!at) return false;
  if (ts.isPropertyAssignment(at)) return MACHINE.test(at.name.getText());
  if (ts.isCallExpression(at)) return MACHINE.test(at.expression.name?.getText() ?? at.expression.getText());
  return false;
}

/** Whether it goes straight to the reader: into an element, or an attribute that is read. */
function isShown(node) {
  const { parent } = node;
  if (ts.isPropertyAssignment(parent)) return /^"?(aria-label|title|label|placeholder)"?$/.test(parent.name.getText()) && parent.initializer === node;
  if (!ts.isCallExpression(parent)) return false;
  const [at, call] = [parent.arguments.indexOf(node), parent.expression.getText()];
  return (call === "h" && at > 1) || (call === "setText" && at > 0);
}

test("nothing that a reader sees is written in the code", () => {
  const found = [];
  for (const { name, source } of sources) {
    for (const node of literals(source)) {
      const { text } = node;
      // Two words, or one that begins like a sentence or a label.
      const reads = /\p{L}{2,}[,:]? \p{L}{2,}/u.test(text) || /^\p{Lu}\p{Ll}+\b/u.test(text.trim());
      const shown = isShown(node) && /\p{L}{2,}/u.test(text) && !(text in en);
      // Its texts are code for other people's pages, and the names of what shows them.
      if (name === "snippets.js") continue;
      if ((reads || shown) && !EXCEPTIONS.has(text) && !isForMachines(node)) found.push(`${name}: ${text}`);
    }
  }
  assert.deepEqual(found, []);
});

test("where nothing loads both pages say the same, in every language", async () => {
  const [index, embed] = await Promise.all(["index.html", "embed.html"].map(async (name) => (
    (await readFile(new URL(`../../${name}`, import.meta.url), "utf8")).match(/<div class="plain unloaded"[^]*?<\/div>/g)
  )));
  assert.deepEqual(embed, index);
  for (const text of index) assert.match(text, /<p>\p{Lu}[^]*<\/p>\n<p lang="de">\p{Lu}[^]*<\/p>/u);
  const plain = await readFile(new URL("unloaded.js", WWW), "utf8");
  for (const [, cause] of index.join("").matchAll(/data-cause="(\w+)"/g)) assert.match(plain, new RegExp(`"${cause}"`));
});
