// The element in other people's pages: what they do to it, and what it does to them.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Lab, until } from "./lab.mjs";

const SCRIPT = '<script type="module" src="www/lr-lab.js"></script>';
/** A page of somebody's. @param {string} body @param {string} [head] @param {string} [root] attributes of its html */
const page = (body, head = "", root = 'lang="en"') => `<!doctype html><html ${root}><head><meta charset="utf-8"><title>Course notes</title>${head}${SCRIPT}</head><body>${body}</body></html>`;

/** The element's inside. @param {Lab} lab */
const app = (lab) => lab.element.locator(".app");
const theme = (lab) => app(lab).getAttribute("data-theme");

test("what is typed and pressed in the lab, the page around does not hear", async (t) => {
  const lab = await Lab.openDone(t, { host: page('<p><a href="#x">notes</a></p><lr-lab view="full"></lr-lab>') });
  await lab.page.evaluate(() => {
    window.heard = [];
    for (const type of ["keydown", "keypress", "keyup"]) document.addEventListener(type, ({ key }) => window.heard.push(key));
  });
  await lab.field("Rate").focus();
  await lab.page.keyboard.type("1/128");
  await lab.page.keyboard.press("ArrowLeft");
  await lab.page.keyboard.press("Enter");
  await lab.element.locator(".handle").first().focus();
  for (const key of ["ArrowRight", ".", "Home"]) await lab.page.keyboard.press(key);
  await lab.button("Share").focus();
  await lab.page.keyboard.press("Space");
  assert.deepEqual(await lab.page.evaluate(() => window.heard), []);
  // Its own keys the page still has.
  await lab.page.getByText("notes").focus();
  await lab.page.keyboard.press(".");
  assert.deepEqual(await lab.page.evaluate(() => [...new Set(window.heard)]), ["."]);
});

test("events stay on the element", async (t) => {
  const init = () => {
    window.bubbled = [];
    for (const type of ["ready", "error", "progress", "finderend", "statechange"]) addEventListener(type, ({ type }) => window.bubbled.push(type));
  };
  const lab = await Lab.openDone(t, { host: page("<lr-lab view=\"full\"></lr-lab>"), init });
  await lab.next("finderend", () => lab.element.evaluate((element) => element.run()));
  await lab.next("error", () => lab.type("Batch size", "0"));
  assert.deepEqual(await lab.page.evaluate(() => window.bubbled), []);
});

test("the page's text styles stay outside, and so does its direction", async (t) => {
  const rude = "<style>* { letter-spacing: 3px } body { text-align: center; text-transform: uppercase; font: italic 30px serif; line-height: 3; word-spacing: 1em; color: red; white-space: pre }</style>";
  const lab = await Lab.openDone(t, { host: page('<lr-lab view="full"></lr-lab>', rude, 'lang="ar" dir="rtl"') });
  const plain = await Lab.openDone(t, { host: page('<lr-lab view="full"></lr-lab>') });
  const styles = (one) => one.element.evaluate((element) => {
    const styled = [...element.shadowRoot.querySelectorAll(".app, .app h2, .why, .app label, .app td, .app button")].map((part) => getComputedStyle(part));
    return styled.map((of) => ["letterSpacing", "textAlign", "textTransform", "fontFamily", "fontSize", "fontStyle", "lineHeight", "wordSpacing", "color", "whiteSpace", "direction"].map((name) => of[name]).join(" "));
  });
  const [own, others] = [await styles(lab), await styles(plain)];
  assert.deepEqual(own.slice(0, 8), others.slice(0, 8));
  assert.equal(await app(lab).getAttribute("lang"), "en");
});

test("colours follow the page's own scheme, then the system's", async (t) => {
  /** What a page says, and which colours it then has; the system's are dark. */
  const PAGES = [
    [page("<lr-lab></lr-lab>"), "dark"],
    [page("<lr-lab></lr-lab>", '<meta name="color-scheme" content="light">'), "light"],
    [page("<lr-lab></lr-lab>", "<style>:root { color-scheme: light }</style>"), "light"],
    [page("<lr-lab></lr-lab>", "", 'lang="en" data-theme="light"'), "light"],
    [page("<lr-lab></lr-lab>", "", 'lang="en" class="theme-light"'), "light"],
    [page('<lr-lab theme="dark"></lr-lab>', "", 'lang="en" data-theme="light"'), "dark"],
  ];
  for (const [host, expected] of PAGES) {
    const lab = await Lab.openDone(t, { host, context: { colorScheme: "dark" } });
    assert.equal(await theme(lab), expected, host);
  }
  const lab = await Lab.openDone(t, { host: page("<lr-lab></lr-lab>"), context: { colorScheme: "light" } });
  for (const [attribute, value, expected] of [["data-md-color-scheme", "slate", "dark"], ["data-md-color-scheme", "default", "light"], ["class", "quarto-dark", "dark"], ["class", "", "light"]]) {
    await lab.page.evaluate(([name, value]) => document.body.setAttribute(name, value), [attribute, value]);
    if (attribute === "class") await lab.page.evaluate(() => document.body.removeAttribute("data-md-color-scheme"));
    await until(async () => (await theme(lab)) === expected, `${attribute}="${value}" is not ${expected}`);
  }
});

test("it has a width and a height wherever it stands", async (t) => {
  const PLACES = {
    "a flex row": '<div style="display: flex"><p>notes</p><lr-lab></lr-lab></div>',
    "an inline block": '<div style="display: inline-block"><lr-lab></lr-lab></div>',
    "a column of 320 px": '<div style="width: 320px"><lr-lab view="full"></lr-lab></div>',
    "a table cell": "<table><tr><td><lr-lab></lr-lab></td></tr></table>",
  };
  for (const [where, body] of Object.entries(PLACES)) {
    const lab = await Lab.openDone(t, { host: page(body) });
    const { width, height } = await lab.element.boundingBox();
    assert.ok(width >= 280 && height >= 380, `${width}×${height} in ${where}`);
    const over = await lab.element.evaluate((element) => element.shadowRoot.querySelector(".app").scrollWidth - element.clientWidth);
    assert.ok(over <= 0, `${over} px over in ${where}`);
    await lab.assertDrawn("finder");
  }
});

test("a promise of the report always comes: the report, nothing, or why there is none", async (t) => {
  const result = (lab) => lab.element.evaluate((element) => element.getResult().then((report) => (report ? report.losses.length : null), (error) => error.message));
  const lab = await Lab.open(t, { host: page("<lr-lab></lr-lab>") });
  assert.ok((await result(lab)) > 10, "asked before the core was there");
  // Of a sweep that is on it is that one's.
  const [asked, ended] = await lab.element.evaluate(async (element) => {
    element.setAttribute("finder", "1e-5:10:150");
    element.run();
    return [(await element.getResult()).lrs.length, element.getAttribute("state")];
  });
  assert.ok(asked <= 150 && ended === "done", `${asked} losses in state ${ended}`);
  const idle = await Lab.open(t, { host: page('<lr-lab autorun="no"></lr-lab>') });
  assert.equal(await result(idle), null);
  const hidden = await Lab.open(t, { host: page("<lr-lab hidden></lr-lab>") });
  assert.equal(await result(hidden), null);
  const broken = await Lab.open(t, { host: page("<lr-lab></lr-lab>"), init: () => { WebAssembly.validate = () => false; } });
  assert.match(await result(broken), /SIMD/);
  await broken.state("error");
});

test("its state can be asked for and set, and what is refused changes nothing", async (t) => {
  const lab = await Lab.openDone(t, { host: page('<lr-lab data="moons" seed="3"></lr-lab>') });
  const state = () => lab.element.evaluate((element) => {
    const { state, link, config, picked } = element.getState();
    return { state, link, data: config.experiment.data.name, by: picked?.by, lr: picked?.lr };
  });
  const found = await state();
  assert.deepEqual([found.state, found.link, found.data], ["done", "data=moons&seed=3", "moons"]);
  assert.ok(["sweep", "race", "truth"].includes(found.by), found.by);
  await lab.next("finderend", () => lab.element.evaluate((element) => element.set({ data: "circles", lr: "0.05" })));
  assert.deepEqual(await state().then(({ link, by, lr }) => [link, by, lr]), ["data=circles&seed=3&lr=0.05", "reader", 0.05]);
  const { field, message } = await lab.next("error", () => lab.element.evaluate((element) => element.set({ batch: "0" })));
  assert.deepEqual([field, /^batch: 0 is not accepted/.test(message)], ["batch", true]);
  assert.equal((await state()).link, "data=circles&seed=3&lr=0.05");
  const csv = await lab.element.evaluate((element) => element.export("lr-finder.csv"));
  assert.match(csv, /^lr,loss,smoothed\n/);
  assert.match(await lab.element.evaluate((element) => element.export("lr-finder.doc").catch(({ message }) => message)), /^there is no lr-finder\.doc now; there are lr-finder\.png/);
});

test("where there is no clipboard the link is shown, selected", async (t) => {
  const lab = await Lab.openDone(t, { path: "index.html#seed=4", init: () => { Object.defineProperty(navigator, "clipboard", { value: undefined }); } });
  await lab.button("Share").click();
  const field = lab.element.getByLabel("Link", { exact: true });
  assert.match(await field.inputValue(), /#seed=4&lr=0\.\d+$/);
  assert.equal(await field.evaluate(({ selectionEnd, value }) => selectionEnd === value.length), true);
  await lab.assertQuiet();
});

test("a small view is its parts and one way on, in a room that does not change", async (t) => {
  /** What is seen in each view, and what is not. */
  const VIEWS = {
    finder: [".verdict", ".finder canvas"], truth: [".verdict", ".truth canvas"], schedule: [".schedule canvas", ".shape-fields"],
    train: [".verdict", ".loss", ".train"], compare: [".verdict", ".loss", ".train", ".runs"],
  };
  const PARTS = [...new Set(Object.values(VIEWS).flat()), ".rail", ".bar", ".rules-table", ".closer"];
  const lab = await Lab.open(t, {
    host: page(`${Object.keys(VIEWS).map((view) => `<lr-lab view="${view}" lr="0.05" seeds="2" rates="8"></lr-lab>`).join("")}<p id="end">more notes</p>`, "<style>body { width: 700px } lr-lab { display: block; min-height: 420px }</style>"),
    init: () => {
      window.jumps = 0;
      new PerformanceObserver((list) => { for (const { value, hadRecentInput } of list.getEntries()) window.jumps += hadRecentInput ? 0 : value; }).observe({ type: "layout-shift", buffered: true });
    },
  });
  for (const [i, [view, seen]] of Object.entries(VIEWS).entries()) {
    const one = lab.page.locator("lr-lab").nth(i);
    // What is not seen does not run.
    await one.scrollIntoViewIfNeeded();
    await lab.page.locator(`lr-lab[view=${view}][state=done]`).waitFor();
    if (view === "truth") await until(async () => /Your rate/.test(await one.locator(".verdict").innerText()), "no truth");
    assert.equal((await one.boundingBox()).height, 420, view);
    const visible = [];
    for (const part of PARTS) if (await one.locator(part).first().isVisible()) visible.push(part);
    assert.deepEqual(visible.toSorted(), seen.toSorted(), view);
    const over = await one.evaluate((element) => element.shadowRoot.querySelector(".main").scrollWidth - element.clientWidth);
    assert.ok(over <= 0, `${over} px over in ${view}`);
  }
  const jumps = await lab.page.evaluate(() => window.jumps);
  assert.ok(jumps < 0.02, `the notes moved: ${jumps}`);
  const whole = lab.page.locator("lr-lab").first().getByRole("link", { name: "Open in LR Lab" });
  await whole.hover();
  await whole.dispatchEvent("pointerdown");
  assert.match(await whole.getAttribute("href"), /\/index\.html#lr=0\.05&seeds=2&rates=8$/);
});

test("a small view that trains leads to its first sweep", async (t) => {
  const lab = await Lab.open(t, { host: page('<lr-lab view="train" autorun="no"></lr-lab>') });
  await lab.state("idle");
  const steps = lab.element.locator(".next-steps > button:visible");
  assert.deepEqual(await steps.allInnerTexts(), ["Sweep"]);
  await lab.next("finderend", () => lab.button("Sweep").click());
  await lab.next("runend", () => lab.button("Train").click());
  assert.deepEqual(await steps.allInnerTexts(), []);
  await lab.assertQuiet();
});

test("a height holds, and so does one of the page's own; a title is a heading and no tooltip", async (t) => {
  const lab = await Lab.openDone(t, { host: page('<lr-lab height="300" title="Batch size"></lr-lab>') });
  const height = async () => (await lab.element.boundingBox()).height;
  assert.equal(await height(), 300);
  assert.equal(await lab.element.getByRole("heading", { name: "Batch size" }).isVisible(), true);
  assert.equal(await lab.element.getAttribute("title"), null);
  assert.match(await lab.element.evaluate((element) => element.getLink()), /height=300&title=Batch%20size/);
  await lab.element.evaluate((element) => element.setAttribute("height", "360"));
  await until(async () => (await height()) === 360, "the height did not follow");
  const styled = await Lab.openDone(t, { host: page("<lr-lab></lr-lab>", "<style>lr-lab { height: 555px }</style>") });
  assert.equal((await styled.element.boundingBox()).height, 555);
  const whole = await Lab.openDone(t, { host: page('<lr-lab view="full" height="500"></lr-lab>') });
  assert.equal((await whole.element.boundingBox()).height, 500);
  assert.equal(await whole.element.evaluate((element) => element.scrollHeight > element.clientHeight), true, "what is inside does not scroll");
});

test("in a frame it speaks with the page around, and with nobody else", async (t) => {
  const lab = await Lab.open(t, {
    host: '<!doctype html><html lang="en"><title>Course notes</title><iframe id="lab" name="first" src="embed.html#data=moons&seed=3" width="700" height="460"></iframe><iframe id="other" srcdoc="<p>other</p>"></iframe></html>',
    init: () => {
      window.heard = [];
      addEventListener("message", ({ data }) => window.heard.push(data));
    },
  });
  const heard = (what) => lab.page.evaluate((what) => window.heard.filter(({ type, subject }) => type === what || subject === what), what);
  await until(async () => (await heard("finderend")).length > 0, "the sweep's end was not heard");
  const [{ source, v, id, detail }] = await heard("finderend");
  assert.deepEqual([source, v, id], ["lr-lab", 1, "first"]);
  assert.ok(Object.keys(detail.losses).length > 10);
  for (const type of ["resize", "iframe-resized", "lti.frameResize"]) assert.equal((await heard(type)).length > 0, true, type);

  const ask = (type, detail, id) => lab.page.evaluate(([type, detail, id]) => {
    document.getElementById("lab").contentWindow.postMessage({ target: "lr-lab", type, detail, id }, "*");
    return new Promise((done) => addEventListener("message", function answered({ data }) {
      if (data.id !== id) return;
      removeEventListener("message", answered);
      done({ type: data.type, detail: data.detail });
    }));
  }, [type, detail, id]);
  const { detail: state } = await ask("getState", null, 1);
  assert.deepEqual([state.link, state.config.experiment.data.name], ["data=moons&seed=3", "moons"]);
  assert.equal((await ask("set", { seed: "5" }, 2)).type, "set");
  assert.equal((await ask("getResult", null, 3)).detail.lrs instanceof Object, true);
  assert.equal((await ask("getState", null, 4)).detail.link, "data=moons&seed=5");
  assert.match((await ask("export", "lr-finder.csv", 5)).detail, /^lr,loss/);
  assert.match((await ask("constructor", null, 6)).detail.message, /^constructor\? run, pause/);

  // Another window's messages change nothing, nor do ours that are for somebody else.
  const other = lab.page.frames().find((frame) => frame !== lab.page.mainFrame() && !frame.url().includes("embed"));
  await other.evaluate(() => parent.document.getElementById("lab").contentWindow.postMessage({ target: "lr-lab", type: "set", detail: { seed: "9" } }, "*"));
  await lab.page.evaluate(() => {
    const { contentWindow } = document.getElementById("lab");
    for (const message of [null, 1, "set", { type: "set", detail: { seed: "9" } }, { target: "other", type: "set", detail: { seed: "9" } }]) contentWindow.postMessage(message, "*");
  });
  assert.equal((await ask("getState", null, 7)).detail.link, "data=moons&seed=5");
});

test("it is put into a course as a snippet, with its settings, for every host", async (t) => {
  const lab = await Lab.openDone(t, { path: "index.html#data=moons&seed=3&lr=0.05" });
  await lab.button("Embed").click();
  const dialog = lab.element.getByRole("dialog", { name: "Put it in your course" });
  const text = () => dialog.getByLabel("What to paste there").inputValue();
  const base = new URL("./", lab.page.url()).href;
  assert.match(await text(), new RegExp(`<script type="module" src="${base}www/lr-lab\\.js"></script>\\n<lr-lab view="finder" data="moons" seed="3" lr="0\\.05"></lr-lab>$`));
  await dialog.getByLabel("Readers can run it and change nothing").check();
  await dialog.getByLabel("What", { exact: true }).selectOption("train");
  /** How each host has it. */
  const HOSTS = {
    html: /<lr-lab view="train" lock="all" data="moons" seed="3" lr="0\.05"><\/lr-lab>$/, quarto: /^```\{=html\}\n[^]*\n```$/, mkdocs: /^<style>/,
    myst: /^```\{anywidget\} \S+lr-lab\.anywidget\.js\n\{"view":"train","lock":"all","data":"moons","seed":"3","lr":"0\.05"\}\n```$/,
    sphinx: /^\.\. raw:: html\n\n {3}<style>/, reveal: /^<section>\n/,
    moodle: /^<iframe src="\S+embed\.html#view=train&amp;lock=all&amp;data=moons&amp;seed=3&amp;lr=0\.05"/, canvas: /^<iframe /,
    jupyter: /^from lr_lab import LrLab\n\nLrLab\(view="train", lock="all", data="moons", seed="3", lr="0\.05"\)$/,
  };
  const offered = await dialog.getByLabel("Where").locator("option").evaluateAll((all) => all.map(({ value }) => value));
  assert.deepEqual(offered, Object.keys(HOSTS));
  for (const [host, expected] of Object.entries(HOSTS)) {
    await dialog.getByLabel("Where").selectOption(host);
    assert.match(await text(), expected, host);
  }
  await lab.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await dialog.getByRole("button", { name: "Copy" }).click();
  await dialog.getByText("Copied.").waitFor();
  assert.equal(await lab.page.evaluate(() => navigator.clipboard.readText()), await text());
  // What was copied, in a page.
  await dialog.getByLabel("Where").selectOption("html");
  const notes = await Lab.open(t, { host: page(await text()) });
  await notes.state("idle", "done");
  assert.match(await notes.element.evaluate((element) => element.getLink()), /^view=train&data=moons&seed=3&lr=0\.05&lock=all$/);
});
