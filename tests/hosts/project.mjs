// A project of somebody's that has the package from `npm pack`.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after } from "node:test";

const DIST = join(import.meta.dirname, "../../dist/npm");

const packed = mkdtempSync(join(tmpdir(), "lr-lab-packed-"));
after(() => rmSync(packed, { recursive: true }));
execFileSync("npm", ["pack", "--silent", "--pack-destination", packed], { cwd: DIST });
/** What would be published. */
export const tarball = join(packed, readdirSync(packed)[0]);

/**
 * Makes a folder with these files and the package in its node_modules, which goes with the test.
 *
 * @param {import("node:test").TestContext} t
 * @param {Record<string, string>} files
 */
export function project(t, files) {
  const folder = mkdtempSync(join(tmpdir(), "lr-lab-host-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries({ "package.json": '{ "name": "host", "private": true, "type": "module" }', ...files })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  execFileSync("npm", ["install", "--no-audit", "--no-fund", "--silent", tarball], { cwd: folder });
  return folder;
}

/** The code of the package's README, by what stands above it. @param {string} readme @param {string} heading */
export function example(readme, heading) {
  const [, code] = new RegExp(`## ${heading}\\n[^]*?\`\`\`ts\\n([^]*?)\`\`\``).exec(readme) ?? [];
  if (!code) throw new Error(`the README has no example under ${heading}`);
  return code;
}
