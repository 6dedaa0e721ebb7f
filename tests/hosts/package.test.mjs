// The package by itself: as npm and TypeScript see it, and in Node.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";

import { publint } from "publint";
import { formatMessage } from "publint/utils";

import { example, project, tarball } from "./project.mjs";

const DIST = join(import.meta.dirname, "../../dist/npm");
const readme = readFileSync(join(DIST, "README.md"), "utf8");
const tsc = createRequire(join(import.meta.dirname, "../e2e/package.json")).resolve("typescript/bin/tsc");

test("publint has nothing to say", async () => {
  const { messages, pkg } = await publint({ pkgDir: DIST, strict: true });
  assert.deepEqual(messages.map((message) => formatMessage(message, pkg, { color: false })), []);
});

test("its types are found, as modules", () => {
  // The package has no CommonJS, and a module of WebAssembly no types of its own.
  execFileSync(process.execPath, [join(import.meta.dirname, "node_modules/@arethetypeswrong/cli/dist/index.js"), tarball,
    "--profile", "esm-only", "--exclude-entrypoints", "lr_lab_bg.wasm", "--format", "ascii", "--no-color"], { encoding: "utf8" });
});

test("the licences are in it", () => {
  const names = execFileSync("tar", ["-tzf", tarball], { encoding: "utf8" }).trim().split("\n");
  for (const name of ["LICENSE-MIT", "LICENSE-APACHE", "README.md", "lr_lab_bg.wasm", "types/www/lr-lab.d.ts"]) assert.ok(names.includes(`package/${name}`), name);
});

test("in Node await init() does, and the README's example runs", (t) => {
  const code = example(readme, "The core").replace(/^import type .*\n/m, "").replace(": Experiment", "");
  const folder = project(t, { "main.js": `${code}\nconsole.log(JSON.stringify([report.losses.length, run.fingerprint()]));` });
  const lines = execFileSync(process.execPath, ["main.js"], { cwd: folder, encoding: "utf8" }).trim().split("\n");
  const [steps, fingerprint] = JSON.parse(lines.at(-1));
  assert.ok(steps > 100);
  assert.match(fingerprint, /^[0-9a-f]{16}$/);
});

test("the README's TypeScript passes the strictest check", (t) => {
  const folder = project(t, {
    "core.ts": example(readme, "The core"),
    "element.ts": example(readme, "The element"),
    "tsconfig.json": JSON.stringify({ compilerOptions: {
      strict: true, noEmit: true, noUncheckedIndexedAccess: true, exactOptionalPropertyTypes: true, target: "es2022", module: "esnext",
      moduleResolution: "bundler", lib: ["esnext", "dom", "dom.iterable"], skipLibCheck: false, types: [],
    } }),
  });
  const { stdout } = spawnSync(process.execPath, [tsc, "-p", folder], { encoding: "utf8" });
  assert.equal(stdout, "");
});
