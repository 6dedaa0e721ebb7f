// Python's tools at the versions that were tried, in environments that stay under target/ for the next run.
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { PATIENCE } from "../e2e/lab.mjs";

const ROOT = join(import.meta.dirname, "../..");

/**
 * An environment with these packages.
 *
 * @param {string} name
 * @param {string[]} packages pinned
 * @returns {{ program: (name: string) => string, missing: string | false }} missing: why there is none, for `skip`
 */
export function environment(name, packages) {
  const folder = join(ROOT, "target/hosts", name);
  const program = (/** @type {string} */ name) => join(folder, "bin", name);
  const list = join(folder, "packages.txt");
  const wanted = packages.join("\n");
  if (existsSync(list) && readFileSync(list, "utf8") === wanted) return { program, missing: false };
  const quietly = /** @type {const} */ ({ stdio: ["ignore", "ignore", "pipe"], encoding: "utf8" });
  try {
    rmSync(folder, { recursive: true, force: true });
    execFileSync("python3", ["-m", "venv", folder], quietly);
    execFileSync(program("pip"), ["install", "--quiet", "--disable-pip-version-check", ...packages], quietly);
    writeFileSync(list, wanted);
    return { program, missing: false };
  } catch (error) {
    return { program, missing: `${packages.join(", ")} cannot be installed: ${(error.stderr || error.message).trim().split("\n").at(-1)}` };
  }
}

/**
 * A folder with these files, which goes with the test.
 *
 * @param {import("node:test").TestContext} t
 * @param {Record<string, string>} files
 */
export function folderWith(t, files) {
  const folder = mkdtempSync(join(tmpdir(), "lr-lab-host-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

/**
 * Starts a server of somebody's, which ends with the test, and waits until it answers.
 *
 * @param {import("node:test").TestContext} t
 * @param {string} program
 * @param {(port: number) => string[]} args
 * @param {import("node:child_process").SpawnOptions} options
 * @returns {Promise<string>} its address, with a slash at the end
 */
export async function started(t, program, args, options) {
  const port = await freePort();
  const server = spawn(program, args(port), { ...options, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [server.stdout, server.stderr]) stream.on("data", (text) => (said += text));
  const ended = new Promise((done) => server.on("exit", done));
  t.after(async () => {
    server.kill();
    await ended;
  });
  const address = `http://127.0.0.1:${port}/`;
  for (const deadline = Date.now() + 2 * PATIENCE; ; await new Promise((done) => setTimeout(done, 200))) {
    if (await fetch(address).then(() => true, () => false)) return address;
    if (Date.now() > deadline || server.exitCode !== null) throw new Error(`${program} does not answer: ${said}`);
  }
}

/** @returns {Promise<number>} */
const freePort = () => new Promise((done) => {
  const server = createServer().listen(0, "127.0.0.1", () => {
    const { port } = server.address();
    server.close(() => done(port));
  });
});
