// @ts-check
/** Numbered places on a figure's horizontal axis, with a word to each where there is room. */
import { h } from "./dom.js";
import { badge } from "./glossary.js";
import { inLanguage } from "./language.js";
import { share } from "./overlay.js";

/** Half a number and the gap to its word, in CSS pixels. */
const REACH = 15;
/** The height of the row above the figure that they stand in, as in the style sheet. */
const ROW = 22;

export class Marks {
  constructor() {
    this.root = h("div", { class: "marks" });
    /** @type {import("./figure.js").Figure | null} */
    this.figure = null;
    /** @type {{ at: number, line: HTMLElement, label: HTMLElement }[]} from left to right */
    this.list = [];
    /** Where they were put last. */
    this.placed = "";
  }

  /**
   * @param {import("./figure.js").Figure} figure
   * @param {import("./lesson.js").Mark[]} marks
   * @param {import("./texts.js").Language} language
   */
  put(figure, marks, language) {
    this.figure = figure;
    this.placed = "";
    this.list = marks.map(({ at, text }, i) => ({
      at, line: h("div", { class: "mark" }, badge(i + 1)), label: h("div", { class: "mark-label" }, inLanguage(text, language)),
    })).sort((a, b) => a.at - b.at);
    this.root.replaceChildren(...this.list.flatMap(({ line, label }) => [line, label]));
    figure.area.append(this.root);
  }

  clear() {
    this.figure = null;
    this.root.remove();
  }

  /** Puts them where the figure has its axis now. */
  place() {
    const layout = this.figure?.crosshair.layout ?? null;
    this.root.hidden = !layout;
    const now = JSON.stringify(layout);
    if (!layout || this.placed === now) return;
    this.placed = now;
    const { plot, x } = layout;
    const places = this.list.map(({ at }) => plot.x + share(x, at) * plot.width);
    const inSight = places.map((place) => place >= plot.x - 1 && place <= plot.x + plot.width + 1);
    // How far words reach that are written already.
    let taken = plot.x;
    this.list.forEach(({ line, label }, i) => {
      line.hidden = label.hidden = !inSight[i];
      if (!inSight[i]) return;
      line.style.setProperty("transform", `translate(${places[i]}px, 0)`);
      line.style.setProperty("--above", `${plot.y}px`);
      line.style.setProperty("height", `${ROW + plot.y + plot.height}px`);
      const width = label.offsetWidth + REACH;
      const end = (places[i + 1] ?? Infinity) - REACH;
      const right = places[i] + width <= Math.min(end, plot.x + plot.width);
      const left = places[i] - width >= taken;
      label.hidden = !right && !left;
      label.style.setProperty("transform", `translate(${right ? places[i] + REACH : places[i] - width}px, 0)`);
      taken = right ? places[i] + width : places[i] + REACH;
    });
  }
}
