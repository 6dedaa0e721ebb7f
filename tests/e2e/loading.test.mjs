// How the lab comes to a page: by which way something trains there, and what is said where there is none.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

import { Lab, until } from "./lab.mjs";
import { STRICT, pageWith, serve } from "./server.mjs";

const ANYONE = { "Access-Control-Allow-Origin": "*" };

/** In the page, before its scripts: counts how workers are begun, and from where; `blocked` are refused. */
const watched = (blocked = "") => `{
  const Real = Worker;
  window.begun = [];
  window.Worker = class extends Real {
    constructor(address, options) {
      if ("${blocked}" && String(address).startsWith("${blocked}")) throw new DOMException("refused", "SecurityError");
      super(address, options);
      const kind = String(address).startsWith("blob:") ? "blob" : "address";
      this.addEventListener("message", ({ data }) => data.type === "here" && begun.push(kind), { once: false });
    }
  };
}`;

/** Opens a page there, and waits for its sweep. Gives how its workers began, and the losses of the curve. */
async function swept(t, path, init = watched()) {
  const lab = await Lab.openDone(t, { path, init });
  const { losses } = await lab.report();
  return { lab, losses, ways: new Set(await lab.page.evaluate("begun")), note: await lab.element.locator(".notes").first().textContent() };
}

/** What the default finder gives where nothing stands in its way. @type {Promise<number[]> | undefined} */
let usual;
const usualLosses = (t) => (usual ??= swept(t, "embed.html").then(({ losses }) => losses));

test("from its own origin: workers from their address, under the strict policy and under COEP", async (t) => {
  const losses = await usualLosses(t);
  const hosts = {
    strict: { "Content-Security-Policy": STRICT },
    isolated: { "Cross-Origin-Embedder-Policy": "require-corp", "Cross-Origin-Opener-Policy": "same-origin" },
  };
  for (const [name, headers] of Object.entries(hosts)) {
    const host = await swept(t, `${await serve(t, { headers })}embed.html`);
    assert.deepEqual([...host.ways], ["address"], name);
    assert.deepEqual(host.losses, losses, name);
    assert.equal(host.note, "", name);
    await host.lab.assertQuiet();
  }
});

test("under Trusted Types by a policy called lr-lab", async (t) => {
  const headers = { "Content-Security-Policy": "require-trusted-types-for 'script'; trusted-types lr-lab" };
  const { lab, losses, ways } = await swept(t, `${await serve(t, { headers })}embed.html`);
  assert.deepEqual([...ways], ["address"]);
  assert.deepEqual(losses, await usualLosses(t));
  // The first worker is tried without: where nothing is required no policy is made.
  const { violations } = await lab.record();
  assert.deepEqual(violations.map((violation) => violation.split(":")[0]), ["require-trusted-types-for"]);
});

test("from another origin that lets it be read: a blob that imports the worker", async (t) => {
  const cdn = await serve(t, { headers: ANYONE });
  const page = await serve(t, { pages: { "/notes.html": pageWith(cdn) } });
  const { losses, ways, note } = await swept(t, `${page}notes.html`);
  assert.deepEqual([...ways], ["blob"]);
  assert.deepEqual(losses, await usualLosses(t));
  assert.equal(note, "");
});

test("in a sandboxed frame, which has no origin", async (t) => {
  const own = await serve(t, { headers: ANYONE });
  const page = await serve(t, { pages: { "/notes.html": `<!doctype html><link rel="icon" href="data:,"><iframe sandbox="allow-scripts" src="${own}embed.html" width="900" height="700"></iframe>` } });
  const lab = await Lab.open(t, { path: `${page}notes.html`, init: watched() });
  const frame = lab.page.frames()[1];
  await frame.locator("lr-lab[state=done]").waitFor({ state: "attached" });
  assert.deepEqual([...new Set(await frame.evaluate("begun"))], ["blob"]);
  assert.deepEqual(await frame.evaluate(async () => Array.from((await document.querySelector("lr-lab").getResult()).losses)), await usualLosses(t));
});

test("where no worker may start: in slices on the page's own thread, which is said", async (t) => {
  const headers = { "Content-Security-Policy": "worker-src 'none'" };
  const { lab, losses, ways, note } = await swept(t, `${await serve(t, { headers })}embed.html`);
  assert.deepEqual([...ways], []);
  assert.deepEqual(losses, await usualLosses(t));
  assert.match(note, /worker could not start.*security policy/);
  // Between two slices the page hears its reader.
  const { trace } = await lab.next("runend", () => lab.element.evaluate((element) => {
    element.addEventListener("progress", () => element.cancel(), { once: true });
    element.setAttribute("steps", "100000");
    element.train();
  }));
  assert.ok(trace.losses.length < 100_000);
});

test("a browser that refuses workers from another address is said to", async (t) => {
  const cdn = await serve(t, { headers: ANYONE });
  const page = await serve(t, { pages: { "/notes.html": pageWith(cdn) }, headers: { "Content-Security-Policy": "worker-src 'self'" } });
  const { losses, note } = await swept(t, `${page}notes.html`);
  assert.deepEqual(losses, await usualLosses(t));
  assert.match(note, /refused to start a worker from another address/);
});

test("a page that forbids WebAssembly keeps its picture and says what is missing", async (t) => {
  const headers = { "Content-Security-Policy": STRICT.replace(" 'wasm-unsafe-eval'", "") };
  await refused(t, `${await serve(t, { headers })}index.html`, /forbids WebAssembly.*wasm-unsafe-eval/);
});

test("a server that lets no one read the program is named as the cause", async (t) => {
  const cdn = await serve(t, { headers: (path) => (path.endsWith(".wasm") ? {} : ANYONE) });
  const page = await serve(t, { pages: { "/notes.html": pageWith(cdn) } });
  await refused(t, `${page}notes.html`, /does not let other sites read.*Access-Control-Allow-Origin/);
});

test("files of two versions are noticed, whichever is the older", async (t) => {
  const aged = (body) => {
    const build = /build([0-9a-f]{16})$/.exec(body.toString("latin1"))[1];
    return Buffer.from(body.toString("latin1").replace(build, "0123456789abcdef"), "latin1");
  };
  await refused(t, `${await serve(t, { swap: { ".wasm": aged } })}index.html`, /two versions.*reload/);
  const unmarked = (body) => body.toString().replace(/export const build.*/, "");
  await refused(t, `${await serve(t, { swap: { "lr_lab.js": unmarked } })}index.html`, /two versions.*reload/);
});

test("where not even its modules load, a page of the lab says why", async (t) => {
  const unloaded = async (lab, frame, cause) => {
    await frame.locator("lr-lab[state=error]").waitFor({ state: "attached" });
    assert.match(await frame.locator(".unloaded p:visible").first().textContent(), cause);
    assert.equal(await frame.locator(".unloaded:visible").count(), 1);
    assert.ok(await frame.locator(".early figure").isVisible(), "the picture is gone");
    assert.match(await lab.page.evaluate(() => window.labRecord.events.find(({ type }) => type === "error")?.detail.message ?? "in a frame"), cause);
  };
  const disk = await Lab.open(t, { path: pathToFileURL(join(import.meta.dirname, "../../index.html")).href });
  await unloaded(disk, disk.page, /from a disk.*lr-lab\.single\.html/);

  const lost = await Lab.open(t, { path: `${await serve(t, { swap: { "view.js": () => { throw new Error("no such file"); } } })}index.html` });
  await unloaded(lost, lost.page, /did not arrive/);

  const mixed = await Lab.open(t, { path: `${await serve(t, { swap: { "numbers.js": () => "export {};" } })}index.html` });
  await unloaded(mixed, mixed.page, /another version/);

  const page = await serve(t, { pages: { "/notes.html": '<!doctype html><link rel="icon" href="data:,"><iframe sandbox="allow-scripts" src="index.html" width="900" height="700"></iframe>' } });
  const framed = await Lab.open(t, { path: `${page}notes.html` });
  await unloaded(framed, framed.page.frames()[1], /no origin.*Access-Control-Allow-Origin|in a frame/);
});

/** Opens a page where the lab can't run: the state, the event and a sentence say so, and what stood in its place stays. */
async function refused(t, path, cause) {
  const lab = await Lab.open(t, { path });
  await lab.state("error");
  assert.match(await lab.text(), cause);
  const { events } = await lab.page.evaluate(() => ({ events: window.labRecord.events.filter(({ type }) => type === "error").map(({ detail }) => detail.message) }));
  assert.equal(events.length, 1);
  assert.match(events[0], cause);
  const stays = lab.element.locator("> *").first();
  await until(() => stays.isVisible(), "what the page held in its place is gone");
}
