// @ts-check
/** What can be taken away: figures, tables, reports, and scripts that train the same way elsewhere. */
import { h } from "./dom.js";
import { messageOf } from "./errors.js";
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
export const png = (canvas) => new Promise((done, fail) => canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error("the picture could not be made")))));

export class ExportMenu extends Menu {
  /**
   * @param {() => Item[]} items what there is now
   * @param {(text: string) => void} say
   */
  constructor(items, say) {
    super("Export", () => this.#fill(items()));
    this.say = say;
  }

  /** @param {Item[]} items */
  #fill(items) {
    this.list.replaceChildren(...items.map((item) => h("li", {}, h("button", { type: "button", onclick: () => this.#give(item) }, item.title))));
  }

  /** @param {Item} item */
  async #give({ title, file, make }) {
    this.close();
    try {
      const made = await make();
      const type = file.endsWith(".svg") ? "image/svg+xml" : "text/plain";
      const address = URL.createObjectURL(made instanceof Blob ? made : new Blob([made], { type }));
      const link = h("a", { href: address, download: file });
      link.click();
      setTimeout(() => URL.revokeObjectURL(address), 10_000);
      this.say(`${title}: ${file} is ready.`);
    } catch (error) {
      this.say(`${title}: ${messageOf(error)}`);
    }
  }
}
