// Projects that have the element from the package: built, and as their development server has them.
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, test } from "node:test";

import { build, createServer } from "vite";
import webpack from "webpack";
import DevServer from "webpack-dev-server";

import { Lab, closeBrowser } from "../e2e/lab.mjs";
import { serve } from "../e2e/server.mjs";
import { project } from "./project.mjs";

after(closeBrowser);

const PAGE = (script) => `<!doctype html><html lang="en"><head><link rel="icon" href="data:,"><title>Course notes</title></head>
<body><lr-lab seed="3"></lr-lab>${script}</body></html>`;
const MAIN = 'import "lr-lab/element";\nimport init, { catalog } from "lr-lab";\nawait init();\nwindow.optimizers = catalog().optimizers.length;';

/** Opens it: workers train, a lesson opens in German, pictures come, and the core beside the element is the same one. */
async function alive(t, address) {
  const lab = await Lab.openDone(t, { path: address, init: `{
    const Real = Worker;
    window.begun = 0;
    window.Worker = class extends Real {
      constructor(...how) {
        super(...how);
        this.addEventListener("message", ({ data }) => { if (data.type === "here") begun += 1; });
      }
    };
  }` });
  assert.ok((await lab.page.evaluate("begun")) > 0, "no worker began");
  assert.ok((await lab.page.evaluate("optimizers")) > 3);
  assert.equal(await lab.element.locator(".notes").first().textContent(), "");
  await lab.next("finderend", () => lab.element.evaluate((element) => element.openLink("data=mnist&model=8&steps=20&finder=1e-3:1:10")));
  await lab.element.evaluate((element) => element.openLink("lesson=why-one-number-decides&lang=de"));
  await lab.element.getByText(/Lernrate/).first().waitFor();
  await lab.assertQuiet();
}

test("a Vite project, built", async (t) => {
  const root = project(t, { "index.html": PAGE('<script type="module" src="/main.js"></script>'), "main.js": MAIN });
  await build({ root, logLevel: "error", build: { target: "esnext" } });
  await alive(t, await serve(t, { root: join(root, "dist") }));
});

test("a Vite project on its development server", async (t) => {
  const root = project(t, { "index.html": PAGE('<script type="module" src="/main.js"></script>'), "main.js": MAIN });
  const server = await createServer({ root, logLevel: "error", server: { port: 0, host: "127.0.0.1" } });
  t.after(() => server.close());
  await server.listen();
  await alive(t, server.resolvedUrls.local[0]);
});

/** @param {string} root @returns {import("webpack").Configuration} */
const configuration = (root) => ({
  context: root, mode: "production", entry: "./main.js", output: { path: join(root, "public"), filename: "main.bundle.js", publicPath: "auto" },
  performance: false, infrastructureLogging: { level: "error" }, stats: "errors-only",
});

test("a webpack project, built", async (t) => {
  const root = project(t, { "public/index.html": PAGE('<script src="main.bundle.js"></script>'), "main.js": MAIN });
  const stats = await new Promise((done, fail) => webpack(configuration(root), (error, stats) => (error ? fail(error) : done(stats))));
  assert.deepEqual(stats.toJson({ all: false, errors: true, warnings: true }), { errors: [], warnings: [] });
  await alive(t, await serve(t, { root: join(root, "public") }));
});

test("a webpack project on its development server", async (t) => {
  const root = project(t, { "public/index.html": PAGE('<script src="main.bundle.js"></script>'), "main.js": MAIN });
  const options = { port: "auto", host: "127.0.0.1", static: join(root, "public"), client: false, hot: false };
  const server = new DevServer(options, webpack({ ...configuration(root), mode: "development", devtool: false }));
  await server.start();
  t.after(() => server.stop());
  await alive(t, `http://127.0.0.1:${server.options.port}/`);
});
