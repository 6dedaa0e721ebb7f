// @ts-check
/** The schedule's figure: the rate of every step, with handles on its corners. */
import { h } from "./dom.js";
import { Figure, sample } from "./figure.js";
import { shown } from "./numbers.js";
import { share, valueAt, within } from "./overlay.js";
import { RangeSelection } from "./selection.js";
import { Zoom } from "./zoom.js";

/**
 * @import { Schedule, ScheduleHandle } from "../pkg/lr_lab.js"
 * @import { Sketch } from "./settings.js"
 * @import { Core } from "./wasm.js"
 */

/** A step of the arrow keys: in the time of the run, and in decades of the rate. */
const STEP = { time: 0.02, decades: 0.05 };

export class ScheduleFigure extends Figure {
  /**
   * @param {(fields: Record<string, number>) => void} change
   * @param {(words: string) => void} looked what is seen of the curve, after a change
   */
  constructor(change, looked) {
    super("schedule", "The rate of every step", ["Step", "Rate"]);
    this.change = change;
    this.zoom = new Zoom(this, looked);
    this.selection = new RangeSelection(this.area, this.crosshair, [this.zoom.choice]);
    this.caption.after(this.zoom.root);
    /** @type {HTMLElement[]} */
    this.knobs = [];
    /** @type {Core | null} */
    this.core = null;
    /** @type {Schedule | null} */
    this.request = null;
    /** @type {ScheduleHandle[]} */
    this.handles = [];
    /** @type {ArrayLike<number>} */
    this.rates = [];
    this.perUnit = 1;
  }

  /**
   * @param {Core} core
   * @param {Sketch | null} what
   * @param {{ theme: "light" | "dark", invitation: string, caption: string }} look
   */
  draw(core, what, { theme, invitation, caption }) {
    if (this.caption.textContent !== caption) this.caption.textContent = caption;
    if (!what) for (const knob of this.knobs) knob.hidden = true;
    const seen = this.zoom.over(what && { min: 0, max: what.rates.length - 1, kind: "linear" });
    const size = this.prepare(what && JSON.stringify(what.request), { theme, invitation, inputs: [core, what?.rates, seen] });
    if (!this.crosshair.layout) this.selection.clear();
    if (!size || !what) return;
    const { request, rates, perUnit } = what;
    Object.assign(this, { core, request, rates, perUnit, handles: core.scheduleHandles(request) });
    this.crosshair.layout = core.drawSchedule(this.canvas, rates, { ...size, ...seen });
    this.#place();
    this.fill();
  }

  /** @param {number} step */
  read(step) {
    const at = Math.min(this.rates.length - 1, Math.max(0, Math.round(step)));
    return at < 0 ? null : { x: at, text: `step ${at} · rate ${shown(this.rates[at], 4)}` };
  }

  fill() {
    const rates = this.rates;
    this.fillFrom(rates, () => sample(rates.length).map((step) => [String(step), shown(rates[step], 6)]));
  }

  /** Puts a knob on every corner that lies within the plot. */
  #place() {
    const { handles } = this;
    while (this.knobs.length < handles.length) this.knobs.push(this.#knob(this.knobs.length));
    const layout = this.crosshair.layout;
    this.knobs.forEach((knob, at) => {
      const handle = handles[at];
      const [step, lr] = handle ? [handle.t * this.perUnit, handle.lr] : [NaN, NaN];
      const [across, up] = layout ? [share(layout.x, step), share(layout.y, lr)] : [NaN, NaN];
      knob.hidden = !(across >= -0.001 && across <= 1.001 && up >= -0.02 && up <= 1.02);
      if (knob.hidden || !layout) return;
      const { plot } = layout;
      knob.style.setProperty("transform", `translate(${plot.x + across * plot.width}px, ${plot.y + (1 - up) * plot.height}px) translate(-50%, -50%)`);
      knob.setAttribute("aria-label", handle.label);
      knob.setAttribute("aria-valuenow", String(lr));
      knob.setAttribute("aria-valuetext", `rate ${shown(lr)} at step ${Math.round(step)}`);
    });
  }

  /** @param {number} at */
  #knob(at) {
    const knob = h("div", {
      class: "knob", role: "slider", tabindex: "0", "aria-valuemin": "0",
      onpointerdown: (/** @type {PointerEvent} */ event) => {
        if (event.button !== 0) return;
        knob.setPointerCapture(event.pointerId);
        knob.classList.add("held");
        this.crosshair.hide();
      },
      onpointermove: (/** @type {PointerEvent} */ event) => this.#drag(knob, at, event, false),
      onpointerup: (/** @type {PointerEvent} */ event) => this.#drag(knob, at, event, true),
      onpointercancel: () => knob.classList.remove("held"),
      onkeydown: (/** @type {KeyboardEvent} */ event) => this.#key(at, event),
    });
    this.area.append(knob);
    return knob;
  }

  /**
   * @param {HTMLElement} knob
   * @param {number} at
   * @param {PointerEvent} event
   * @param {boolean} settled
   */
  #drag(knob, at, event, settled) {
    const layout = this.crosshair.layout;
    if (!knob.classList.contains("held") || !layout) return;
    if (settled) knob.classList.remove("held");
    const { x, y } = layout;
    const [across, up] = this.crosshair.partsUnder(event).map(within);
    this.#move(at, valueAt(x, across), valueAt(y, up));
  }

  /**
   * @param {number} at
   * @param {KeyboardEvent} event
   */
  #key(at, event) {
    const handle = this.handles[at];
    if (!handle || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const [step, lr] = [handle.t * this.perUnit, handle.lr];
    const far = Math.max(1, Math.round(STEP.time * this.rates.length));
    const moves = /** @type {Record<string, [number, number]>} */ ({
      ArrowLeft: [step - far, lr], ArrowRight: [step + far, lr],
      ArrowUp: [step, lr * 10 ** STEP.decades], ArrowDown: [step, lr / 10 ** STEP.decades],
      PageUp: [step, lr * 10], PageDown: [step, lr / 10],
    });
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    this.#move(at, Math.max(0, move[0]), move[1]);
  }

  /**
   * @param {number} at
   * @param {number} step
   * @param {number} lr
   */
  #move(at, step, lr) {
    if (!this.handles[at] || !this.core || !this.request) return;
    const fields = this.core.dragSchedule(this.request, at, step / this.perUnit, Number(lr.toPrecision(3)));
    this.change(Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, Number(value.toPrecision(4))])));
  }
}
