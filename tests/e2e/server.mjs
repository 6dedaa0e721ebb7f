// A server on a port, and so an origin, of its own, whose headers and pages a test chooses.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";

const ROOT = join(import.meta.dirname, "../..");
const TYPES = {
  ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8",
  ".json": "application/json", ".wasm": "application/wasm", ".gz": "application/gzip",
};

/** What the strictest page says, in the words of the design. */
export const STRICT = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; worker-src 'self'; connect-src 'self'; img-src 'self' data: blob:";

/**
 * Serves a folder, the repository if none is named, until the test ends.
 *
 * @param {import("node:test").TestContext} t
 * @param {{
 *   root?: string, headers?: Record<string, string> | ((path: string) => Record<string, string>), pages?: Record<string, string>,
 *   swap?: Record<string, (body: Buffer) => Buffer | string>, asked?: Set<string>,
 * }} [options] pages: html by path, beside the files; swap: other bytes for the files that end so; asked: gathers the paths asked for
 * @returns {Promise<string>} its address, with a slash at the end
 */
export async function serve(t, { root = ROOT, headers = {}, pages = {}, swap = {}, asked = new Set() } = {}) {
  const server = createServer(async ({ url }, response) => {
    const path = decodeURIComponent(new URL(url, "http://localhost").pathname).replace(/\/$/, "/index.html");
    asked.add(path);
    try {
      let body = pages[path] ?? await readFile(join(root, path));
      for (const [end, change] of Object.entries(swap)) if (path.endsWith(end)) body = change(body);
      const type = path in pages ? TYPES[".html"] : TYPES[extname(path)] ?? "text/plain";
      response.writeHead(200, { "Content-Type": type, "Cache-Control": "no-cache", ...(typeof headers === "function" ? headers(path) : headers) });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  t.after(() => new Promise((done) => {
    server.close(done);
    server.closeAllConnections();
  }));
  return `http://127.0.0.1:${server.address().port}/`;
}

/** A page with the element and what stands in its place, whose script comes from `origin`. @param {string} origin */
export const pageWith = (origin, attributes = "") => `<!doctype html><html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,"><title>Notes</title>
<lr-lab ${attributes}><p>A picture of the sweep.</p></lr-lab>
<script type="module" src="${origin}www/lr-lab.js"></script></html>`;
