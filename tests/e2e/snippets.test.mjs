// docs/embedding.md has the snippets that the page gives: they are made from the same functions. LR_LAB_DOCS=write renews them.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { HOSTS } from "../../www/snippets.js";

const PAGE = join(import.meta.dirname, "../../docs/embedding.md");
const EXAMPLE = {
  base: "https://lab.example/", address: "https://lab.example/embed.html#view=finder&data=moons&opt=adam",
  keys: [["view", "finder"], ["data", "moons"], ["opt", "adam"]],
};

test("the page about embedding has each host's snippet", () => {
  const text = readFileSync(PAGE, "utf8");
  const made = text.replaceAll(/(<!-- snippet (\w+) -->\n)[^]*?(<!-- end -->)/g, (_, begin, host, end) => {
    const { language, write } = HOSTS[host];
    // A fence that holds fences is longer than they are.
    const snippet = write(EXAMPLE);
    const fence = snippet.includes("```") ? "````" : "```";
    return `${begin}${fence}${language}\n${snippet}\n${fence}\n${end}`;
  });
  if (process.env.LR_LAB_DOCS === "write") writeFileSync(PAGE, made);
  assert.equal(readFileSync(PAGE, "utf8"), made);
  for (const host of Object.keys(HOSTS)) assert.ok(text.includes(`<!-- snippet ${host} -->`), host);
});

test("a snippet's values are text to its host", () => {
  const keys = [["title", '"1 < 2" & more'], ["schedule", "expr(lr*0.9^epoch)"]];
  assert.ok(HOSTS.html.write({ ...EXAMPLE, keys }).endsWith('<lr-lab title="&quot;1 &lt; 2&quot; &amp; more" schedule="expr(lr*0.9^epoch)"></lr-lab>'));
  assert.ok(HOSTS.jupyter.write({ ...EXAMPLE, keys }).endsWith('LrLab(title="\\"1 < 2\\" & more", schedule="expr(lr*0.9^epoch)")'));
});
