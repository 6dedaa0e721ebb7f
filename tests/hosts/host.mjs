// What is the same in every host: the lab's files on a server of their own, the snippet, a rate that is typed.
import assert from "node:assert/strict";
import { join } from "node:path";

import { until } from "../e2e/lab.mjs";
import { serve } from "../e2e/server.mjs";
import { HOSTS } from "../../www/snippets.js";

const SITE = join(import.meta.dirname, "../../dist/site");

/** The whole lab, since a small view has no field for a rate. @type {[string, string][]} */
const KEYS = [["view", "full"], ["data", "moons"], ["seed", "3"]];

/** Serves dist/site for pages of other addresses. @param {import("node:test").TestContext} t */
export const site = (t) => serve(t, { root: SITE, headers: { "Access-Control-Allow-Origin": "*" } });

/** What a person pastes into this host. @param {string} host @param {string} base the lab's address */
export const snippet = (host, base) => HOSTS[host].write({ base, address: `${base}embed.html`, keys: KEYS });

/** Types a fraction, whose slash is a shortcut in many hosts, key by key. @param {import("../e2e/lab.mjs").Lab} lab */
export async function typeRate(lab) {
  const field = lab.field("Rate");
  await field.focus();
  await field.press("Control+A");
  await field.pressSequentially("1/128");
  assert.equal(await field.inputValue(), "1/128");
  await field.press("Enter");
  await until(async () => (await lab.element.evaluate((element) => element.getState().picked?.lr)) === 1 / 128, "the rate was not taken");
}

/** Which colours the lab has. @param {import("../e2e/lab.mjs").Lab} lab */
export const theme = (lab) => lab.element.locator(".app").getAttribute("data-theme");
