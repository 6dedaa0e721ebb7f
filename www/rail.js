// @ts-check
/** The settings at the side, and under them what goes on: on a phone a sheet over the page, and a bar at its bottom. */
import { Controls } from "./controls.js";
import { enable, enabled, h, icon, setText } from "./dom.js";
import { shownLoss } from "./numbers.js";

const SLIDERS = "M4 7h8M18 7h2M4 17h2M12 17h8M15 4v6M9 14v6";

export class Rail {
  /**
   * @param {{ set: (key: string, value: string, committed: boolean) => void, run: () => void, step: () => void, reset: () => void }} actions
   * @param {() => void} turned the sheet has been opened or shut
   */
  constructor({ set, run, step, reset }, turned) {
    this.turned = turned;
    this.controls = new Controls(set);
    this.again = quiet("Sweep again", run);
    this.one = quiet("Step", step);
    this.reset = quiet("Reset", reset);
    this.rest = h("div", { class: "rest-acts" }, this.again, this.one, this.reset);
    this.settings = h("div", { class: "settings", id: "settings" }, this.controls.root);
    this.bar = h("progress", { "aria-label": "Progress", max: "1", value: "0" });
    this.count = h("p", { class: "count" });
    this.marks = h("ul", { class: "marks", "aria-label": "What is known" }, ...["Sweep", "Race", "Truth"].map((name) => h("li", {}, name)));
    this.general = h("p", { class: "message general", hidden: true });
    this.sheetButton = h("button", {
      type: "button", class: "more", "aria-label": "Settings", "aria-expanded": "false", "aria-controls": "settings", onclick: () => this.turn(!this.open),
    }, icon(SLIDERS));
    this.acts = h("div", { class: "acts" }, this.sheetButton);
    this.foot = h("div", { class: "foot" }, this.general, this.acts, h("div", { class: "progress" }, this.bar, this.count), this.marks, this.rest);
    this.root = h("aside", { class: "rail", "aria-label": "Settings and controls" }, this.settings, this.foot);
  }

  get open() {
    return this.sheetButton.getAttribute("aria-expanded") === "true";
  }

  /** Opens the sheet or shuts it. @param {boolean} open */
  turn(open) {
    this.sheetButton.setAttribute("aria-expanded", String(open));
    this.turned();
    if (open) this.controls.fields[0].input.focus();
    else this.sheetButton.focus();
  }

  /** The rarer acts, and what is known, go into the sheet where there is one. @param {boolean} narrow */
  arrange(narrow) {
    if (narrow === (this.rest.parentElement === this.settings)) return;
    if (narrow) this.settings.append(this.marks, this.rest);
    else this.foot.append(this.marks, this.rest);
  }

  /** @param {import("./session.js").Session} session */
  update({ status, ready, fetching, progress, curve, outdated, background, busy }) {
    const running = status === "running" || status === "paused";
    for (const button of [this.again, this.one, this.reset]) enable(button, ready && !running);
    const { race, truth } = background;
    const behind = [race, truth].find(({ state }) => state === "running");
    if (fetching) {
      this.#tell(Math.min(1, fetching.loaded / fetching.total), `fetching ${Math.round(fetching.total / 1000)} kB …`);
    } else if (busy && progress) {
      this.#tell(progress.total ? progress.step / progress.total : 0, `step ${progress.step} of ${progress.total} · loss ${shownLoss(progress.loss)}`);
    } else if (behind === race) {
      this.#tell(race.share, "a race checks the first guess");
    } else if (behind) {
      this.#tell(truth.share, roundsOf(truth.report));
    } else {
      this.#tell(0, "");
    }
    const known = [curve?.stop && !outdated, race.settled, truth.settled];
    [...this.marks.children].forEach((mark, at) => mark.classList.toggle("known", Boolean(known[at])));
    this.root.classList.toggle("on", running || behind !== undefined);
  }

  /** @param {number} share @param {string} text */
  #tell(share, text) {
    this.bar.value = share;
    setText(this.count, text);
  }
}

/** How far the truth has come. @param {any} report */
function roundsOf(report) {
  const { done = 0, of = 0 } = report?.rounds ?? {};
  return of ? `truth: ${done} of ${of} seeds` : "truth: begins";
}

/** @param {string} name @param {() => void} press */
function quiet(name, press) {
  const element = h("button", { type: "button", class: "quiet", onclick: () => enabled(element) && press() }, name);
  return element;
}
