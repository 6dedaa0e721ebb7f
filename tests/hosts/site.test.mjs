// The folder to deploy: all of it is asked for, and nothing else.
import assert from "node:assert/strict";
import { readdirSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { after, test } from "node:test";

import { Lab, closeBrowser } from "../e2e/lab.mjs";
import { STRICT, serve } from "../e2e/server.mjs";

after(closeBrowser);

const SITE = join(import.meta.dirname, "../../dist/site");

test("dist/site holds what the lab's pages ask for, and nothing else", async (t) => {
  const asked = new Set();
  const address = await serve(t, { root: SITE, headers: { "Content-Security-Policy": STRICT }, asked });
  const lab = await Lab.openDone(t, { path: address });
  await lab.next("finderend", () => lab.element.evaluate((element) => element.openLink("data=mnist&model=8&steps=20&finder=1e-3:1:10")));
  await lab.button("Embed").click();
  await lab.element.locator("dialog.course").getByRole("button", { name: "Close" }).click();
  await lab.button("Lessons").click();
  await lab.element.getByText("Why one number decides").first().click();
  await lab.element.getByRole("button", { name: "Glossary" }).click();
  await lab.element.evaluate((element) => element.openLink("lesson=one-cycle-and-warm-up&lang=de"));
  await lab.element.getByText(/Lernrate/).first().waitFor();
  const embed = await Lab.openDone(t, { path: `${address}embed.html` });
  for (const page of [lab, embed]) await page.assertQuiet();

  const files = readdirSync(SITE, { recursive: true }).map((name) => join(SITE, name)).filter((name) => statSync(name).isFile());
  const paths = files.map((name) => `/${relative(SITE, name).split(sep).join("/")}`).filter((path) => !path.startsWith("/LICENSE"));
  assert.deepEqual(paths.filter((path) => !asked.has(path)), [], "nobody asks for these");
  assert.deepEqual([...asked].filter((path) => !paths.includes(path)), [], "these are missing");
});
