// The browser, and one opened page as the tests see it.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { chromium } from "playwright-core";

/** What the run has measured, printed at its end. @type {Map<string, string>} */
export const figures = new Map();

/** How long the page may take for anything, on a machine that is busy with other things. */
export const PATIENCE = 30_000;

/** A page of the lab by its path, or of a host by its whole address. @param {string} path */
function addressOf(path) {
  if (URL.canParse(path)) return path;
  const base = process.env.LAB_URL;
  if (!base) throw new Error("LAB_URL is not set: run `cargo xtask test`, or set it to the served page's address");
  return new URL(path, base).href;
}

const OUT = resolve(process.env.LAB_OUT ?? join(import.meta.dirname, "../../target/e2e"));

// No sandbox in containers, and no traffic of the browser's own. Playwright asks for the headless mode itself.
const webdriver = readFileSync(join(import.meta.dirname, "../../webdriver.json"), "utf8");
const { args } = JSON.parse(webdriver)["goog:chromeOptions"];
const FLAGS = args.filter((flag) => flag !== "--headless");

/** @type {Promise<import("playwright-core").Browser> | undefined} */
let browser;

const launch = () => (browser ??= chromium.launch({ executablePath: findChromium(), args: FLAGS, timeout: PATIENCE }));

export const closeBrowser = async () => (await browser)?.close();

function findChromium() {
  const places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
  const found = process.env.CHROMIUM ?? places.find((place) => existsSync(place));
  if (!found) throw new Error(`no Chromium: set CHROMIUM, or install one of ${places.join(", ")}`);
  return found;
}

/** Runs in the page before its own scripts, and notes what happens and when. */
function recorder() {
  const record = { events: [], states: [], clicks: [], longTasks: [], violations: [] };
  window.labRecord = record;
  // Listening on the way down hears events that don't bubble.
  for (const type of ["ready", "finderend", "truthend", "runend", "progress", "pick", "error"]) {
    document.addEventListener(type, (event) => {
      if (event instanceof CustomEvent) record.events.push({ type, time: performance.now(), detail: event.detail });
    }, true);
  }
  // The time stamp is the input's own, so that waiting for a busy main thread counts.
  document.addEventListener("click", (event) => record.clicks.push(event.timeStamp), true);
  document.addEventListener("securitypolicyviolation", (event) => {
    record.violations.push(`${event.violatedDirective}: ${event.blockedURI}`);
  });
  new MutationObserver((changes) => {
    for (const { target } of changes) {
      if (target.localName === "lr-lab") {
        record.states.push({ time: performance.now(), state: target.getAttribute("state") });
      }
    }
  }).observe(document, { subtree: true, attributes: true, attributeFilter: ["state"] });
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) record.longTasks.push({ startTime, duration });
  }).observe({ type: "longtask", buffered: true });
}

/** One opened page. Every wait ends with what it waited for, or fails with a sentence. */
export class Lab {
  /**
   * Opens a page in a context of its own, which closes with the test.
   *
   * @param {import("node:test").TestContext} t
   * @param {{ path?: string, init?: () => void, context?: import("playwright-core").BrowserContextOptions }} [options]
   */
  static async open(t, { path = "index.html", init, context, host, headers } = {}) {
    const own = await (await launch()).newContext({ viewport: { width: 1440, height: 900 }, ...context });
    t.after(() => own.close());
    own.setDefaultTimeout(PATIENCE);
    const page = await own.newPage();
    const lab = new Lab(page);
    await page.addInitScript(recorder);
    if (init) await page.addInitScript(init);
    // Somebody's page with a lab in it, on the lab's own server.
    if (host) await page.route(addressOf("host.html"), (route) => route.fulfill({ contentType: "text/html", headers, body: host }));
    await page.goto(addressOf(host ? "host.html" : path));
    return lab;
  }

  /** Opens the page and waits until the default finder has its report. */
  static async openDone(t, options) {
    const lab = await Lab.open(t, options);
    await lab.state("done");
    return lab;
  }

  /** @param {import("playwright-core").Page} page */
  constructor(page) {
    this.page = page;
    this.element = page.locator("lr-lab");
    /** @type {string[]} */
    this.problems = [];
    const note = (what) => this.problems.push(what);
    page.on("console", (message) => message.type() === "error" && note(`console: ${message.text()}`));
    page.on("pageerror", (error) => note(`uncaught: ${error}`));
    page.on("requestfailed", (request) => note(`request failed: ${request.url()} ${request.failure()?.errorText}`));
    page.on("response", (response) => response.status() >= 400 && note(`${response.status()}: ${response.url()}`));
  }

  /** Fails if anything went wrong behind the page's back. */
  async assertQuiet() {
    const violations = await this.page.evaluate(() => window.labRecord.violations);
    assert.deepEqual([...this.problems, ...violations], []);
  }

  /** Waits until the element is in one of these states. @param {...string} states */
  async state(...states) {
    const selector = states.map((state) => `lr-lab[state="${state}"]`).join(",");
    await this.page.locator(selector).waitFor({ state: "attached" }).catch(async () => {
      const now = await this.currentState();
      assert.fail(`the element never became ${states.join(" or ")}; it is ${now}: ${this.problems.join("; ")}`);
    });
  }

  currentState() {
    return this.element.getAttribute("state");
  }

  /** Waits for one more truth than there were; where it would take long the page asks first. @param {number} [before] @param {number} [patience] */
  async truth(before = 0, patience = PATIENCE) {
    const offer = this.element.locator("[data-act=judge]");
    await until(async () => {
      if (await offer.isVisible()) await offer.click();
      return (await this.count("truthend")) > before;
    }, "no truth came", patience);
  }

  /** @param {string} name */
  button(name) {
    return this.element.getByRole("button", { name, exact: true });
  }

  /** What begins a sweep, a first one or another. */
  get sweep() {
    return this.element.getByRole("button", { name: /^Sweep( again)?$/ }).first();
  }

  /** @param {string} label */
  field(label) {
    return this.element.getByLabel(label, { exact: true });
  }

  /** Types a value and leaves the field. @param {string} label @param {string} value */
  async type(label, value) {
    const field = this.field(label);
    await field.fill(value);
    await field.blur();
  }

  /**
   * Does `action` and waits for the next event of this type; gives its detail with plain arrays.
   *
   * @param {string} type
   * @param {() => Promise<unknown>} action
   * @param {number} [patience]
   */
  async next(type, action, patience = PATIENCE) {
    const before = await this.count(type);
    await action();
    await until(async () => (await this.count(type)) > before, `no ${type} event followed`, patience);
    return this.page.evaluate(plainly, [type, before]);
  }

  /** @param {string} type */
  count(type) {
    return this.page.evaluate((type) => window.labRecord.events.filter((event) => event.type === type).length, type);
  }

  /** The latest report, with plain arrays. */
  report() {
    return this.page.evaluate(plainly, null);
  }

  /** All that was recorded, less the events' details. */
  record() {
    return this.page.evaluate(() => {
      const { events, ...rest } = window.labRecord;
      return { ...rest, events: events.map(({ type, time }) => ({ type, time })) };
    });
  }

  /** The text of the page and of the element's shadow root. */
  text() {
    return this.page.evaluate(() => {
      const shadow = document.querySelector("lr-lab")?.shadowRoot;
      const parts = [document.body, ...(shadow?.children ?? [])];
      return parts.filter((part) => part instanceof HTMLElement).map((part) => part.innerText).join("\n");
    });
  }

  /** Fails unless the figure is drawn: background, axes and curves make several colours. @param {string} figure */
  async assertDrawn(figure) {
    const canvas = this.element.locator(`canvas[data-figure="${figure}"]`);
    await until(async () => (await canvas.evaluate(colours)) >= 5, `the ${figure} canvas is blank`, 5000);
  }

  /** @param {string} name */
  async screenshot(name, options) {
    mkdirSync(OUT, { recursive: true });
    // Two frames, so that a figure redrawn for a new size or theme is in the picture.
    await this.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    await this.page.screenshot({ path: join(OUT, `${name}.png`), ...options });
  }
}

/** In the page: the detail of an event, or without one the latest report, typed arrays made plain for the trip here. */
async function plainly(event) {
  const plain = (value) => {
    if (ArrayBuffer.isView(value)) return Array.from(value);
    if (Array.isArray(value)) return value.map(plain);
    if (value && typeof value === "object") {
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
    }
    return value;
  };
  if (!event) return plain(await document.querySelector("lr-lab").getResult());
  const [type, index] = event;
  return plain(window.labRecord.events.filter((one) => one.type === type)[index].detail);
}

/** In the page: how many colours a canvas shows, counted up to 32. */
function colours(canvas) {
  if (!canvas.width || !canvas.height) return 0;
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  const seen = new Set();
  for (const colour of new Uint32Array(data.buffer)) {
    seen.add(colour);
    if (seen.size === 32) break;
  }
  return seen.size;
}

/**
 * Asks from outside the page: a waiting function inside it would need eval, which the strict policy forbids.
 *
 * @param {() => Promise<boolean>} condition
 * @param {string} failure
 * @param {number} [patience]
 */
export async function until(condition, failure, patience = PATIENCE) {
  const deadline = Date.now() + patience;
  while (!(await condition())) {
    if (Date.now() > deadline) assert.fail(`${failure} within ${patience / 1000} s`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

/** @param {number[]} values */
export const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
