// The page's source, without a browser: the layers of ARCHITECTURE.md, types that say something, files of one job.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { test } from "node:test";

import ts from "typescript";

const ROOT = join(import.meta.dirname, "../..");
const WWW = join(ROOT, "www");

/** Files that are still to be typed. @type {string[]} */
const UNTYPED = [];
/** Files that are still to be parted. */
/** @type {string[]} */
const LONG = [];
const LINES = 400;

const text = (name) => readFileSync(join(WWW, name), "utf8");
const files = readdirSync(WWW).filter((name) => name.endsWith(".js"));
const trees = new Map(files.map((name) => [name, ts.createSourceFile(name, text(name), ts.ScriptTarget.Latest, true, ts.ScriptKind.JS)]));

/** All nodes of a file, those in its JSDoc among them. */
function* nodes(node) {
  yield node;
  for (const child of node.getChildren()) yield* nodes(child);
}

/** The modules beside it that a file imports, or whose types it names. */
function used(name) {
  const found = new Set();
  for (const node of nodes(trees.get(name))) {
    const from = ts.isImportDeclaration(node) || ts.isJSDocImportTag(node) || ts.isExportDeclaration(node) ? node.moduleSpecifier
      : ts.isImportTypeNode(node) ? node.argument.literal
        : ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword ? node.arguments[0] : undefined;
    if (from && ts.isStringLiteral(from) && /^\.\/[^/]+\.js$/.test(from.text)) found.add(basename(from.text));
  }
  return found;
}

/** The layers as ARCHITECTURE.md has them, the lowest first: their files, and which others they may use. */
function layers() {
  const lines = readFileSync(join(ROOT, "ARCHITECTURE.md"), "utf8").split("\n");
  const first = lines.findIndex((line) => line.startsWith("| layer of `www/` |")) + 2;
  assert.ok(first > 1, "ARCHITECTURE.md has no table of the layers of www");
  const rows = lines.slice(first, lines.findIndex((line, at) => at > first && !line.startsWith("|")));
  return rows.map((row) => {
    const [, name, jobs, mayUse] = row.split("|").map((cell) => cell.trim());
    return { name, files: jobs.match(/`[\w-]+\.js`/g).map((file) => file.slice(1, -1)), mayUse: mayUse.split(", ").filter(Boolean) };
  });
}

test("files use only what lies below them", () => {
  const table = layers();
  assert.deepEqual(table.flatMap((layer) => layer.files).sort(), files, "each file stands in one layer");
  table.forEach(({ name, mayUse }, at) => {
    for (const other of mayUse) assert.ok(table.slice(0, at).some((below) => below.name === other), `${name} uses ${other}, which does not lie below it`);
  });
  const layerOf = (file) => table.find((layer) => layer.files.includes(file));
  for (const file of files) {
    const { name, mayUse } = layerOf(file);
    for (const other of used(file)) {
      const layer = layerOf(other).name;
      assert.ok(layer === name || mayUse.includes(layer), `${file} uses ${other}: ${name} may use ${mayUse.join(", ")}, not ${layer}`);
    }
  }
});

test("no file uses itself through others", () => {
  const done = new Set();
  const walk = (file, path) => {
    assert.ok(!path.includes(file), `${[...path, file].join(" uses ")}`);
    if (done.has(file)) return;
    for (const other of used(file)) walk(other, [...path, file]);
    done.add(file);
  };
  for (const file of files) walk(file, []);
});

test("what runs and what it means know no document", () => {
  const table = layers();
  const elements = table.findIndex(({ name }) => name === "elements");
  assert.ok(elements > 0);
  for (const file of table.slice(0, elements).flatMap((layer) => layer.files)) {
    for (const node of nodes(trees.get(file))) {
      if (!ts.isIdentifier(node)) continue;
      assert.doesNotMatch(node.text, /^(document|window|customElements|Element|Node|ShadowRoot|HTML\w*Element)$/, `${file} names ${node.text}`);
    }
  }
});

test("types say something", () => {
  const isAny = (node) => node.kind === ts.SyntaxKind.AnyKeyword || ts.isJSDocAllType(node) || ts.isJSDocUnknownType(node);
  const vague = files.filter((file) => [...nodes(trees.get(file))].some(isAny));
  assert.deepEqual(vague, UNTYPED, "the files that say any");
  for (const file of files) {
    assert.ok(text(file).startsWith("// @ts-check\n"), `${file} is not checked`);
    assert.doesNotMatch(text(file), /@ts-(ignore|expect-error|nocheck)/, `${file} silences the check`);
  }
  const { compilerOptions } = JSON.parse(text("tsconfig.json"));
  assert.ok(compilerOptions.strict && compilerOptions.checkJs, "the check is not strict");
});

test("files have one job, and so fewer than 400 lines", () => {
  const sources = readdirSync(WWW).filter((name) => /\.(js|css)$/.test(name));
  const long = sources.filter((name) => text(name).trimEnd().split("\n").length >= LINES);
  assert.deepEqual(long, LONG);
});
