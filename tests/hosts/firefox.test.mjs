// Firefox: a page, the strictest policy, two on a page, and the single file from a disk.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";

import { launch } from "puppeteer-core";

import { PATIENCE, until } from "../e2e/lab.mjs";
import { STRICT, pageWith, serve } from "../e2e/server.mjs";

const DIST = join(import.meta.dirname, "../../dist");
const SITE = join(DIST, "site");

const executablePath = [process.env.FIREFOX, "/usr/bin/firefox-esr", "/usr/bin/firefox"].find((place) => place && existsSync(place));
const skip = executablePath ? false : "no Firefox: set FIREFOX, or install one; on Debian: apt-get install firefox-esr";

const browser = executablePath ? await launch({ browser: "firefox", executablePath, timeout: 2 * PATIENCE }) : null;
after(() => browser?.close());

/** Opens a page, waits until all its labs have their answer, and looks at their figures. @param {string} address @param {number} [labs] */
async function alive(address, labs = 1) {
  const page = await browser.newPage();
  const problems = [];
  page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
  page.on("pageerror", (error) => problems.push(String(error)));
  await page.goto(address);
  const states = () => page.evaluate(() => [...document.querySelectorAll("lr-lab")].map((lab) => lab.getAttribute("state")));
  await until(async () => (await states()).every((state) => state === "done"), "not every lab is done", 2 * PATIENCE)
    .catch(async (error) => assert.fail(`${error.message}: ${await states()}; ${problems.join("; ")}`));
  const seen = await page.evaluate(() => Promise.all([...document.querySelectorAll("lr-lab")].map(async (lab) => {
    const canvas = lab.shadowRoot.querySelector("canvas[data-figure=finder]");
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    return { colours: new Set(new Uint32Array(data.buffer)).size, losses: (await lab.getResult()).losses.length, notes: lab.shadowRoot.querySelector(".notes").textContent };
  })));
  assert.equal(seen.length, labs);
  for (const { colours, losses, notes } of seen) {
    assert.ok(colours >= 5, "the figure is blank");
    assert.ok(losses > 10);
    assert.equal(notes, "");
  }
  assert.deepEqual(problems, []);
  return page;
}

test("a plain page", { skip }, async (t) => {
  const page = await alive(`${await serve(t, { root: SITE, pages: { "/notes.html": pageWith("", 'view="full" data="moons"') } })}notes.html`);
  const field = await page.waitForSelector(">>> .rate-field input");
  await field.evaluate((input) => { input.focus(); input.select(); });
  await page.keyboard.type("1/128");
  assert.equal(await page.evaluate(() => document.querySelector("lr-lab").getState().picked.lr), 1 / 128);
});

test("the strictest policy", { skip }, async (t) => {
  const headers = { "Content-Security-Policy": STRICT };
  await alive(`${await serve(t, { root: SITE, headers, pages: { "/notes.html": pageWith("") } })}notes.html`);
});

test("two on a page", { skip }, async (t) => {
  const two = pageWith("").replace("<script", '<lr-lab data="moons" seed="3" autorun="yes"></lr-lab><script');
  await alive(`${await serve(t, { root: SITE, pages: { "/notes.html": two } })}notes.html`, 2);
});

test("the single file from a disk", { skip }, async () => {
  await alive(pathToFileURL(join(DIST, "lr-lab.single.html")).href);
});
