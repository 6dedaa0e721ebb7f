// The wheel in notebooks: the lab runs in the page, and what it has found is in Python.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";

import { Lab, closeBrowser, until } from "../e2e/lab.mjs";
import { typeRate } from "./host.mjs";
import { environment, folderWith, started } from "./python.mjs";

after(closeBrowser);

const DIST = join(import.meta.dirname, "../../dist");
const wheel = join(DIST, readdirSync(DIST).find((name) => name.endsWith(".whl")));

const { program, missing } = environment("notebooks", ["anywidget==0.11.0", "jupyterlab==4.6.6", "ipykernel==7.4.0", "marimo==0.25.2"]);
// The wheel is another after each build, of the same version.
if (!missing) execFileSync(program("pip"), ["install", "--quiet", "--disable-pip-version-check", "--no-deps", "--force-reinstall", wheel]);

/** The lab's own answer. @param {Lab} lab */
const answer = (lab) => lab.element.evaluate(async (element) => (await element.getResult()).answer);

test("JupyterLab", { skip: missing }, async (t) => {
  const cell = (/** @type {string} */ id, /** @type {string} */ source) => ({ cell_type: "code", id, source, metadata: {}, execution_count: null, outputs: [] });
  const folder = folderWith(t, {
    "notes.ipynb": JSON.stringify({
      nbformat: 4, nbformat_minor: 5,
      metadata: { kernelspec: { name: "python3", display_name: "Python 3", language: "python" }, language_info: { name: "python" } },
      cells: [
        cell("first", 'from lr_lab import LrLab\nw = LrLab(data="moons", view="full")\nw'),
        cell("second", 'import json\nprint("found", json.dumps(w.result["answer"]))'),
        cell("third", 'print("typed", w.lr)'),
      ],
    }),
  });
  const address = await started(t, program("jupyter"), (port) => ["lab", "--no-browser", "--allow-root", `--port=${port}`, "--IdentityProvider.token=",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate", "--LabApp.news_url="], {
    cwd: folder,
    // Its settings and those of whoever runs this stay apart, and so do the kernels.
    env: { ...process.env, JUPYTER_CONFIG_DIR: join(folder, ".config"), JUPYTER_DATA_DIR: join(folder, ".data"), JUPYTER_RUNTIME_DIR: join(folder, ".run"), IPYTHONDIR: join(folder, ".ipython") },
  });
  const lab = await Lab.open(t, { path: `${address}lab/tree/notes.ipynb` });
  const notebook = lab.page.locator(".jp-Notebook");
  const run = async (/** @type {number} */ index) => {
    const prompt = notebook.locator(".jp-CodeCell .jp-InputPrompt").nth(index);
    // JupyterLab drops what is pressed while it still sets a notebook up, and says nothing.
    await until(async () => {
      await notebook.locator(".jp-CodeCell .cm-content").nth(index).click();
      await lab.page.keyboard.press("Control+Enter");
      return until(async () => /[*\d]/.test(await prompt.innerText()), "", 3000).then(() => true, () => false);
    }, "the cell did not run");
  };
  // No cell runs before the kernel is there.
  await lab.page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]').waitFor();
  await run(0);
  await lab.state("done");
  await lab.assertDrawn("finder");

  await run(1);
  const printed = (/** @type {string} */ what) => notebook.locator(".jp-OutputArea-output").getByText(new RegExp(`^${what} `)).innerText();
  assert.deepEqual(JSON.parse((await printed("found")).replace("found ", "")), await answer(lab));

  await typeRate(lab);
  await run(2);
  assert.equal((await printed("typed")).trim(), "typed 0.0078125");
  assert.deepEqual(lab.problems, []);
});

test("marimo", { skip: missing }, async (t) => {
  const folder = folderWith(t, {
    "notes.py": `import marimo

app = marimo.App()


@app.cell
def _():
    import json

    import marimo as mo
    from lr_lab import LrLab

    w = mo.ui.anywidget(LrLab(data="moons", view="full"))
    w
    return json, mo, w


@app.cell
def _(json, mo, w):
    result = w.value["result"]
    mo.plain_text("found " + json.dumps(result and result["answer"]) + " typed " + str(w.value["lr"]))
    return
`,
  });
  const address = await started(t, program("marimo"), (port) => ["run", "notes.py", "--headless", "--no-token", "--host=127.0.0.1", `--port=${port}`], { cwd: folder });
  const lab = await Lab.open(t, { path: address });
  await lab.state("done");
  await lab.assertDrawn("finder");
  const said = lab.page.getByText(/^found /);
  await until(async () => !(await said.innerText()).includes("null"), "no result came to Python");
  const [, found] = /found (.*) typed/.exec(await said.innerText());
  assert.deepEqual(JSON.parse(found), await answer(lab));
  await typeRate(lab);
  await until(async () => (await said.innerText()).endsWith("typed 0.0078125"), "the rate did not come to Python");
  assert.deepEqual(lab.problems, []);
});
