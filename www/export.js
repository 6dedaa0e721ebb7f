// @ts-check
/** What can be taken away: figures, tables, reports, and scripts that train the same way elsewhere. */
import { h } from "./dom.js";
import { ToldError, inWords } from "./faults.js";
import { Menu } from "./menu.js";

/**
 * @typedef {{ title: string, file: string, make: () => Promise<Blob | string> | Blob | string }} Item
 *   make: the contents, or what throws why there are none
 */

/** A table as CSV. @param {Record<string, ArrayLike<number>>} columns */
export function csv(columns) {
  const names = Object.keys(columns);
  const rows = Array.from({ length: columns[names[0]].length }, (_, i) => names.map((name) => columns[name][i]).join(","));
  return [names.join(","), ...rows, ""].join("\n");
}

/** A report as JSON: typed arrays as lists, what is not finite as null. @param {unknown} report */
export const json = (report) => JSON.stringify(report, (_, value) => (value instanceof Float64Array || value instanceof Float32Array ? Array.from(value) : value), 1);

/** A canvas as a picture. @param {HTMLCanvasElement} canvas @returns {Promise<Blob>} */
export const png = (canvas) => new Promise((done, fail) => canvas.toBlob((blob) => (blob ? done(blob) : fail(new ToldError("export.no-picture")))));

export class ExportMenu extends Menu {
  /**
   * @param {import("./words.js").Words} words
   * @param {() => Item[]} items what there is now
   * @param {(text: string) => void} tell
   */
  constructor(words, items, tell) {
    super(words.of("export"), { fill: () => this.#fill(items()) });
    this.words = words;
    this.tell = tell;
  }

  /** @param {Item[]} items */
  #fill(items) {
    this.list.replaceChildren(...items.map((item) => h("li", {}, h("button", { type: "button", onclick: () => this.#give(item) }, item.title))));
  }

  /** @param {Item} item */
  async #give({ title, file, make }) {
    const { say } = this.words;
    this.close();
    try {
      const made = await make();
      const type = file.endsWith(".svg") ? "image/svg+xml" : "text/plain";
      const address = URL.createObjectURL(made instanceof Blob ? made : new Blob([made], { type }));
      const link = h("a", { href: address, download: file });
      link.click();
      setTimeout(() => URL.revokeObjectURL(address), 10_000);
      this.tell(say("export.ready", { title, file }));
    } catch (error) {
      this.tell(`${title}: ${inWords(say, error)}`);
    }
  }
}
