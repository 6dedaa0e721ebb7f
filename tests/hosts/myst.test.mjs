// MyST's `{anywidget}`, by the component that its themes render it with; a theme itself is a download of its own.
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, test } from "node:test";

import { build } from "vite";

import { Lab, closeBrowser } from "../e2e/lab.mjs";
import { serve } from "../e2e/server.mjs";
import { site, snippet, typeRate } from "./host.mjs";
import { project } from "./project.mjs";

after(closeBrowser);

const MAIN = (/** @type {object} */ node) => `
import { createElement } from "react";
import { createRoot } from "react-dom/client";
import { ANY_RENDERERS } from "@myst-theme/anywidget";

const root = createRoot(document.getElementById("notes"));
root.render(createElement(ANY_RENDERERS.anywidget, { node: ${JSON.stringify(node)} }));
window.leave = () => root.unmount();`;

test("MyST's component for {anywidget}", async (t) => {
  const [, esm, model] = /^```\{anywidget\} (\S+)\n([^]*)\n```$/.exec(snippet("myst", await site(t)));
  const files = {
    "package.json": JSON.stringify({ private: true, type: "module", dependencies: { "@myst-theme/anywidget": "1.4.1", react: "19.2.0", "react-dom": "19.2.0" } }),
    "index.html": '<!doctype html><html lang="en"><head><link rel="icon" href="data:,"><title>Notes</title></head><body><div id="notes"></div><script type="module" src="/main.js"></script></body></html>',
    "main.js": MAIN({ type: "anywidget", esm, model: JSON.parse(model) }),
  };
  let root;
  try {
    root = project(t, files);
  } catch (error) {
    return t.skip(`what renders {anywidget} cannot be installed from npm: ${error.message}`);
  }
  await build({ root, logLevel: "error", build: { target: "esnext" } });
  const lab = await Lab.openDone(t, { path: await serve(t, { root: join(root, "dist") }) });
  await lab.assertDrawn("finder");
  await typeRate(lab);
  // Who turns to another page of the notes leaves nothing behind.
  await lab.page.evaluate(() => window.leave());
  await lab.element.waitFor({ state: "detached" });
  await lab.assertQuiet();
  assert.equal(await lab.page.locator("#notes > *").count(), 0);
});
