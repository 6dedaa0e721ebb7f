// Course notes by the generators that courses use: built, opened, and read beside a site's own search and colours.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { after, test } from "node:test";

import { Lab, closeBrowser, until } from "../e2e/lab.mjs";
import { serve } from "../e2e/server.mjs";
import { site, snippet, theme, typeRate } from "./host.mjs";
import { environment, folderWith } from "./python.mjs";

after(closeBrowser);

const { program, missing } = environment("notes", ["sphinx==9.0.4", "furo==2025.12.19", "myst-parser==5.2.0", "mkdocs==1.6.1", "mkdocs-material==9.8.2"]);

/** @param {string} name @param {string[]} args @param {string} cwd */
const build = (name, args, cwd) => execFileSync(program(name), args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });

/**
 * Opens a page of notes, types a rate and changes the site's colours.
 *
 * @param {import("node:test").TestContext} t
 * @param {string} address
 * @param {{ search: string, colours: string }} selectors of what the site's search has focus in, and of what is pressed for other colours
 */
async function alive(t, address, { search, colours }) {
  const lab = await Lab.openDone(t, { path: address, context: { colorScheme: "light" } });
  const searching = () => lab.page.locator(search).evaluate((field) => field === document.activeElement);
  await lab.assertDrawn("finder");
  await typeRate(lab);
  assert.equal(await searching(), false);
  assert.equal(lab.page.url(), address);

  // The slash is the site's own outside of the lab.
  await lab.page.evaluate(() => document.activeElement.blur());
  await lab.page.keyboard.press("/");
  await until(searching, "the site has no search by this key, so that nothing was tried");
  await lab.page.keyboard.press("Escape");

  const seen = new Set([await theme(lab)]);
  for (let presses = 0; seen.size < 2 && presses < 3; presses += 1) {
    const before = await theme(lab);
    await lab.page.locator(colours).locator("visible=true").first().click();
    await until(async () => (await theme(lab)) !== before, "", 2000).catch(() => {});
    seen.add(await theme(lab));
    const page = await lab.page.evaluate(() => getComputedStyle(document.body).backgroundColor.match(/\d+/g).slice(0, 3).every((part) => part < 128));
    assert.equal(await theme(lab), page ? "dark" : "light", "the lab has not the page's colours");
  }
  assert.deepEqual(seen, new Set(["light", "dark"]));
  await lab.assertDrawn("finder");
  await lab.assertQuiet();
}

test("Sphinx with furo, in reStructuredText and in MyST", { skip: missing }, async (t) => {
  const base = await site(t);
  const folder = folderWith(t, {
    "conf.py": 'project = "Notes"\nextensions = ["myst_parser"]\nhtml_theme = "furo"\nhtml_favicon = "icon.svg"\n',
    "icon.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
    "index.rst": "Course notes\n============\n\n.. toctree::\n\n   rates\n   myst\n",
    "rates.rst": `Rates\n=====\n\n${snippet("sphinx", base)}\n\nMore notes.\n`,
    "myst.md": `# Rates again\n\n${snippet("html", base)}\n\nMore notes.\n`,
  });
  build("sphinx-build", ["-W", "-q", "-b", "html", ".", "html"], folder);
  const address = await serve(t, { root: join(folder, "html") });
  for (const page of ["rates.html", "myst.html"]) {
    await t.test(page, (t) => alive(t, address + page, { search: ".sidebar-search", colours: ".theme-toggle" }));
  }
});

test("MkDocs Material", { skip: missing }, async (t) => {
  const palette = ["default", "slate"].map((scheme) => ({ scheme, toggle: { icon: "material/lightbulb", name: "Other colours" } }));
  const folder = folderWith(t, {
    // YAML has JSON in it. Its fonts would come from elsewhere.
    "mkdocs.yml": JSON.stringify({ site_name: "Notes", theme: { name: "material", font: false, palette } }),
    "docs/index.md": `# Rates\n\n${snippet("mkdocs", await site(t))}\n\nMore notes.\n`,
  });
  build("mkdocs", ["build", "--strict", "--quiet"], folder);
  const address = await serve(t, { root: join(folder, "site") });
  await alive(t, address, { search: ".md-search__input", colours: ".md-header__option label" });
});
