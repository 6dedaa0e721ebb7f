// Drives the measurement: in the Chromium that CHROMIUM names, on the pages that LAB_URL serves, else in Node. With
// LR_LAB_PYTHON_TORCH, PyTorch takes steps of the same shapes after it, natively on one thread; with LR_LAB_BEFORE, a
// folder that holds an earlier pkg/, that one takes part.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import { join } from "node:path";

import { report } from "./report.js";

const here = import.meta.dirname;
const root = join(here, "../..");
const turns = Number(process.env.LR_LAB_TURNS ?? 15);
const read = (file) => JSON.parse(readFileSync(join(root, file), "utf8"));
const workloads = read("benches/workloads.json");
const { LAB_URL, CHROMIUM, LR_LAB_PYTHON_TORCH, LR_LAB_BEFORE } = process.env;

// No sandbox in containers, and no traffic of the browser's own. Playwright asks for the headless mode itself.
const { args } = read("webdriver.json")["goog:chromeOptions"];
const FLAGS = args.filter((flag) => flag !== "--headless");

async function inChromium() {
  const { chromium } = await import("playwright-core");
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  try {
    const page = await browser.newPage();
    page.on("console", (message) => console.log(message.text()));
    page.on("pageerror", (error) => console.error(String(error)));
    await page.goto(new URL("benches/peers/index.html", LAB_URL).href);
    await page.waitForFunction("window.measureHere");
    const given = [workloads, turns, LR_LAB_BEFORE];
    const result = await page.evaluate((given) => window.measureHere(...given), given);
    return { ...result, first: await firstSteps(browser), where: `Chromium ${browser.version()}` };
  } finally {
    await browser.close();
  }
}

/** Milliseconds from navigation to the first step of training, in turns, nothing of it in a cache. */
async function firstSteps(browser) {
  const times = { lab: [], convnet: [] };
  for (let turn = 0; turn < turns; turn++) {
    for (const name of Object.keys(times)) {
      const context = await browser.newContext();
      const page = await context.newPage();
      await page.goto(new URL(`benches/peers/first.html?${name}`, LAB_URL).href);
      await page.waitForFunction("window.firstStep");
      times[name].push(await page.evaluate("window.firstStep"));
      await context.close();
    }
  }
  return times;
}

async function inNode() {
  const { measure } = await import("./measure.js");
  const require = createRequire(import.meta.url);
  const tf = require("@tensorflow/tfjs-core");
  require("@tensorflow/tfjs-backend-cpu");
  require("@tensorflow/tfjs-backend-wasm");
  const convnetjs = require("convnetjs");
  let instances = 0;
  const memories = new Map();
  const opened = async (folder) => {
    const core = await import(`../../${folder}/lr_lab.js?${instances++}`);
    const wasm = await core.default({ module_or_path: readFileSync(join(root, folder, "lr_lab_bg.wasm")) });
    memories.set(core, wasm.memory);
    return core;
  };
  const fresh = () => opened("pkg");
  const result = await measure({
    core: await fresh(),
    before: LR_LAB_BEFORE && (await opened(LR_LAB_BEFORE)),
    fresh,
    memory: (core) => memories.get(core).buffer.byteLength,
    tf,
    convnetjs,
    images: readFileSync(join(root, "data/mnist-3000-images.idx3-ubyte.gz")),
    labels: readFileSync(join(root, "data/mnist-3000-labels.idx1-ubyte.gz")),
    workloads,
    turns,
    log: console.log,
  });
  return { ...result, where: `Node ${process.version}` };
}

/** Milliseconds a step of PyTorch, workload by workload. */
function inTorch() {
  if (!LR_LAB_PYTHON_TORCH) return null;
  const folder = mkdtempSync(join(os.tmpdir(), "lr-lab-bench-"));
  try {
    const [given, answer] = ["workloads.json", "times.json"].map((name) => join(folder, name));
    writeFileSync(given, JSON.stringify(workloads));
    execFileSync(LR_LAB_PYTHON_TORCH, [join(here, "torch_steps.py"), given, answer, String(turns)], { stdio: "inherit" });
    return JSON.parse(readFileSync(answer, "utf8"));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const measured = LAB_URL && CHROMIUM ? await inChromium() : await inNode();
console.log(report({ ...measured, torch: inTorch(), processor: os.cpus()[0].model, date: new Date() }));
